import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { lineTotalCents } from "../../pricing.ts";
import type { Visit } from "../../routes/visit.ts";
import { paymentName } from "../../views/parts.tsx";
import type { LayoutFault } from "../counter/address-desk.ts";
import { destinationRefusal } from "../counter/address-desk.ts";
import { FEW_COUNTRIES } from "../counter/countries.ts";
import { quoteOf, shippingChoices } from "../counter/quote.ts";
import { CardFrame, StateOptions, TotalAmount, variantText } from "../page/parts.tsx";
import { Flash, type PlainFrame } from "./plain-pages.tsx";
import type { PlainShop } from "./plain-shop.ts";

export interface StepProps {
  shop: PlainShop;
  Frame: PlainFrame;
  visit: Visit;
  faults: readonly LayoutFault[];
}

export function AddressStep({ shop, Frame, visit, faults }: StepProps): VNode {
  const field = (name: string, label: string) => {
    const full = `checkout[address][${name}]`;
    const fault = faults.find((entry) => entry.field === full);
    return (
      <div class={fault === undefined ? "field" : "field error"}>
        <label for={`checkout_address_${name}`}>{label}</label>
        <input id={`checkout_address_${name}`} name={full} value={visit.form[full] ?? ""} />
        {fault !== undefined && <div class="ui pointing label">{fault.message}</div>}
      </div>
    );
  };
  return (
    <Frame visit={visit} title="Address">
      <h1 class="ui header">Address</h1>
      {faults.length > 0 && <Flash>This form contains errors.</Flash>}
      <form method="post" action="/checkout/address" name="checkout_address">
        {visit.session.accountEmail === undefined && field("email", "Email")}
        {field("firstName", "First name")}
        {field("lastName", "Last name")}
        {field("street", "Street address")}
        {field("street2", "Apartment")}
        <div class="field">
          <label for="checkout_address_countryCode">Country</label>
          <select id="checkout_address_countryCode" name="checkout[address][countryCode]">
            <option value="">Select</option>
            {FEW_COUNTRIES.map(({ code, name }) => (
              <option key={code} value={code} selected={code === visit.form["checkout[address][countryCode]"]}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="checkout_address_provinceCode">Province</label>
          <select id="checkout_address_provinceCode" name="checkout[address][provinceCode]">
            <option value="">Select</option>
            <StateOptions value={(code) => `US-${code}`} chosen={visit.form["checkout[address][provinceCode]"]} />
          </select>
        </div>
        {field("city", "City")}
        {field("postcode", "Postcode")}
        {field("phoneNumber", "Phone number")}
        <button type="submit" class="ui large primary button" id="next-step">
          {shop.words.next}
        </button>
      </form>
    </Frame>
  );
}

export function ShippingStep({ shop, Frame, visit, faults }: StepProps): VNode {
  const refusal = destinationRefusal(visit);
  return (
    <Frame visit={visit} title="Shipping">
      <h1 class="ui header">Shipping</h1>
      {faults.map((fault) => (
        <Flash key={fault.field}>{fault.message}</Flash>
      ))}
      {refusal !== undefined && <Flash>There are currently no shipping methods available for you. {refusal}</Flash>}
      {refusal === undefined && (
        <form method="post" action="/checkout/select-shipping" name="checkout_shipping">
          {shippingChoices(visit.session.basket).map((method, at) => (
            <div key={method.id} class="ui segment">
              <input
                type="radio"
                id={`ship_${method.id}`}
                name="checkout[shipment]"
                value={method.id}
                checked={at === 0}
              />{" "}
              <label for={`ship_${method.id}`}>
                {method.name} <small>{method.estimate}</small>
              </label>
              <span class="right">{formatUsd(method.cents)}</span>
            </div>
          ))}
          <button type="submit" class="ui large primary button" id="next-step">
            {shop.words.next}
          </button>
        </form>
      )}
    </Frame>
  );
}

export function PaymentStep(props: StepProps & { payOrigin: string }): VNode {
  const { shop, Frame, visit } = props;
  return (
    <Frame visit={visit} title="Payment" scripts={["card-token"]}>
      <h1 class="ui header">Payment</h1>
      {props.faults.map((fault) => (
        <Flash key={fault.field}>{fault.message}</Flash>
      ))}
      <form method="post" action="/checkout/select-payment" name="checkout_payment">
        {shop.payments.map(({ value, label }, at) => (
          <div key={value} class="ui segment">
            <label>
              <input type="radio" name="checkout[payment]" value={value} checked={at === 0} /> {label}
            </label>
            {value.includes("card") && <CardFrame payOrigin={props.payOrigin} />}
          </div>
        ))}
        <div class="field">
          <label for="checkout_notes">{shop.words.reference}</label>
          <textarea id="checkout_notes" name="checkout[notes]" rows={2} />
        </div>
        <button type="submit" class="ui large primary button" id="next-step">
          {shop.words.next}
        </button>
      </form>
    </Frame>
  );
}

export function CompleteStep({ shop, Frame, visit, faults }: StepProps): VNode {
  const { address, payment, reference } = visit.session.basket.draft;
  return (
    <Frame visit={visit} title="Complete">
      <h1 class="ui header">Summary of your order</h1>
      {faults.map((fault) => (
        <Flash key={fault.field}>{fault.message}</Flash>
      ))}
      <div class="ui segment">
        {address?.first_name} {address?.last_name}
        <br />
        {address?.address_line1} {address?.address_line2}
        <br />
        {address?.city}, {address?.state} {address?.postal_code}
        <br />
        United States
      </div>
      <div class="ui segment">
        {paymentName(payment?.method ?? "")}
        {reference !== undefined && (
          <div>
            {shop.words.reference}: {reference}
          </div>
        )}
      </div>
      <SumTable shop={shop} visit={visit} />
      <form method="post" action="/checkout/complete" name="checkout_complete">
        <button type="submit" class="ui huge primary button">
          {shop.words.place}
        </button>
      </form>
    </Frame>
  );
}

function SumTable({ shop, visit }: { shop: PlainShop; visit: Visit }): VNode {
  const quote = quoteOf(visit.session.basket);
  const row = (label: string, amount: VNode | string) => (
    <tr>
      <td colSpan={2}>{label}:</td>
      <td>{amount}</td>
    </tr>
  );
  return (
    <table class="ui table">
      <tbody>
        {quote.lines.map((line) => (
          <tr key={line.sku}>
            <td>
              <a href={`/products/${line.slug}`}>{line.title}</a> <small>{variantText(line)}</small>
            </td>
            <td>{line.quantity}</td>
            <td>{formatUsd(lineTotalCents(line))}</td>
          </tr>
        ))}
        {row("Items total", formatUsd(quote.subtotalCents))}
        {quote.known !== undefined && (
          <>
            {row("Shipping total", formatUsd(quote.known.shippingCents))}
            {row("Taxes total", formatUsd(quote.known.taxCents))}
            {row(
              shop.words.total,
              <b>
                <TotalAmount quote={quote} />
              </b>,
            )}
          </>
        )}
      </tbody>
    </table>
  );
}
