import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { lineTotalCents } from "../../pricing.ts";
import type { Visit } from "../../routes/visit.ts";
import { destinationRefusal } from "../counter/address-desk.ts";
import { FEW_COUNTRIES, otherStates } from "../counter/countries.ts";
import { quoteOf, shippingChoices } from "../counter/quote.ts";
import { CardFrame, StateOptions, TotalAmount, variantText } from "../page/parts.tsx";
import { Frame } from "./frame.tsx";

export function CheckoutPage(props: FormProps): VNode {
  return (
    <Frame visit={props.visit} title="Checkout" scripts={["save-on-blur", "card-token"]}>
      <div id="app">
        <CheckoutForm {...props} />
      </div>
    </Frame>
  );
}

interface FormProps {
  visit: Visit;
  /** What was saved so far, field by field. */
  saved: Record<string, string>;
  payOrigin: string;
  fault: string | undefined;
}

/** Drawn anew after every field that is saved. */
export function CheckoutForm({ visit, saved, payOrigin, fault }: FormProps): VNode {
  const text = (name: string, label: string, autocomplete?: string) => (
    <label class="field_19aa">
      <span>{label}</span>
      <input name={name} value={saved[name] ?? ""} autocomplete={autocomplete ?? "off"} />
    </label>
  );
  const country = saved["country"] ?? "CA";
  return (
    <div class="checkout_f00d">
      <div>
        <section>
          <h2>Contact</h2>
          {text("email", "Email address", "email")}
        </section>
        <section>
          <h2>Delivery</h2>
          {text("given", "First name", "given-name")}
          {text("family", "Last name", "family-name")}
          <label class="field_19aa">
            <span>Country</span>
            <select name="country" autocomplete="country">
              {FEW_COUNTRIES.map(({ code, name }) => (
                <option key={code} value={code} selected={code === country}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          {text("line1", "Street and number", "address-line1")}
          {text("line2", "Apartment", "address-line2")}
          {text("city", "City")}
          <StateField country={country} chosen={saved["state"]} />
          {text("zip", country === "US" ? "ZIP code" : "Postal code", "postal-code")}
          {text("phone", "Mobile phone")}
        </section>
        <Delivery visit={visit} />
        <section>
          <h2>Payment</h2>
          <div class="ways_31dd">
            <label>
              <input type="radio" name="pay" value="card" checked={saved["pay"] === "card"} /> Card
            </label>
            {saved["pay"] === "card" && (
              <div class="is-card">
                <CardFrame payOrigin={payOrigin} />
              </div>
            )}
            <label>
              <input type="radio" name="pay" value="later" checked={saved["pay"] === "later"} /> Pay later
            </label>
          </div>
          {text("note", "PO number or comment")}
        </section>
      </div>
      <Summary visit={visit} fault={fault} isPaid={saved["pay"] !== undefined} />
    </div>
  );
}

function StateField({ country, chosen }: { country: string; chosen: string | undefined }): VNode | null {
  const others = otherStates(country);
  if (country !== "US" && others.length === 0) return null;
  return (
    <label class="field_19aa">
      <span>{country === "US" ? "State" : "Province"}</span>
      <select name="state">
        <option value="">Select…</option>
        {country === "US" ? (
          <StateOptions chosen={chosen} />
        ) : (
          others.map((name) => (
            <option key={name} selected={name === chosen}>
              {name}
            </option>
          ))
        )}
      </select>
    </label>
  );
}

function Delivery({ visit }: { visit: Visit }): VNode | null {
  const { address, shippingMethod } = visit.session.basket.draft;
  if (address === undefined) return null;
  const refusal = destinationRefusal(visit);
  if (refusal !== undefined) return <p class="problem_d00d">We can't deliver this to you. {refusal}</p>;
  return (
    <section>
      <h2>Shipping</h2>
      <div class="ways_31dd">
        {shippingChoices(visit.session.basket).map((method) => (
          <label key={method.id}>
            <input type="radio" name="ship" value={method.id} checked={method.id === shippingMethod} /> {method.name} ·{" "}
            {method.estimate} · {method.cents === 0 ? "free" : formatUsd(method.cents)}
          </label>
        ))}
      </div>
    </section>
  );
}

function Summary(props: { visit: Visit; fault: string | undefined; isPaid: boolean }): VNode {
  const quote = quoteOf(props.visit.session.basket);
  const row = (label: string, amount: VNode | string) => (
    <div class="line_5b5b">
      <span>{label}</span>
      <span>{amount}</span>
    </div>
  );
  return (
    <aside class="summary_a1b2">
      {quote.lines.map((line) => (
        <div key={line.sku} class="line_5b5b">
          <span>
            <a href={`/products/${line.slug}?layout=save-on-blur`}>{line.title}</a> {variantText(line)} ×{" "}
            {line.quantity}
          </span>
          <span>{formatUsd(lineTotalCents(line))}</span>
        </div>
      ))}
      {row("Items", formatUsd(quote.subtotalCents))}
      {row("Shipping", quote.known === undefined ? "—" : formatUsd(quote.known.shippingCents))}
      {row("Taxes", quote.known === undefined ? "—" : formatUsd(quote.known.taxCents))}
      {quote.known !== undefined && (
        <div class="line_5b5b grand_0909">
          <span>To pay</span>
          <span>
            <TotalAmount quote={quote} />
          </span>
        </div>
      )}
      {props.fault !== undefined && <p class="problem_d00d">{props.fault}</p>}
      <button type="button" class="btn_e1e1" data-buy disabled={quote.known === undefined || !props.isPaid}>
        Complete order
      </button>
    </aside>
  );
}

export function DonePage({ visit, number }: { visit: Visit; number: string }): VNode {
  return (
    <Frame visit={visit} title="Order confirmation">
      <h1>We've got it! Order {number}</h1>
      <p>You will hear from us when your parcel leaves the house.</p>
    </Frame>
  );
}
