import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { lineTotalCents } from "../../pricing.ts";
import type { Visit } from "../../routes/visit.ts";
import type { LayoutFault } from "../counter/address-desk.ts";
import { destinationRefusal } from "../counter/address-desk.ts";
import { FEW_COUNTRIES } from "../counter/countries.ts";
import { quoteOf, shippingChoices } from "../counter/quote.ts";
import { CardFrame, TotalAmount, variantText } from "../page/parts.tsx";
import { Frame } from "./shop-pages.tsx";

/** The state is typed, as a name or as two letters. */
export function CheckoutPage({ visit, faults }: { visit: Visit; faults: readonly LayoutFault[] }): VNode {
  const { form } = visit;
  const text = (name: string, label: string) => {
    const fault = faults.find((entry) => entry.field === name);
    return (
      <div class="f">
        <input id={name} name={name} placeholder=" " value={form[name] ?? ""} />
        <label for={name}>{label}</label>
        {fault !== undefined && <em>{fault.message}</em>}
      </div>
    );
  };
  return (
    <Frame visit={visit} title="Fast checkout">
      <h1>Fast checkout</h1>
      <form method="post" action="/checkout" class="narrow">
        {text("checkout_email", "E-mail")}
        {text("checkout_first", "First name")}
        {text("checkout_last", "Surname")}
        {text("checkout_addr", "Address")}
        {text("checkout_addr_extra", "Flat, suite, unit")}
        {text("checkout_city", "Town / City")}
        {text("checkout_region", "State / Region")}
        {text("checkout_zip", "Zip")}
        <div class="f">
          <select id="checkout_country" name="checkout_country" aria-label="Country">
            {FEW_COUNTRIES.map(({ code, name }) => (
              <option key={code} value={name} selected={code === "US"}>
                {name}
              </option>
            ))}
          </select>
        </div>
        {text("checkout_tel", "Phone")}
        {faults.some(({ field }) => field === "state") && <em>We do not know this state.</em>}
        <h2>Delivery speed</h2>
        {shippingChoices(visit.session.basket).map((method, at) => (
          <label key={method.id} class="radio-line">
            <input type="radio" name="speed" value={method.id} checked={at === 0} /> {method.name}, {method.estimate}:{" "}
            {formatUsd(method.cents)}
          </label>
        ))}
        <button type="submit" class="primary">
          Review order
        </button>
      </form>
    </Frame>
  );
}

export function SummaryPage(props: { visit: Visit; payOrigin: string; fault: string | undefined }): VNode {
  const { visit } = props;
  const quote = quoteOf(visit.session.basket);
  const fault = props.fault ?? destinationRefusal(visit);
  const row = (label: string, amount: VNode | string) => (
    <div class="flex row">
      <span class="grow">{label}</span>
      <span>{amount}</span>
    </div>
  );
  return (
    <Frame visit={visit} title="Order summary" scripts={["card-token"]}>
      <h1>Order summary</h1>
      {fault !== undefined && <p class="notice">{fault}</p>}
      <div class="grid-2">
        <PayForm visit={visit} payOrigin={props.payOrigin} />
        <div>
          {quote.lines.map((line) =>
            row(`${line.title} ${variantText(line) ?? ""} ×${line.quantity}`, formatUsd(lineTotalCents(line))),
          )}
          <hr />
          {row("Subtotal", formatUsd(quote.subtotalCents))}
          {quote.known !== undefined && (
            <>
              {row("Delivery", formatUsd(quote.known.shippingCents))}
              {row("Tax", formatUsd(quote.known.taxCents))}
              <div class="flex row text-2xl">
                <span class="grow">Total</span>
                <span>
                  <TotalAmount quote={quote} />
                </span>
              </div>
            </>
          )}
        </div>
      </div>
    </Frame>
  );
}

function PayForm({ visit, payOrigin }: { visit: Visit; payOrigin: string }): VNode {
  const { address, email } = visit.session.basket.draft;
  const isReady = quoteOf(visit.session.basket).known !== undefined;
  return (
    <form method="post" action="/checkout/summary">
      <p>
        {address?.first_name} {address?.last_name} · {email}
        <br />
        {address?.address_line1}, {address?.city}, {address?.state} {address?.postal_code}
      </p>
      <div>
        <label class="radio-line">
          <input type="radio" name="method" value="bank" /> Pay with bank transfer
        </label>
        <label class="radio-line">
          <input type="radio" name="method" value="card" checked /> Pay with card
        </label>
        <CardFrame payOrigin={payOrigin} />
        <label class="radio-line">
          <input type="radio" name="method" value="door" /> Pay cash at the door
        </label>
      </div>
      <div class="f">
        <input id="message" name="message" placeholder=" " />
        <label for="message">Message to the seller</label>
      </div>
      <button type="submit" class="primary" disabled={!isReady}>
        Place Order
      </button>
    </form>
  );
}

export function PlacedPage({ visit, number }: { visit: Visit; number: string }): VNode {
  return (
    <Frame visit={visit} title="Order placed">
      <h1>Order HP-{number} placed!</h1>
      <p class="muted">We sent the details to your e-mail.</p>
    </Frame>
  );
}
