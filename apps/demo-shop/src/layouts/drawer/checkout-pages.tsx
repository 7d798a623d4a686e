import { formatUsd } from "@cartwright/orders";
import type { ComponentChildren, VNode } from "preact";
import { lineTotalCents } from "../../pricing.ts";
import type { Visit } from "../../routes/visit.ts";
import { stateName } from "../../states.ts";
import type { LayoutFault } from "../counter/address-desk.ts";
import { destinationRefusal } from "../counter/address-desk.ts";
import { FEW_COUNTRIES } from "../counter/countries.ts";
import { type Quote, quoteOf, shippingChoices } from "../counter/quote.ts";
import { Document } from "../page/document.tsx";
import { CardFrame, LinePicture, StateOptions, TotalAmount, variantText } from "../page/parts.tsx";

export interface CheckoutProps {
  visit: Visit;
  faults: readonly LayoutFault[];
}

/** The checkout has a page of its own look: no menu, no footer. */
function Checkout(props: { visit: Visit; step: string; children: ComponentChildren }): VNode {
  const quote = quoteOf(props.visit.session.basket);
  return (
    <Document title={`${props.step} - Harbor & Pine - Checkout`} sheet="drawer" scripts={["card-token"]} bodyClass="co">
      <div class="co-grid">
        <main class="co-main">
          <a href="/" class="header__heading">
            Harbor &amp; Pine
          </a>
          <nav class="co-crumbs" aria-label="Breadcrumb">
            <a href="/cart">Cart</a> › <span>Information</span> › <span>Shipping</span> › <span>Payment</span>
          </nav>
          {props.children}
        </main>
        <aside class="co-side">
          {quote.lines.map((line) => (
            <div key={line.sku} class="co-line" role="row">
              <div class="co-thumb">
                <LinePicture line={line} size={64} />
                <span class="co-badge">{line.quantity}</span>
              </div>
              <div>
                {line.title}
                <small>{variantText(line)}</small>
              </div>
              <span>{formatUsd(lineTotalCents(line))}</span>
            </div>
          ))}
          {quote.lines.length > 0 && <Sums quote={quote} />}
        </aside>
      </div>
    </Document>
  );
}

function Sums({ quote }: { quote: Quote }): VNode {
  return (
    <>
      <div class="co-sum">
        <span>Subtotal</span>
        <span>{formatUsd(quote.subtotalCents)}</span>
      </div>
      <div class="co-sum">
        <span>Shipping</span>
        <span>{quote.known === undefined ? "Calculated at next step" : formatUsd(quote.known.shippingCents)}</span>
      </div>
      {quote.known !== undefined && (
        <>
          <div class="co-sum">
            <span>Estimated taxes</span>
            <span>{formatUsd(quote.known.taxCents)}</span>
          </div>
          <div class="co-sum co-total">
            <strong>Total</strong>
            <span>
              <abbr>USD</abbr>{" "}
              <strong>
                <TotalAmount quote={quote} />
              </strong>
            </span>
          </div>
        </>
      )}
    </>
  );
}

export function InformationPage({ visit, faults }: CheckoutProps): VNode {
  const { form } = visit;
  const field = (name: string, label: string, autocomplete: string) => {
    const fault = faults.find((entry) => entry.field === name);
    return (
      <div class="co-field">
        <input
          id={name}
          name={name}
          placeholder={label}
          aria-label={label}
          autocomplete={`shipping ${autocomplete}`}
          value={form[name] ?? ""}
        />
        {fault !== undefined && <p class="co-error">{fault.message}</p>}
      </div>
    );
  };
  return (
    <Checkout visit={visit} step="Information">
      <form method="post" action="/checkouts/information" noValidate>
        <h2>Contact</h2>
        {field("email", "Email", "email")}
        <label class="co-check">
          <input type="checkbox" name="marketing" checked /> Email me with news and offers
        </label>
        <h2>Shipping address</h2>
        <select name="countryCode" autocomplete="shipping country" aria-label="Country/Region">
          {FEW_COUNTRIES.map(({ code, name }) => (
            <option key={code} value={code} selected={code === "US"}>
              {name}
            </option>
          ))}
        </select>
        <div class="co-two">
          {field("firstName", "First name", "given-name")}
          {field("lastName", "Last name", "family-name")}
        </div>
        {field("address1", "Address", "address-line1")}
        {field("address2", "Apartment, suite, etc. (optional)", "address-line2")}
        <div class="co-three">
          {field("city", "City", "address-level2")}
          <select name="zone" autocomplete="shipping address-level1" aria-label="State">
            <option value="">State</option>
            <StateOptions chosen={form["zone"]} />
          </select>
          {field("postalCode", "ZIP code", "postal-code")}
        </div>
        {field("phone", "Phone", "tel")}
        {faults.some((fault) => fault.field === "zone") && <p class="co-error">Select a state</p>}
        <button type="submit" class="button button--full-width">
          Continue to shipping
        </button>
      </form>
    </Checkout>
  );
}

