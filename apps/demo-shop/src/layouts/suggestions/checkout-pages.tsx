import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { lineTotalCents } from "../../pricing.ts";
import type { Visit } from "../../routes/visit.ts";
import type { LayoutFault } from "../counter/address-desk.ts";
import { destinationRefusal } from "../counter/address-desk.ts";
import { quoteOf, shippingChoices } from "../counter/quote.ts";
import { CardFrame, StateOptions, TotalAmount, variantText } from "../page/parts.tsx";
import { Frame } from "./shop-pages.tsx";

/** The suggestions come over the field below; the modal comes when all is filled in. */
export function DeliveryPage({ visit, faults }: { visit: Visit; faults: readonly LayoutFault[] }): VNode {
  const { form } = visit;
  const text = (name: string, label: string, more: { type?: "tel" } = {}) => {
    const fault = faults.find((entry) => entry.field === name);
    return (
      <div class="c-field">
        <label for={`dlv-${name}`}>{label}</label>
        {more.type === "tel" ? (
          <input type="tel" id={`dlv-${name}`} name={name} value={form[name] ?? ""} />
        ) : (
          <input id={`dlv-${name}`} name={name} value={form[name] ?? ""} autocomplete="new-password" />
        )}
        {fault !== undefined && <div class="c-alert">{fault.message}</div>}
      </div>
    );
  };
  return (
    <Frame visit={visit} title="Delivery" scripts={["suggestions"]}>
      <h1>1. Delivery</h1>
      <form id="dlv" method="post" action="/checkout/delivery">
        {text("mail", "Email for your receipt")}
        {text("fname", "First name")}
        {text("lname", "Last name")}
        <div class="c-suggest">{text("addr", "Address")}</div>
        {text("addr2", "Apt / suite (optional)")}
        {text("town", "City")}
        <div class="c-field">
          <label for="dlv-region">State</label>
          <select id="dlv-region" name="region">
            <option value="">Choose</option>
            <StateOptions chosen={form["region"]} />
          </select>
          {faults.some(({ field }) => field === "region") && <div class="c-alert">Choose a state</div>}
        </div>
        {text("zipcode", "ZIP")}
        {text("mobile", "Phone", { type: "tel" })}
        <p>We deliver to United States addresses.</p>
        <button type="submit" class="c-btn">
          Save &amp; continue
        </button>
      </form>
      <div class="c-modal" id="verify" role="dialog" aria-modal="true" aria-labelledby="verify-title" hidden>
        <div class="c-modal__box">
          <h2 id="verify-title">Is this your address?</h2>
          <p>We could not match exactly what you entered.</p>
          <p class="c-modal__suggested" />
          <button type="button" class="c-btn" data-use="suggested">
            Use suggested
          </button>
          <button type="button" class="c-link" data-use="entered">
            Use the address I entered
          </button>
        </div>
      </div>
    </Frame>
  );
}

export function PayPage(props: { visit: Visit; payOrigin: string; fault: string | undefined }): VNode {
  const { visit, fault } = props;
  const refusal = destinationRefusal(visit);
  return (
    <Frame visit={visit} title="Payment" scripts={["suggestions-pay", "card-token"]}>
      <h1>2. Shipping &amp; payment</h1>
      {fault !== undefined && <div class="c-alert">{fault}</div>}
      {refusal !== undefined && <div class="c-alert">No shipping method is available. {refusal}</div>}
      <form method="post" action="/checkout/ship" class="c-box" data-auto>
        {refusal === undefined &&
          shippingChoices(visit.session.basket).map((method) => (
            <label key={method.id}>
              <input
                type="radio"
                name="sm"
                value={method.id}
                checked={visit.session.basket.draft.shippingMethod === method.id}
              />{" "}
              {method.name} ({method.estimate}) {formatUsd(method.cents)}
            </label>
          ))}
      </form>
      <SubmitForm visit={visit} payOrigin={props.payOrigin} />
    </Frame>
  );
}

function SubmitForm({ visit, payOrigin }: { visit: Visit; payOrigin: string }): VNode {
  const quote = quoteOf(visit.session.basket);
  const row = (label: string, amount: VNode | string) => (
    <p class="c-row">
      {label}
      <span>{amount}</span>
    </p>
  );
  return (
    <form method="post" action="/checkout/submit">
      <div class="c-box">
        <label>
          <input type="radio" name="pm" value="card" checked /> Pay by card
        </label>
        <CardFrame payOrigin={payOrigin} />
        <label>
          <input type="radio" name="pm" value="invoice" /> Buy now, pay later by invoice
        </label>
        <label class="c-po">
          Reference for the invoice <input name="poref" />
        </label>
      </div>
      <div class="c-box">
        {quote.lines.map((line) => (
          <p key={line.sku} class="c-row">
            <span class="c-left">
              {line.quantity} × <a href={`/products/${line.slug}`}>{line.title}</a> {variantText(line)}
            </span>
            <span>{formatUsd(lineTotalCents(line))}</span>
          </p>
        ))}
        {row("Subtotal", formatUsd(quote.subtotalCents))}
        {quote.known !== undefined && (
          <>
            {row("Shipping", quote.known.shippingCents === 0 ? "Free" : formatUsd(quote.known.shippingCents))}
            {row("Estimated tax", formatUsd(quote.known.taxCents))}
            {row(
              "Order total",
              <b>
                <TotalAmount quote={quote} />
              </b>,
            )}
          </>
        )}
      </div>
      <button type="submit" class="c-btn" disabled={quote.known === undefined}>
        Place your order
      </button>
    </form>
  );
}

export function ThanksPage({ visit, number }: { visit: Visit; number: string }): VNode {
  return (
    <Frame visit={visit} title="Thanks">
      <h1>Thanks, your order is in! (#HP-{number})</h1>
      <p>A receipt is in your inbox.</p>
    </Frame>
  );
}
