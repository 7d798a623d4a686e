import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { lineTotalCents } from "../../pricing.ts";
import type { Visit } from "../../routes/visit.ts";
import type { LayoutFault } from "../counter/address-desk.ts";
import { destinationRefusal } from "../counter/address-desk.ts";
import { FEW_COUNTRIES } from "../counter/countries.ts";
import { quoteOf, shippingChoices } from "../counter/quote.ts";
import { CardFrame, StateOptions, TotalAmount, variantText } from "../page/parts.tsx";
import { Frame } from "./frame.tsx";

/** Salutation first, then the company, the last name before the first, and the ZIP before the city. */
export function RegisterPage({ visit, faults }: { visit: Visit; faults: readonly LayoutFault[] }): VNode {
  const { form } = visit;
  const text = (name: string, label: string, isRequired = true) => {
    const fault = faults.find((entry) => entry.field === name);
    return (
      <div class="form-group">
        <label class="form-label" for={name.replaceAll(/[[\]]/g, "-")}>
          {label}
          {isRequired ? "*" : ""}
        </label>
        <input class="form-control" id={name.replaceAll(/[[\]]/g, "-")} name={name} value={form[name] ?? ""} />
        {fault !== undefined && <div class="invalid-feedback">{fault.message}</div>}
      </div>
    );
  };
  return (
    <Frame visit={visit} title="Checkout">
      <div class="register-login-collapse">
        Already a customer? <a href="/account/login?back=/checkout/confirm">Click here to log in</a>
      </div>
      <h1>I am a new customer</h1>
      {faults.length > 0 && <div class="alert alert-danger">Please check your entries.</div>}
      <form action="/checkout/register" method="post" noValidate>
        <div class="form-row">
          <Salutation faults={faults} />
          {text("billingAddress[company]", "Company", false)}
        </div>
        <div class="form-row">
          {text("lastName", "Last name")}
          {text("firstName", "First name")}
        </div>
        {text("email", "Email address")}
        <label class="form-check">
          <input type="checkbox" name="createCustomerAccount" /> Create a customer account
        </label>
        <h2>Your address</h2>
        <div class="form-row street">
          {text("billingAddress[street]", "Street")}
          {text("billingAddress[houseNumber]", "House number")}
        </div>
        {text("billingAddress[additionalAddressLine1]", "Address addition", false)}
        <div class="form-row zip">
          {text("billingAddress[zipcode]", "Postal code")}
          {text("billingAddress[city]", "City")}
        </div>
        <PlaceRow form={form} />
        {text("billingAddress[phoneNumber]", "Phone number")}
        <p class="privacy">Fields marked with asterisks (*) are required.</p>
        <button type="submit" class="btn btn-primary btn-lg">
          Continue
        </button>
      </form>
    </Frame>
  );
}

function Salutation({ faults }: { faults: readonly LayoutFault[] }): VNode {
  return (
    <div class="form-group">
      <label class="form-label" for="personalSalutation">
        Salutation*
      </label>
      <select id="personalSalutation" class="form-select" name="salutationId">
        <option value="">Enter salutation...</option>
        <option value="mr">Mr.</option>
        <option value="mrs">Mrs.</option>
        <option value="not_specified">Not specified</option>
      </select>
      {faults.some(({ field }) => field === "salutationId") && (
        <div class="invalid-feedback">Please select a salutation.</div>
      )}
    </div>
  );
}