function Recap({ visit }: { visit: Visit }): VNode {
  const { address, email } = visit.session.basket.draft;
  return (
    <div class="co-recap">
      <div>
        Contact <span>{email}</span> <a href="/checkouts/information">Change</a>
      </div>
      <div>
        Ship to{" "}
        <span>
          {address?.address_line1}, {address?.city} {stateName(address?.state ?? "")} {address?.postal_code}, United
          States
        </span>{" "}
        <a href="/checkouts/information">Change</a>
      </div>
    </div>
  );
}

export function ShippingPage({ visit, faults }: CheckoutProps): VNode {
  const refusal = destinationRefusal(visit);
  return (
    <Checkout visit={visit} step="Shipping">
      <Recap visit={visit} />
      <h2>Shipping method</h2>
      {refusal !== undefined && <p class="co-error">Shipping not available. {refusal}</p>}
      {faults.map((fault) => (
        <p key={fault.field} class="co-error">
          {fault.message}
        </p>
      ))}
      <form method="post" action="/checkouts/shipping">
        {refusal === undefined && (
          <div class="co-list">
            {shippingChoices(visit.session.basket).map((method, at) => (
              <label key={method.id}>
                <input type="radio" name="rate" value={method.id} checked={at === 0} /> {method.name}{" "}
                <small>{method.estimate}</small>
                <span>{method.cents === 0 ? "FREE" : formatUsd(method.cents)}</span>
              </label>
            ))}
          </div>
        )}
        <button type="submit" class="button button--full-width" disabled={refusal !== undefined}>
          Continue to payment
        </button>
      </form>
    </Checkout>
  );
}

/** Choosing how to pay and buying are one press. */
export function PaymentPage({ visit, faults, payOrigin }: CheckoutProps & { payOrigin: string }): VNode {
  return (
    <Checkout visit={visit} step="Payment">
      <Recap visit={visit} />
      <h2>Payment</h2>
      <p>All transactions are secure and encrypted.</p>
      {faults.map((fault) => (
        <p key={fault.field} role="alert" class="co-error">
          {fault.message}
        </p>
      ))}
      <form method="post" action="/checkouts/complete">
        <div class="co-list">
          <div>
            <label>
              <input type="radio" name="basic" value="creditcards" checked /> Credit card
            </label>
            <CardFrame payOrigin={payOrigin} />
          </div>
          <div>
            <label>
              <input type="radio" name="basic" value="manual-cod" /> Cash on Delivery (COD)
            </label>
          </div>
          <div>
            <label>
              <input type="radio" name="basic" value="manual-bank" /> Bank Deposit
            </label>
          </div>
        </div>
        <h2>Billing address</h2>
        <div class="co-list">
          <label>
            <input type="radio" name="billing" value="same" checked /> Same as shipping address
          </label>
        </div>
        <label class="co-check">
          Order note <input name="note" autocomplete="off" />
        </label>
        <button type="submit" class="button button--full-width">
          Complete order
        </button>
      </form>
    </Checkout>
  );
}

export function ThankYouPage({ visit, number, name }: { visit: Visit; number: string; name: string }): VNode {
  return (
    <Checkout visit={visit} step="Thank you">
      <p>Confirmation #{number}</p>
      <h1>Thank you, {name}!</h1>
      <div class="co-recap">
        <h2>Your order is confirmed</h2>
        <p>You'll receive a confirmation email with your order number shortly.</p>
      </div>
      <a href="/" class="button">
        Continue shopping
      </a>
    </Checkout>
  );
}
