import { formatUsd } from "@cartwright/orders";
import type { ComponentChildren, VNode } from "preact";
import { lineTotalCents } from "../../pricing.ts";
import type { Visit } from "../../routes/visit.ts";
import { destinationRefusal } from "../counter/address-desk.ts";
import { quoteOf, shippingChoices } from "../counter/quote.ts";
import { CardFrame, StateOptions, TotalAmount, variantText } from "../page/parts.tsx";
import { Frame } from "./shop-pages.tsx";

function Stepper({ current }: { current: number }): VNode {
  return (
    <div class="stepper">
      {["Contact", "Address", "Delivery", "Pay"].map((name, at) => (
        <span key={name} class={at === current ? "active" : undefined}>
          <i>{at + 1}</i> {name}
        </span>
      ))}
    </div>
  );
}

/** The button stays disabled until every needed field was typed into and left. */
function StepForm(props: { action: string; next: string; button: string; children: ComponentChildren }): VNode {
  return (
    <form data-action={props.action} data-next={props.next}>
      {props.children}
      <p class="mat-error" role="alert" hidden />
      <button type="submit" class="mat-button" disabled>
        {props.button}
      </button>
    </form>
  );
}

const text = (name: string, label: string, isNeeded = true): VNode => (
  <label class="mat-field">
    <span>{label}</span>
    <input name={name} data-needed={isNeeded ? true : undefined} />
  </label>
);

export function ContactStep({ visit }: { visit: Visit }): VNode {
  return (
    <Frame visit={visit} title="Checkout">
      <div class="mat-card">
        <Stepper current={0} />
        <StepForm action="/rest/contact" next="/pay/address" button="Continue">
          {text("emailAddress", "Email address")}
          {text("mobileNum", "Mobile number")}
        </StepForm>
      </div>
    </Frame>
  );
}

export function AddressStep({ visit }: { visit: Visit }): VNode {
  return (
    <Frame visit={visit} title="Checkout">
      <div class="mat-card">
        <Stepper current={1} />
        <StepForm action="/rest/address" next="/pay/delivery" button="Continue">
          {text("recipientGiven", "Given name")}
          {text("recipientFamily", "Family name")}
          {text("streetLine", "Street address")}
          {text("streetMore", "More (optional)", false)}
          {text("place", "City")}
          <label class="mat-field">
            <span>State</span>
            <select name="stateCode" data-needed>
              <option value="" />
              <StateOptions />
            </select>
          </label>
          {text("zipCode", "ZIP code")}
        </StepForm>
      </div>
    </Frame>
  );
}

export function DeliveryStep({ visit }: { visit: Visit }): VNode {
  const refusal = destinationRefusal(visit);
  return (
    <Frame visit={visit} title="Checkout">
      <div class="mat-card">
        <Stepper current={2} />
        {refusal !== undefined && <p class="mat-error">No delivery to this address. {refusal}</p>}
        {refusal === undefined && (
          <StepForm action="/rest/delivery" next="/pay/method" button="Continue">
            {shippingChoices(visit.session.basket).map((method) => (
              <label key={method.id} class="mat-radio">
                <input type="radio" name="deliveryId" value={method.id} data-needed /> {method.name} – {method.estimate}{" "}
                – {formatUsd(method.cents)}
              </label>
            ))}
          </StepForm>
        )}
      </div>
    </Frame>
  );
}

/** The last button is not here: the script draws it after a while, with the amount on it. */
export function MethodStep({ visit, payOrigin }: { visit: Visit; payOrigin: string }): VNode {
  const quote = quoteOf(visit.session.basket);
  const row = (label: string, amount: VNode | string) => (
    <div class="mat-row">
      <span>{label}</span>
      <b>{amount}</b>
    </div>
  );
  return (
    <Frame visit={visit} title="Checkout" scripts={["card-token"]}>
      <div class="mat-card">
        <Stepper current={3} />
        {quote.lines.map((line) => (
          <div key={line.sku} class="mat-row">
            <span>
              {line.title} {variantText(line)} (×{line.quantity})
            </span>
            <b>{formatUsd(lineTotalCents(line))}</b>
          </div>
        ))}
        {row("Items", formatUsd(quote.subtotalCents))}
        {quote.known !== undefined && (
          <>
            {row("Delivery", formatUsd(quote.known.shippingCents))}
            {row("Taxes", formatUsd(quote.known.taxCents))}
            {row(
              "Total price",
              <span id="price">
                <TotalAmount quote={quote} />
              </span>,
            )}
          </>
        )}
        <form data-action="/rest/pay" data-last>
          <div>
            <label class="mat-radio">
              <input type="radio" name="method" value="later" checked /> Pay after delivery
            </label>
            <label class="mat-radio">
              <input type="radio" name="method" value="card" /> Card
            </label>
            <CardFrame payOrigin={payOrigin} />
          </div>
          {text("reference", "Your reference (optional)", false)}
          <p class="mat-error" role="alert" hidden />
          <div data-late />
        </form>
      </div>
    </Frame>
  );
}

export function DoneStep({ visit, number }: { visit: Visit; number: string }): VNode {
  return (
    <Frame visit={visit} title="Thank you for your purchase!">
      <div class="mat-card">
        <h1>Thank you for your purchase!</h1>
        <p>
          Your order has been placed and is being processed. You can check the status with the number{" "}
          <a href={`/profile/orders/${number}`}>{number}</a>.
        </p>
      </div>
    </Frame>
  );
}
