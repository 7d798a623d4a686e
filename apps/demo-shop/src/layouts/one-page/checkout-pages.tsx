import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { lineTotalCents } from "../../pricing.ts";
import type { Visit } from "../../routes/visit.ts";
import { stateName } from "../../states.ts";
import type { LayoutFault } from "../counter/address-desk.ts";
import { destinationRefusal } from "../counter/address-desk.ts";
import { FEW_COUNTRIES } from "../counter/countries.ts";
import { quoteOf, shippingChoices } from "../counter/quote.ts";
import { CardFrame, StateOptions, TotalAmount, variantText } from "../page/parts.tsx";
import { Frame } from "./frame.tsx";

/** The page is nearly empty: its script fetches each section when the ones before it are saved. */
export function CheckoutPage({ visit }: { visit: Visit }): VNode {
  return (
    <Frame visit={visit} title="Checkout" scripts={["one-page", "card-token"]}>
      <div id="checkout" class="checkout-container">
        <h1 class="checkout-title">Checkout</h1>
        <div class="opc-wrapper">
          <section class="opc-section" data-section="contact" />
          <section class="opc-section" data-section="address" />
          <section class="opc-section" data-section="shipping" />
          <section class="opc-section" data-section="payment" />
        </div>
        <aside class="opc-sidebar" data-section="summary" />
      </div>
      <div id="modal-place" />
    </Frame>
  );
}

export function ContactSection({ visit, fault }: { visit: Visit; fault?: string | undefined }): VNode {
  const { email } = visit.session.basket.draft;
  return (
    <form class="form form-login" data-save="contact">
      <div class="step-title">Email Address</div>
      <div class="field required">
        <label for="customer-email">
          <span>Email Address</span>
        </label>
        <input type="email" id="customer-email" name="username" autocomplete="email" value={email ?? ""} />
        <span class="note">You can create an account after checkout.</span>
        {fault !== undefined && <div class="entry-error">{fault}</div>}
      </div>
      <button type="submit" class="action">
        Next
      </button>
    </form>
  );
}

export function AddressSection({ visit }: { visit: Visit }): VNode {
  const { address } = visit.session.basket.draft;
  return (
    <div>
      <div class="step-title">Shipping Address</div>
      {address !== undefined && (
        <div class="shipping-address-item selected-item">
          {address.first_name} {address.last_name}
          <br />
          {address.address_line1} {address.address_line2}
          <br />
          {address.city}, {stateName(address.state)} {address.postal_code}
          <br />
          United States
          <br />
          {address.phone}
        </div>
      )}
      <button type="button" class="action action-show-popup" data-open="address">
        <span>{address === undefined ? "+ New Address" : "Edit"}</span>
      </button>
    </div>
  );
}

export function AddressModal({ visit, faults }: { visit: Visit; faults: readonly LayoutFault[] }): VNode {
  const form = visit.form;
  const error = (field: string) => {
    const fault = faults.find((entry) => entry.field === field);
    return fault === undefined ? null : <div class="entry-error">{fault.message}</div>;
  };
  const input = (field: string, id: string, label: string, isRequired = true) => (
    <div class={isRequired ? "field required _required" : "field"}>
      <label for={id}>
        <span>{label}</span>
      </label>
      <input type="text" id={id} name={field} value={form[field] ?? ""} />
      {error(field)}
    </div>
  );
  return (
    <div class="modals-wrapper">
      <div class="modals-overlay" />
      <div role="dialog" aria-modal="true" class="modal-popup" aria-labelledby="modal-title-7">
        <h2 id="modal-title-7" class="modal-title">
          Shipping Address
        </h2>
        <button class="action-close" type="button" data-close aria-label="Close">
          ×
        </button>
        <form id="co-shipping-form" data-save="address">
          {input("firstname", "K7FQ1ND", "First Name")}
          {input("lastname", "P02LWTX", "Last Name")}
          {input("company", "XBR4M8C", "Company", false)}
          <fieldset class="field street">
            <legend>
              <span>Street Address</span>
            </legend>
            {input("street[0]", "A9DW5LE", "Street Address: Line 1")}
            {input("street[1]", "V3N6RTQ", "Street Address: Line 2", false)}
          </fieldset>
          <PlaceFields form={form} faultOf={error} />
          {input("city", "M5YTB93", "City")}
          {input("postcode", "Z6HUE18", "Zip/Postal Code")}
          {input("telephone", "Q4VJX55", "Phone Number")}
          <div class="modal-footer">
            <button type="submit" class="action primary action-save-address">
              <span>Ship Here</span>
            </button>
            <button type="button" class="action secondary" data-close>
              <span>Cancel</span>
            </button>
          </div>
        </form>
      </div>
    </div>
  );
}

