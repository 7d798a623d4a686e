import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { lineTotalCents } from "../../pricing.ts";
import type { Visit } from "../../routes/visit.ts";
import { paymentName } from "../../views/parts.tsx";
import type { LayoutFault } from "../counter/address-desk.ts";
import { COUNTRIES } from "../counter/countries.ts";
import { type Quote, quoteOf, shippingChoices } from "../counter/quote.ts";
import { CardFrame, StateOptions, TotalAmount, variantText } from "../page/parts.tsx";
import { Frame } from "./frame.tsx";

/** The billing address comes first; the box that sends the goods there too is not ticked. */
export function BillingPage({ visit, faults }: { visit: Visit; faults: readonly LayoutFault[] }): VNode {
  const row = (prefix: string, name: string, label: string, isRequired = true) => {
    const fault = faults.find((entry) => entry.field === `${prefix}.${name}`);
    return (
      <div class="inputs">
        <label for={`${prefix}_${name}`}>{label}:</label>
        <input id={`${prefix}_${name}`} name={`${prefix}.${name}`} value={visit.form[`${prefix}.${name}`] ?? ""} />
        {isRequired && <span class="required">*</span>}
        {fault !== undefined && <span class="field-validation-error">{fault.message}</span>}
      </div>
    );
  };
  const address = (prefix: string) => (
    <div class="edit-address">
      {row(prefix, "FirstName", "First name")}
      {row(prefix, "LastName", "Last name")}
      {row(prefix, "Company", "Company", false)}
      <PlaceSelects prefix={prefix} form={visit.form} />
      {row(prefix, "City", "City")}
      {row(prefix, "Address1", "Address 1")}
      {row(prefix, "Address2", "Address 2", false)}
      {row(prefix, "ZipPostalCode", "Zip / postal code")}
      {row(prefix, "PhoneNumber", "Phone number")}
    </div>
  );
  const isSame = visit.form["ShipToSameAddress"] === "true";
  return (
    <Frame visit={visit} title="Checkout" scripts={["guest-link"]}>
      <div class="page-title">
        <h1>Billing address</h1>
      </div>
      {faults.length > 0 && <div class="message-error">{faults.map((fault) => fault.message).join(" ")}</div>}
      <form method="post" action="/checkout/billingaddress" class="fieldset">
        {address("BillingNewAddress")}
        <p class="selector">
          <input id="ShipToSameAddress" type="checkbox" name="ShipToSameAddress" value="true" checked={isSame} />
          <label for="ShipToSameAddress">Ship to the same address</label>
        </p>
        <div id="shipping-new-address" hidden={isSame}>
          <h2>Shipping address</h2>
          {address("ShippingNewAddress")}
        </div>
        <button type="submit" class="button-1 new-address-next-step-button">
          Next
        </button>
      </form>
    </Frame>
  );
}

