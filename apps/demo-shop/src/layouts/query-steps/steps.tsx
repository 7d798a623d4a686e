import { formatUsd } from "@cartwright/orders";
import type { ComponentChildren, VNode } from "preact";
import { lineTotalCents } from "../../pricing.ts";
import { paymentName } from "../../views/parts.tsx";
import type { Visit } from "../../routes/visit.ts";
import type { LayoutFault } from "../counter/address-desk.ts";
import { destinationRefusal } from "../counter/address-desk.ts";
import { quoteOf, shippingChoices } from "../counter/quote.ts";
import { CardFrame, TotalAmount, variantText } from "../page/parts.tsx";
import { Frame } from "./frame.tsx";

export interface StepProps {
  visit: Visit;
  faults: readonly LayoutFault[];
}

const STEPS = ["email", "address", "delivery", "payment", "review"];

function Step(props: StepProps & { step: string; button: string; children: ComponentChildren }): VNode {
  const quote = quoteOf(props.visit.session.basket);
  return (
    <Frame visit={props.visit} title="Checkout" scripts={["query-steps", "card-token"]}>
      <ol class="trail">
        {STEPS.map((step) => (
          <li key={step} class={step === props.step ? "now" : undefined}>
            <a href={`/checkout?step=${step}`}>{step}</a>
          </li>
        ))}
      </ol>
      <div class="cols">
        <form method="post" action={`/checkout?step=${props.step}`} noValidate>
          {props.faults.length > 0 && (
            <ul class="err">
              {props.faults.map((fault) => (
                <li key={fault.field}>{fault.message}</li>
              ))}
            </ul>
          )}
          {props.children}
          <button type="submit" class="cta">
            {props.button}
          </button>
        </form>
        <aside class="sum">
          {quote.lines.map((line) => (
            <p key={line.sku}>
              {line.quantity} × {line.title} <i>{variantText(line)}</i>
              <span>{formatUsd(lineTotalCents(line))}</span>
            </p>
          ))}
          <p>
            Items<span>{formatUsd(quote.subtotalCents)}</span>
          </p>
          {quote.known !== undefined && (
            <>
              <p>
                Delivery<span>{formatUsd(quote.known.shippingCents)}</span>
              </p>
              <p>
                Tax<span>{formatUsd(quote.known.taxCents)}</span>
              </p>
              <p class="all">
                Total
                <span>
                  <TotalAmount quote={quote} />
                </span>
              </p>
            </>
          )}
        </aside>
      </div>
    </Frame>
  );
}

export function EmailStep(props: StepProps): VNode {
  return (
    <Step {...props} step="email" button="Continue to address">
      <h1>Where can we reach you?</h1>
      <p>
        Checking out as a guest. <a href="/user/login?back=/checkout?step=address">Log in</a> instead.
      </p>
      <label for=":r1:">Email</label>
      <input id=":r1:" name="contact.email" type="email" value={props.visit.session.basket.draft.email ?? ""} />
    </Step>
  );
}

/** Country and state are text boxes with a list that is drawn elsewhere in the page: the script puts the choice beside. */
export function AddressStep(props: StepProps): VNode {
  const { form } = props.visit;
  const text = (id: string, name: string, label: string) => (
    <div class="f">
      <label for={id}>{label}</label>
      <input id={id} name={`shippingAddress.${name}`} value={form[`shippingAddress.${name}`] ?? ""} />
    </div>
  );
  const box = (id: string, name: string, label: string) => (
    <div class="f">
      <span class="lbl" id={`${id}l`}>
        {label}
      </span>
      <input
        id={id}
        role="combobox"
        aria-expanded="false"
        aria-autocomplete="list"
        aria-controls={`${id}list`}
        aria-labelledby={`${id}l`}
        data-places={name}
        placeholder="Start typing"
        autocomplete="off"
      />
      <input type="hidden" name={`shippingAddress.${name}`} />
    </div>
  );
  return (
    <Step {...props} step="address" button="Continue to delivery">
      <h1>Delivery address</h1>
      {box(":r2:", "country", "Country or region")}
      {text(":r3:", "firstName", "First name")}
      {text(":r4:", "lastName", "Last name")}
      {text(":r5:", "streetAddress1", "Street address")}
      {text(":r6:", "streetAddress2", "Apartment, floor (optional)")}
      {text(":r7:", "city", "Town")}
      {box(":r8:", "countryArea", "State")}
      {text(":r9:", "postalCode", "ZIP")}
      {text(":ra:", "phone", "Phone")}
    </Step>
  );
}

export function DeliveryStep(props: StepProps): VNode {
  const refusal = destinationRefusal(props.visit);
  return (
    <Step {...props} step="delivery" button="Continue to payment">
      <h1>Delivery</h1>
      {refusal !== undefined && <p class="err">No delivery options for this address. {refusal}</p>}
      {refusal === undefined &&
        shippingChoices(props.visit.session.basket).map((method) => (
          <label key={method.id} class="opt">
            <input type="radio" name="deliveryMethodId" value={method.id} />
            <span>
              {method.name}, {method.estimate}
            </span>
            <b>{method.cents === 0 ? "Free" : formatUsd(method.cents)}</b>
          </label>
        ))}
    </Step>
  );
}

export function PaymentStep(props: StepProps & { payOrigin: string }): VNode {
  return (
    <Step {...props} step="payment" button="Continue to review">
      <h1>Payment</h1>
      <div>
        <label class="opt">
          <input type="radio" name="gateway" value="card-fields" checked />
          <span>Debit or credit card</span>
        </label>
        <CardFrame payOrigin={props.payOrigin} />
      </div>
      <label class="opt">
        <input type="radio" name="gateway" value="invoice" />
        <span>Pay by invoice</span>
      </label>
      <label for=":rc:">Note to us (optional)</label>
      <textarea id=":rc:" name="customerNote" rows={2} />
    </Step>
  );
}

export function ReviewStep(props: StepProps): VNode {
  const { address, payment, email, reference } = props.visit.session.basket.draft;
  return (
    <Step {...props} step="review" button="Order now">
      <h1>Everything right?</h1>
      <dl class="facts">
        <dt>Contact</dt>
        <dd>{email}</dd>
        <dt>Ship to</dt>
        <dd>
          {address?.first_name} {address?.last_name}, {address?.address_line1}
          {address?.address_line2 === "" ? "" : `, ${address?.address_line2 ?? ""}`}, {address?.city}, {address?.state}{" "}
          {address?.postal_code}, United States
        </dd>
        <dt>Payment</dt>
        <dd>{paymentName(payment?.method ?? "")}</dd>
        {reference !== undefined && (
          <>
            <dt>Note</dt>
            <dd>{reference}</dd>
          </>
        )}
      </dl>
    </Step>
  );
}

/** The number is in the address bar only. */
export function ThanksPage({ visit }: { visit: Visit }): VNode {
  return (
    <Frame visit={visit} title="Thank you">
      <h1>Thank you for your order</h1>
      <p>It is with our packers now. A confirmation mail is on its way.</p>
      <a class="cta" href="/">
        Look around some more
      </a>
    </Frame>
  );
}
