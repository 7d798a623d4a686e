import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { lineTotalCents } from "../../pricing.ts";
import type { Visit } from "../../routes/visit.ts";
import { destinationRefusal } from "../counter/address-desk.ts";
import { COUNTRIES } from "../counter/countries.ts";
import { quoteOf, shippingChoices } from "../counter/quote.ts";
import { CardFrame, TotalAmount } from "../page/parts.tsx";
import { Frame } from "./frame.tsx";

/** The panels, with the headings they have while they are closed. */
const PANELS = [
  ["checkout-option", "Step 1: Checkout Options"],
  ["payment-address", "Step 2: Billing Details"],
  ["shipping-address", "Step 3: Delivery Details"],
  ["shipping-method", "Step 4: Delivery Method"],
  ["payment-method", "Step 5: Payment Method"],
  ["checkout-confirm", "Step 6: Confirm Order"],
] as const;

export function CheckoutPage({ visit }: { visit: Visit }): VNode {
  return (
    <Frame visit={visit} title="Checkout" scripts={["accordion", "card-token"]}>
      <h1>Checkout</h1>
      <div class="panel-group" id="accordion">
        {PANELS.map(([id, heading]) => (
          <div key={id} class="panel panel-default" data-panel={id}>
            <div class="panel-heading">
              <h4 class="panel-title">{heading}</h4>
            </div>
            <div class="panel-collapse" id={`collapse-${id}`} hidden>
              <div class="panel-body" />
            </div>
          </div>
        ))}
      </div>
    </Frame>
  );
}

export function OptionPanel(): VNode {
  return (
    <div class="row">
      <div class="col-sm-6">
        <h2>New Customer</h2>
        <p>Checkout Options:</p>
        <div class="radio">
          <label>
            <input type="radio" name="account" value="register" checked />
            Register Account
          </label>
        </div>
        <div class="radio">
          <label>
            <input type="radio" name="account" value="guest" />
            Guest Checkout
          </label>
        </div>
        <p>By creating an account you will be able to shop faster and keep track of the orders you have made.</p>
        <input type="button" value="Continue" id="button-account" class="btn btn-primary" />
      </div>
      <div class="col-sm-6">
        <h2>Returning Customer</h2>
        <p>I am a returning customer</p>
        <label for="input-email">E-Mail</label>
        <input type="text" name="email" id="input-email" class="form-control" />
        <label for="input-password">Password</label>
        <input type="password" name="password" id="input-password" class="form-control" />
        <input type="button" value="Login" id="button-login" class="btn btn-primary" />
      </div>
    </div>
  );
}

/** One form for the billing and, where it differs, the delivery address: `kind` stands before its ids. */
export function AddressPanel({ kind, visit }: { kind: "payment" | "shipping"; visit: Visit }): VNode {
  const isGuest = visit.query("account") !== "register";
  const field = (name: string, label: string, isRequired = true) => (
    <div class={isRequired ? "form-group required" : "form-group"}>
      <label class="control-label" for={`input-${kind}-${name.replace("_", "-")}`}>
        {label}
      </label>
      <input
        type="text"
        name={name}
        placeholder={label}
        id={`input-${kind}-${name.replace("_", "-")}`}
        class="form-control"
      />
    </div>
  );
  return (
    <div>
      {kind === "payment" && (
        <fieldset>
          <legend>Your Personal Details</legend>
          {field("email", "E-Mail")}
          {field("telephone", "Telephone")}
          {!isGuest && (
            <div class="form-group required">
              <label class="control-label" for="input-payment-password">
                Password
              </label>
              <input type="password" name="password" id="input-payment-password" class="form-control" />
            </div>
          )}
        </fieldset>
      )}
      <fieldset>
        <legend>{kind === "payment" ? "Your Address" : "Delivery Address"}</legend>
        {field("firstname", "First Name")}
        {field("lastname", "Last Name")}
        {field("company", "Company", false)}
        {field("address_1", "Address 1")}
        {field("address_2", "Address 2", false)}
        {field("city", "City")}
        {field("postcode", "Post Code")}
        <PlaceFields kind={kind} />
      </fieldset>
      {kind === "payment" && (
        <div class="checkbox">
          <label>
            <input type="checkbox" name="shipping_address" value="1" checked />
            My delivery and billing addresses are the same.
          </label>
        </div>
      )}
      <div class="buttons">
        <input type="button" value="Continue" id={`button-${kind}-address`} class="btn btn-primary" />
      </div>
    </div>
  );
}