function PlaceSelects({ prefix, form }: { prefix: string; form: Record<string, string> }): VNode {
  return (
    <>
      <div class="inputs">
        <label for={`${prefix}_CountryId`}>Country:</label>
        <select id={`${prefix}_CountryId`} name={`${prefix}.CountryId`}>
          <option value="0">Select country</option>
          {COUNTRIES.map(({ code, name }) => (
            <option key={code} value={code} selected={code === form[`${prefix}.CountryId`]}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div class="inputs">
        <label for={`${prefix}_StateProvinceId`}>State / province:</label>
        <select id={`${prefix}_StateProvinceId`} name={`${prefix}.StateProvinceId`}>
          <option value="0">Select state</option>
          <StateOptions chosen={form[`${prefix}.StateProvinceId`]} />
        </select>
      </div>
    </>
  );
}

export function MethodsPage(props: {
  visit: Visit;
  payOrigin: string;
  refusal: string | undefined;
  fault: string | undefined;
}): VNode {
  const payment = (value: string, label: string, isChosen = false) => (
    <li>
      <input type="radio" id={`pm_${value}`} name="paymentmethod" value={value} checked={isChosen} />
      <label for={`pm_${value}`}>{label}</label>
    </li>
  );
  return (
    <Frame visit={props.visit} title="Checkout" scripts={["card-token"]}>
      <div class="page-title">
        <h1>Shipping and payment</h1>
      </div>
      {props.fault !== undefined && <div class="message-error">{props.fault}</div>}
      {props.refusal !== undefined && (
        <div class="message-error">Your order cannot be shipped to the selected address. {props.refusal}</div>
      )}
      {props.refusal === undefined && (
        <form method="post" action="/checkout/methods" class="fieldset">
          <ul class="method-list">
            {shippingChoices(props.visit.session.basket).map((method, at) => (
              <li key={method.id}>
                <input
                  type="radio"
                  id={`shippingoption_${at}`}
                  name="shippingoption"
                  value={method.id}
                  checked={at === 0}
                />
                <label for={`shippingoption_${at}`}>
                  {method.name} ({formatUsd(method.cents)})
                </label>
                <div class="method-description">{method.estimate}</div>
              </li>
            ))}
          </ul>
          <ul class="method-list has-cards">
            {payment("CheckMoneyOrder", "Check / Money Order", true)}
            {payment("PurchaseOrder", "Purchase Order")}
            {payment("Manual-card", "Credit Card")}
            <CardFrame payOrigin={props.payOrigin} />
          </ul>
          <div class="inputs">
            <label for="PurchaseOrderNumber">PO Number:</label>
            <input id="PurchaseOrderNumber" name="PurchaseOrderNumber" />
          </div>
          <button type="submit" class="button-1">
            Next
          </button>
        </form>
      )}
    </Frame>
  );
}

export function ConfirmPage({ visit, fault }: { visit: Visit; fault: string | undefined }): VNode {
  const quote = quoteOf(visit.session.basket);
  const { address, payment } = visit.session.basket.draft;
  return (
    <Frame visit={visit} title="Checkout">
      <div class="page-title">
        <h1>Confirm your order</h1>
      </div>
      {fault !== undefined && <div class="message-error">{fault}</div>}
      <ul class="info-list">
        <li>
          {address?.first_name} {address?.last_name}
        </li>
        <li>
          {address?.address_line1} {address?.address_line2}
        </li>
        <li>
          {address?.city}, {address?.state}, {address?.postal_code}
        </li>
        <li>Phone: {address?.phone}</li>
        <li>Payment: {paymentName(payment?.method ?? "")}</li>
      </ul>
      <table class="cart">
        <tbody>
          {quote.lines.map((line) => (
            <tr key={line.sku}>
              <td>{line.sku}</td>
              <td>
                <a href={`/products/${line.slug}`}>{line.title}</a>
                <div class="attributes">{variantText(line)}</div>
              </td>
              <td>{formatUsd(line.unitPriceCents)}</td>
              <td>{line.quantity}</td>
              <td>{formatUsd(lineTotalCents(line))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Totals quote={quote} />
      <form method="post" action="/checkout/confirm">
        <button type="submit" class="button-1 confirm-order-next-step-button">
          Confirm
        </button>
      </form>
    </Frame>
  );
}

function Totals({ quote }: { quote: Quote }): VNode {
  const sum = (label: string, amount: VNode | string) => (
    <tr>
      <td>
        <label>{label}:</label>
      </td>
      <td>{amount}</td>
    </tr>
  );
  return (
    <table class="cart-total">
      <tbody>
        {sum("Sub-Total", formatUsd(quote.subtotalCents))}
        {quote.known !== undefined && (
          <>
            {sum("Shipping", formatUsd(quote.known.shippingCents))}
            {sum("Tax", formatUsd(quote.known.taxCents))}
            {sum(
              "Total",
              <strong>
                <TotalAmount quote={quote} />
              </strong>,
            )}
          </>
        )}
      </tbody>
    </table>
  );
}
