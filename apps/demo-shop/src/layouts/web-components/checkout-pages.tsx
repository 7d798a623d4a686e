import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { lineTotalCents } from "../../pricing.ts";
import type { Visit } from "../../routes/visit.ts";
import { STATES } from "../../states.ts";
import type { LayoutFault } from "../counter/address-desk.ts";
import { destinationRefusal } from "../counter/address-desk.ts";
import { FEW_COUNTRIES } from "../counter/countries.ts";
import { quoteOf, shippingChoices } from "../counter/quote.ts";
import { CardFrame, TotalAmount, variantText } from "../page/parts.tsx";
import { Frame, own, ownSelect } from "./shop-pages.tsx";

const PLACES = FEW_COUNTRIES.map(({ code, name }) => ({ value: code, text: name }));
const REGIONS = STATES.map(({ code, name }) => ({ value: code, text: name }));

export function AddressPage({ visit, faults }: { visit: Visit; faults: readonly LayoutFault[] }): VNode {
  const { form } = visit;
  const field = (name: string, label: string) => {
    const fault = faults.find((entry) => entry.field === name);
    return own("pine-field", {
      name,
      label,
      value: form[name] ?? "",
      ...(fault === undefined ? {} : { error: fault.message }),
    });
  };
  return (
    <Frame visit={visit} title="Check out">
      <h1>Check out</h1>
      {faults.length > 0 && own("pine-alert", {}, "Some fields need your attention.")}
      <form method="post" action="/check-out" class="narrow">
        {field("who.mail", "Email")}
        {field("who.given", "Given name")}
        {field("who.family", "Family name")}
        {field("where.line", "Address")}
        {field("where.more", "Apartment (optional)")}
        {field("where.city", "City")}
        {ownSelect("where.region", "State", REGIONS)}
        {field("where.zip", "ZIP code")}
        {ownSelect("where.country", "Country", PLACES)}
        {field("who.phone", "Phone")}
        {own("pine-button", { submit: "" }, "Continue to delivery & payment")}
      </form>
    </Frame>
  );
}

export function PayPage(props: { visit: Visit; payOrigin: string; fault: string | undefined }): VNode {
  const { visit } = props;
  const refusal = destinationRefusal(visit);
  const ships = shippingChoices(visit.session.basket).map((method) => ({
    value: method.id,
    text: `${method.name}, ${method.estimate}, ${formatUsd(method.cents)}`,
  }));
  const pays = [
    { value: "card", text: "Card" },
    { value: "transfer", text: "Bank transfer" },
    { value: "invoice", text: "Invoice in 30 days" },
  ];
  return (
    <Frame visit={visit} title="Delivery & payment" scripts={["card-token"]}>
      <h1>Delivery &amp; payment</h1>
      {props.fault !== undefined && own("pine-alert", {}, props.fault)}
      {refusal !== undefined && own("pine-alert", {}, `Not deliverable. ${refusal}`)}
      {refusal === undefined && (
        <form method="post" action="/check-out/methods" class="narrow">
          {own("pine-choice", { name: "ship", label: "Delivery", choices: JSON.stringify(ships) })}
          {own("pine-choice", { name: "pay", label: "Payment", choices: JSON.stringify(pays), value: "card" })}
          <div class="is-card-box">
            <CardFrame payOrigin={props.payOrigin} />
          </div>
          {own("pine-field", { name: "po", label: "Your reference (optional)", value: "" })}
          {own("pine-button", { submit: "" }, "Review")}
        </form>
      )}
    </Frame>
  );
}

export function ReviewPage({ visit, fault }: { visit: Visit; fault: string | undefined }): VNode {
  const quote = quoteOf(visit.session.basket);
  const { address } = visit.session.basket.draft;
  const row = (label: string, amount: VNode | string) => (
    <div class="sum">
      <span>{label}</span>
      <span>{amount}</span>
    </div>
  );
  return (
    <Frame visit={visit} title="Review">
      <h1>Review</h1>
      {fault !== undefined && own("pine-alert", {}, fault)}
      <p>
        {address?.first_name} {address?.last_name}, {address?.address_line1}, {address?.city}, {address?.state}{" "}
        {address?.postal_code}
      </p>
      <div class="narrow">
        {quote.lines.map((line) =>
          row(`${line.quantity} × ${line.title} ${variantText(line) ?? ""}`, formatUsd(lineTotalCents(line))),
        )}
        {row("Subtotal", formatUsd(quote.subtotalCents))}
        {quote.known !== undefined && (
          <>
            {row("Delivery", formatUsd(quote.known.shippingCents))}
            {row("Tax", formatUsd(quote.known.taxCents))}
            <div class="sum grand">
              <span>Total</span>
              <span>
                <TotalAmount quote={quote} />
              </span>
            </div>
          </>
        )}
        <form method="post" action="/check-out/place">
          {own("pine-button", { submit: "" }, "Buy now")}
        </form>
      </div>
    </Frame>
  );
}

export function ThanksPage({ visit, number }: { visit: Visit; number: string }): VNode {
  return (
    <Frame visit={visit} title="Thank you">
      <h1>Thank you!</h1>
      {own("pine-note", {}, `Purchase No. ${number} is confirmed.`)}
    </Frame>
  );
}
