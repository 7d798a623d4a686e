import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { lineTotalCents } from "../../pricing.ts";
import type { Visit } from "../../routes/visit.ts";
import { destinationRefusal } from "../counter/address-desk.ts";
import { quoteOf, shippingChoices } from "../counter/quote.ts";
import { CardFrame, StateOptions, TotalAmount, variantText } from "../page/parts.tsx";
import { Frame } from "./shop-pages.tsx";

/** One name field for the whole name, though it says to browsers that it is the first. */
export function DetailsPage({ visit, alert }: { visit: Visit; alert?: string | undefined }): VNode {
  const { form } = visit;
  const line = (name: string, label: string, autocomplete: string) => (
    <div class="Row">
      <label for={`d-${name}`}>{label}</label>
      <input id={`d-${name}`} name={name} autocomplete={autocomplete} value={form[name] ?? ""} />
    </div>
  );
  return (
    <Frame visit={visit} title="Your details" scripts={["terms-and-alerts"]}>
      <h1 data-alert={alert}>Your details</h1>
      <form method="post" action="/order-form/details">
        {line("firstName", "Full name", "given-name")}
        {line("organization", "Organization", "organization")}
        {line("street", "Street", "address-line1")}
        {line("unit", "Unit", "address-line2")}
        {line("town", "City", "address-level2")}
        <div class="Row">
          <label for="d-state">State</label>
          <select id="d-state" name="state">
            <option value="">—</option>
            <StateOptions chosen={form["state"]} />
          </select>
        </div>
        {line("zip", "ZIP", "postal-code")}
        {line("tel", "Telephone", "tel")}
        {line("mail", "E-mail", "email")}
        <fieldset>
          <legend>Carriage</legend>
          {shippingChoices(visit.session.basket).map((method, at) => (
            <label key={method.id}>
              <input type="radio" name="carriage" value={method.id} checked={at === 0} /> {method.name},{" "}
              {method.estimate} ({formatUsd(method.cents)})
            </label>
          ))}
        </fieldset>
        <p>
          <a role="button" tabindex={0} class="Push" data-submit href="#">
            Show me my order
          </a>
        </p>
      </form>
    </Frame>
  );
}

export function SignPage(props: { visit: Visit; payOrigin: string; alert?: string | undefined }): VNode {
  const { visit } = props;
  const quote = quoteOf(visit.session.basket);
  const refusal = destinationRefusal(visit);
  const { address } = visit.session.basket.draft;
  return (
    <Frame visit={visit} title="Your order" scripts={["terms-and-alerts", "card-token"]}>
      <h1 data-alert={props.alert ?? refusal}>Your order</h1>
      {refusal !== undefined && <p>{refusal}</p>}
      <table class="Lines">
        <tbody>
          {quote.lines.map((line) => (
            <tr key={line.sku}>
              <td>{line.quantity}</td>
              <td>
                {line.title} <i>{variantText(line)}</i>
              </td>
              <td class="Num">USD {formatUsd(lineTotalCents(line))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {quote.known !== undefined && (
        <div class="Due">
          <div>Goods: USD {formatUsd(quote.subtotalCents)}</div>
          <div>Carriage: USD {formatUsd(quote.known.shippingCents)}</div>
          <div>Tax: USD {formatUsd(quote.known.taxCents)}</div>
          <div class="Due-all">
            Payment Due: USD <TotalAmount quote={quote} />
          </div>
        </div>
      )}
      <p>
        For {address?.first_name} {address?.last_name}, {address?.address_line1}, {address?.city}, {address?.state}{" "}
        {address?.postal_code}
      </p>
      <SignForm payOrigin={props.payOrigin} />
    </Frame>
  );
}

function SignForm({ payOrigin }: { payOrigin: string }): VNode {
  return (
    <form method="post" action="/order-form/sign" id="sign">
      <div class="Pay">
        <label>
          <input type="radio" name="settle" value="net30" checked /> On account, net 30
        </label>
        <label>
          <input type="radio" name="settle" value="cod" /> On delivery, in cash
        </label>
        <label>
          <input type="radio" name="settle" value="card" /> By card
        </label>
        <CardFrame payOrigin={payOrigin} />
      </div>
      <div class="Row">
        <label for="memo">Memo (your PO number)</label>
        <input id="memo" name="memo" />
      </div>
      <div class="Terms">
        <input type="checkbox" id="terms" name="terms" value="yes" class="Terms-box" />
        <label for="terms" class="Terms-label">
          I accept the terms of sale
        </label>
      </div>
      <div role="button" tabindex={0} class="Push Push--big" data-submit data-ask="Send this order now?">
        Order now
      </div>
    </form>
  );
}

export function DonePage({ visit, number }: { visit: Visit; number: string }): VNode {
  return (
    <Frame visit={visit} title="Order accepted">
      <h1>HP-{number}</h1>
      <p>is the number of your order. Thank you; we have begun to pack it.</p>
    </Frame>
  );
}