function PlaceRow({ form }: { form: Record<string, string> }): VNode {
  return (
    <div class="form-row">
      <div class="form-group">
        <label class="form-label" for="billingAddressCountry">
          Country*
        </label>
        <select class="form-select" id="billingAddressCountry" name="billingAddress[countryId]">
          <option value="">Select country...</option>
          {FEW_COUNTRIES.map(({ code, name }) => (
            <option key={code} value={code} selected={form["billingAddress[countryId]"] === code}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div class="form-group">
        <label class="form-label" for="billingAddressState">
          State*
        </label>
        <select class="form-select" id="billingAddressState" name="billingAddress[countryStateId]">
          <option value="">Select state...</option>
          <StateOptions chosen={form["billingAddress[countryStateId]"]} />
        </select>
      </div>
    </div>
  );
}

export function ConfirmPage(props: { visit: Visit; payOrigin: string; fault: string | undefined }): VNode {
  const { visit, fault } = props;
  const { address, reference } = visit.session.basket.draft;
  const refusal = destinationRefusal(visit);
  return (
    <Frame visit={visit} title="Complete order" scripts={["german-order", "card-token"]}>
      <h1>Complete order</h1>
      {fault !== undefined && <div class="alert alert-danger">{fault}</div>}
      {refusal !== undefined && (
        <div class="alert alert-danger">The selected shipping address is blocked for your order. {refusal}</div>
      )}
      <form id="confirmOrderForm" action="/checkout/order" method="post">
        <div class="card">
          <h2>Terms and conditions and cancellation policy</h2>
          <label class="form-check" for="tos">
            <input type="checkbox" id="tos" name="tos" required /> I have read and accepted the general terms and
            conditions.
          </label>
        </div>
      </form>
      <div class="card">
        <h2>Shipping address</h2>
        {address?.first_name} {address?.last_name}
        <br />
        {address?.address_line1}
        <br />
        {address?.postal_code} {address?.city}
        <br />
        {address?.state}, United States <a href="/checkout/register">Change address</a>
      </div>
      <MethodsForm visit={visit} payOrigin={props.payOrigin} />
      <OrderTable visit={visit} />
      <label class="card">
        Your comment
        <textarea name="customerComment" form="confirmOrderForm" class="form-control">
          {reference}
        </textarea>
      </label>
      <button type="submit" form="confirmOrderForm" class="btn btn-primary btn-lg">
        Submit order
      </button>
    </Frame>
  );
}

function MethodsForm({ visit, payOrigin }: { visit: Visit; payOrigin: string }): VNode {
  const { shippingMethod, payment } = visit.session.basket.draft;
  const refusal = destinationRefusal(visit);
  return (
    <form class="card auto-submit" action="/checkout/configure" method="post">
      <h2>Payment method</h2>
      <div>
        <label>
          <input type="radio" name="paymentMethodId" value="invoice" checked={payment?.method === "pay_later"} />{" "}
          Invoice
        </label>
        <label>
          <input type="radio" name="paymentMethodId" value="prepay" checked={payment?.method === "bank_transfer"} />{" "}
          Paid in advance
        </label>
      </div>
      <div>
        <label>
          <input type="radio" name="paymentMethodId" value="card" checked={payment?.method === "card"} /> Card payment
        </label>
        <CardFrame payOrigin={payOrigin} />
      </div>
      <h2>Shipping method</h2>
      {refusal === undefined &&
        shippingChoices(visit.session.basket).map((method) => (
          <label key={method.id}>
            <input type="radio" name="shippingMethodId" value={method.id} checked={method.id === shippingMethod} />{" "}
            {method.name} <small>{method.estimate}</small>
          </label>
        ))}
    </form>
  );
}

function OrderTable({ visit }: { visit: Visit }): VNode {
  const quote = quoteOf(visit.session.basket);
  return (
    <div class="card">
      {quote.lines.map((line) => (
        <div key={line.sku} class="summary-row">
          <span>
            {line.quantity} × <a href={`/products/${line.slug}`}>{line.title}</a> {variantText(line)}
          </span>
          <span>{formatUsd(lineTotalCents(line))}</span>
        </div>
      ))}
      <div class="summary-row">
        <span>Goods value</span>
        <span>{formatUsd(quote.subtotalCents)}</span>
      </div>
      {quote.known !== undefined && (
        <>
          <div class="summary-row">
            <span>Shipping costs</span>
            <span>{formatUsd(quote.known.shippingCents)}</span>
          </div>
          <div class="summary-row grand">
            <span>Total (Inclusive of tax {formatUsd(quote.known.taxCents)})</span>
            <span>
              <TotalAmount quote={quote} />
            </span>
          </div>
        </>
      )}
    </div>
  );
}

export function FinishPage({ visit, number }: { visit: Visit; number: string }): VNode {
  return (
    <Frame visit={visit} title="Thank you">
      <h1>Thank you for your order with Hafen &amp; Kiefer!</h1>
      <p>
        We will send you an order confirmation by email. Your order number: <b>#{number}</b>
      </p>
    </Frame>
  );
}
