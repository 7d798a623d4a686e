import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { lineTotalCents } from "../../pricing.ts";
import type { Visit } from "../../routes/visit.ts";
import { destinationRefusal } from "../counter/address-desk.ts";
import { COUNTRIES } from "../counter/countries.ts";
import { quoteOf, shippingChoices } from "../counter/quote.ts";
import { CardFrame, TotalAmount, variantText } from "../page/parts.tsx";
import { Frame } from "./shop-pages.tsx";

/** The methods come with the review of the order, when the address was saved. */
export function CheckoutPage({ visit }: { visit: Visit }): VNode {
  return (
    <Frame visit={visit} title="Checkout" scripts={["dependent-state", "card-token"]}>
      <h1 class="entry-title">Checkout</h1>
      <div id="notices" />
      <form name="checkout" class="checkout" noValidate>
        <div id="shipping_fields">
          <h3>Delivery details</h3>
          <AddressFields prefix="shipping" />
          <p class="form-row">
            <label for="billing_email">Email address *</label>
            <input id="billing_email" name="billing_email" type="email" />
          </p>
          <p class="form-row">
            <label for="billing_phone">Phone *</label>
            <input id="billing_phone" name="billing_phone" type="tel" />
          </p>
          <label class="checkbox">
            <input type="checkbox" id="bill_same" name="bill_same" value="1" checked /> Billing address is the same
          </label>
        </div>
        <div id="billing_fields" hidden>
          <h3>Billing details</h3>
          <AddressFields prefix="billing" />
        </div>
        <p class="form-row">
          <label for="order_comments">Order notes (optional)</label>
          <textarea id="order_comments" name="order_comments" placeholder="Notes about your order, e.g. a PO number." />
        </p>
        <button type="button" class="button" id="save_address">
          Save address and continue
        </button>
        <div id="order_review" />
      </form>
    </Frame>
  );
}

function AddressFields({ prefix }: { prefix: "shipping" | "billing" }): VNode {
  const text = (name: string, label: string) => (
    <p class="form-row">
      <label for={`${prefix}_${name}`}>{label}</label>
      <input type="text" id={`${prefix}_${name}`} name={`${prefix}_${name}`} />
    </p>
  );
  return (
    <>
      {text("first_name", "First name *")}
      {text("last_name", "Last name *")}
      {text("company", "Company name (optional)")}
      <p class="form-row">
        <label for={`${prefix}_country`}>Country / Region *</label>
        <select id={`${prefix}_country`} name={`${prefix}_country`} class="country_to_state">
          <option value="">Select country</option>
          {COUNTRIES.map(({ code, name }) => (
            <option key={code} value={code}>
              {code === "US" ? "United States (US)" : name}
            </option>
          ))}
        </select>
      </p>
      {text("address_1", "Street address *")}
      {text("address_2", "Apartment, suite, unit, etc. (optional)")}
      {text("city", "Town / City *")}
      <p class="form-row state-row">
        <label for={`${prefix}_state`}>State / County</label>
        <select id={`${prefix}_state`} name={`${prefix}_state`} disabled>
          <option value="">Select a country first</option>
        </select>
      </p>
      {text("postcode", "Postcode / ZIP *")}
    </>
  );
}

export function OrderReview({ visit, payOrigin }: { visit: Visit; payOrigin: string }): VNode {
  const quote = quoteOf(visit.session.basket);
  const refusal = destinationRefusal(visit);
  return (
    <div>
      <h3>Your order</h3>
      <table class="shop_table">
        <tbody>
          {quote.lines.map((line) => (
            <tr key={line.sku}>
              <td>
                {line.title} {line.variant.length > 0 && `- ${variantText(line) ?? ""} `}
                <strong>× {line.quantity}</strong>
              </td>
              <td>{formatUsd(lineTotalCents(line))}</td>
            </tr>
          ))}
          <tr>
            <th>Subtotal</th>
            <td>{formatUsd(quote.subtotalCents)}</td>
          </tr>
          <tr>
            <th>Shipment</th>
            <td>
              {refusal !== undefined && <p class="shop-error">There are no shipping options available. {refusal}</p>}
              {refusal === undefined && <ShippingList visit={visit} />}
            </td>
          </tr>
          {quote.known !== undefined && (
            <>
              <tr>
                <th>Tax</th>
                <td>{formatUsd(quote.known.taxCents)}</td>
              </tr>
              <tr class="order-total">
                <th>Total</th>
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
      <PaymentList payOrigin={payOrigin} />
      {quote.known !== undefined && (
        <button type="button" class="button alt" id="place_order">
          Place order
        </button>
      )}
    </div>
  );
}

function ShippingList({ visit }: { visit: Visit }): VNode {
  const { shippingMethod } = visit.session.basket.draft;
  return (
    <ul id="shipping_method">
      {shippingChoices(visit.session.basket).map((method) => (
        <li key={method.id}>
          <input
            type="radio"
            name="shipping_method[0]"
            id={`shipping_method_0_${method.id}`}
            value={method.id}
            checked={method.id === shippingMethod}
          />
          <label for={`shipping_method_0_${method.id}`}>
            {method.name}: {formatUsd(method.cents)}
          </label>
        </li>
      ))}
    </ul>
  );
}

function PaymentList({ payOrigin }: { payOrigin: string }): VNode {
  return (
    <ul id="payment_methods">
      <li>
        <label>
          <input type="radio" name="payment_method" value="bacs" checked /> Direct bank transfer
        </label>
      </li>
      <li>
        <label>
          <input type="radio" name="payment_method" value="cheque" /> Check payments
        </label>
      </li>
      <li>
        <label>
          <input type="radio" name="payment_method" value="hosted_card" /> Credit card
        </label>
        <CardFrame payOrigin={payOrigin} />
      </li>
    </ul>
  );
}

export function ReceivedPage({ visit, number, total }: { visit: Visit; number: string; total: string }): VNode {
  return (
    <Frame visit={visit} title="Order received">
      <h1 class="entry-title">Order received</h1>
      <p class="thankyou">Thank you. Your order has been received.</p>
      <ul class="order-overview">
        <li>
          Order number: <strong>{number}</strong>
        </li>
        <li>
          Total: <strong>{total}</strong>
        </li>
      </ul>
    </Frame>
  );
}