function PlaceFields({ kind }: { kind: "payment" | "shipping" }): VNode {
  return (
    <>
      <div class="form-group required">
        <label class="control-label" for={`input-${kind}-country`}>
          Country
        </label>
        <select name="country_id" id={`input-${kind}-country`} class="form-control">
          <option value=""> --- Please Select --- </option>
          {COUNTRIES.map(({ code, name }, at) => (
            <option key={code} value={String(at + 1)} selected={code === "GB"}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div class="form-group required">
        <label class="control-label" for={`input-${kind}-zone`}>
          Region / State
        </label>
        <select name="zone_id" id={`input-${kind}-zone`} class="form-control" />
      </div>
    </>
  );
}

export function ShippingPanel({ visit }: { visit: Visit }): VNode {
  const refusal = destinationRefusal(visit);
  if (refusal !== undefined) {
    return <div class="alert alert-warning">Warning: No Shipping options are available. {refusal}</div>;
  }
  return (
    <div>
      <p>Please select the preferred shipping method to use on this order.</p>
      {shippingChoices(visit.session.basket).map((method, at) => (
        <div key={method.id}>
          <p>
            <strong>{method.name} Shipping</strong>
          </p>
          <div class="radio">
            <label>
              <input type="radio" name="shipping_method" value={method.id} checked={at === 0} />
              {method.name} ({method.estimate}) - {formatUsd(method.cents)}
            </label>
          </div>
        </div>
      ))}
      <p>
        <strong>Add Comments About Your Order</strong>
      </p>
      <textarea name="comment" rows={5} class="form-control" />
      <div class="buttons">
        <input type="button" value="Continue" id="button-shipping-method" class="btn btn-primary" />
      </div>
    </div>
  );
}

export function PaymentPanel({ payOrigin }: { payOrigin: string }): VNode {
  return (
    <div>
      <p>Please select the preferred payment method to use on this order.</p>
      <div class="radio">
        <label>
          <input type="radio" name="payment_method" value="bank_transfer" />
          Bank Transfer
        </label>
      </div>
      <div class="radio">
        <label>
          <input type="radio" name="payment_method" value="cod" checked />
          Cash On Delivery
        </label>
      </div>
      <div class="radio">
        <label>
          <input type="radio" name="payment_method" value="web_card" />
          Credit Card / Debit Card
        </label>
        <CardFrame payOrigin={payOrigin} />
      </div>
      <div class="buttons text-right">
        I have read and agree to the{" "}
        <a href="/help" class="agree">
          <b>Terms &amp; Conditions</b>
        </a>{" "}
        <input type="checkbox" name="agree" value="1" />
        &nbsp;
        <input type="button" value="Continue" id="button-payment-method" class="btn btn-primary" />
      </div>
    </div>
  );
}

export function ConfirmPanel({ visit }: { visit: Visit }): VNode {
  const quote = quoteOf(visit.session.basket);
  const sum = (name: string, amount: VNode | string) => (
    <tr>
      <td colSpan={4} class="text-right">
        <strong>{name}:</strong>
      </td>
      <td class="text-right">{amount}</td>
    </tr>
  );
  return (
    <div>
      <div class="table-responsive">
        <table class="table table-bordered">
          <thead>
            <tr>
              <td>Product Name</td>
              <td>Model</td>
              <td class="text-right">Quantity</td>
              <td class="text-right">Unit Price</td>
              <td class="text-right">Total</td>
            </tr>
          </thead>
          <tbody>
            {quote.lines.map((line) => (
              <tr key={line.sku}>
                <td>
                  <a href={`/products/${line.slug}`}>{line.title}</a>
                  {line.variant.map(({ label, value }) => (
                    <small key={label}>
                      <br />- {label}: {value}
                    </small>
                  ))}
                </td>
                <td>{line.sku}</td>
                <td class="text-right">{line.quantity}</td>
                <td class="text-right">{formatUsd(line.unitPriceCents)}</td>
                <td class="text-right">{formatUsd(lineTotalCents(line))}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            {sum("Sub-Total", formatUsd(quote.subtotalCents))}
            {quote.known !== undefined && (
              <>
                {sum(`${quote.known.shippingName} Shipping`, formatUsd(quote.known.shippingCents))}
                {sum("Sales Tax", formatUsd(quote.known.taxCents))}
                {sum("Total", <TotalAmount quote={quote} />)}
              </>
            )}
          </tfoot>
        </table>
      </div>
      <div class="buttons">
        <input type="button" value="Confirm Order" id="button-confirm" class="btn btn-primary" />
      </div>
    </div>
  );
}