function PlaceFields(props: { form: Record<string, string>; faultOf: (field: string) => VNode | null }): VNode {
  const { form, faultOf } = props;
  return (
    <>
      <div class="field required">
        <label for="C1ODG42">
          <span>Country</span>
        </label>
        <select id="C1ODG42" name="country_id">
          {FEW_COUNTRIES.map(({ code, name }) => (
            <option key={code} value={code} selected={code === (form["country_id"] ?? "US")}>
              {name}
            </option>
          ))}
        </select>
        {faultOf("country_id")}
      </div>
      <div class="field required">
        <label for="R8SJK07">
          <span>State/Province</span>
        </label>
        <select id="R8SJK07" name="region_id">
          <option value="">Please select a region, state or province.</option>
          <StateOptions chosen={form["region_id"]} />
        </select>
        {faultOf("region_id")}
      </div>
    </>
  );
}

export function ShippingSection({ visit }: { visit: Visit }): VNode {
  const refusal = destinationRefusal(visit);
  const chosen = visit.session.basket.draft.shippingMethod;
  return (
    <div>
      <div class="step-title">Shipping Methods</div>
      {refusal !== undefined && (
        <div class="no-quotes-block">Sorry, no quotes are available for this order at this time. {refusal}</div>
      )}
      {refusal === undefined && (
        <table class="table-checkout-shipping-method">
          <tbody>
            {shippingChoices(visit.session.basket).map((method) => (
              <tr key={method.id} class="row">
                <td>
                  <input
                    type="radio"
                    name="ko_unique_1"
                    value={method.id}
                    checked={chosen === method.id}
                    aria-labelledby={`label_method_${method.id} label_carrier_${method.id}`}
                  />
                </td>
                <td>{formatUsd(method.cents)}</td>
                <td id={`label_method_${method.id}`}>{method.name}</td>
                <td id={`label_carrier_${method.id}`}>{method.estimate}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

export function PaymentSection({ payOrigin }: { payOrigin: string }): VNode {
  return (
    <div>
      <div class="step-title">Payment Method</div>
      <div class="payment-method">
        <label>
          <input type="radio" name="payment[method]" value="hosted_card" />
          <span>Credit Card</span>
        </label>
        <CardFrame payOrigin={payOrigin} />
      </div>
      <div class="payment-method">
        <label>
          <input type="radio" name="payment[method]" value="checkmo" />
          <span>Check / Money order</span>
        </label>
      </div>
      <div class="payment-method">
        <label>
          <input type="radio" name="payment[method]" value="purchaseorder" />
          <span>Purchase Order</span>
        </label>
        <div class="field po-number">
          <label for="po_number">
            <span>Purchase Order Number</span>
          </label>
          <input type="text" id="po_number" name="payment[po_number]" />
        </div>
      </div>
    </div>
  );
}

export function SummarySection({ visit, fault }: { visit: Visit; fault?: string | undefined }): VNode {
  const { basket } = visit.session;
  const quote = quoteOf(basket);
  const isReady = quote.known !== undefined && basket.draft.payment !== undefined;
  return (
    <div class="opc-block-summary">
      <span class="title">Order Summary</span>
      <table class="data table table-totals">
        <tbody>
          <tr class="totals sub">
            <th>Cart Subtotal</th>
            <td>{formatUsd(quote.subtotalCents)}</td>
          </tr>
          {quote.known !== undefined && (
            <>
              <tr class="totals shipping">
                <th>Shipping ({quote.known.shippingName})</th>
                <td>{formatUsd(quote.known.shippingCents)}</td>
              </tr>
              <tr class="totals-tax">
                <th>Tax</th>
                <td>{formatUsd(quote.known.taxCents)}</td>
              </tr>
              <tr class="grand totals">
                <th>Order Total</th>
                <td>
                  <strong>
                    <TotalAmount quote={quote} />
                  </strong>
                </td>
              </tr>
            </>
          )}
        </tbody>
      </table>
      <ol class="minicart-items">
        {quote.lines.map((line) => (
          <li key={line.sku} class="product-item">
            <a href={`/products/${line.slug}?layout=one-page`}>{line.title}</a> <em>{variantText(line)}</em>
            <div class="details-qty">
              Qty {line.quantity} <span class="cart-price">{formatUsd(lineTotalCents(line))}</span>
            </div>
          </li>
        ))}
      </ol>
      {fault !== undefined && (
        <div role="alert" class="message message-error error">
          {fault}
        </div>
      )}
      <button type="button" class="action primary checkout" data-place disabled={!isReady}>
        <span>Place Order</span>
      </button>
    </div>
  );
}
