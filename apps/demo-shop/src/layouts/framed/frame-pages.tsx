import { formatUsd } from "@cartwright/orders";
import type { ComponentChildren, VNode } from "preact";
import { lineTotalCents } from "../../pricing.ts";
import type { Visit } from "../../routes/visit.ts";
import type { LayoutFault } from "../counter/address-desk.ts";
import { destinationRefusal } from "../counter/address-desk.ts";
import { FEW_COUNTRIES } from "../counter/countries.ts";
import { quoteOf, shippingChoices } from "../counter/quote.ts";
import { Document } from "../page/document.tsx";
import { CardFrame, StateOptions, TotalAmount, variantText } from "../page/parts.tsx";

interface FramePageProps {
  visit: Visit;
  faults: readonly LayoutFault[];
}

function Inner(props: { title: string; faults: readonly LayoutFault[]; children: ComponentChildren }): VNode {
  return (
    <Document title={props.title} sheet="framed" scripts={["card-token"]} bodyClass="inner">
      {props.faults.length > 0 && (
        <div class="errmsg">Please correct the following: {props.faults.map((fault) => fault.message).join(" ")}</div>
      )}
      {props.children}
    </Document>
  );
}

export function ShipToPage({ visit, faults }: FramePageProps): VNode {
  const line = (name: string, label: string) => (
    <p>
      <label for={`x_${name}`}>{label}</label>
      <input id={`x_${name}`} name={`x_${name}`} value={visit.form[`x_${name}`] ?? ""} />
    </p>
  );
  return (
    <Inner title="Ship To" faults={faults}>
      <form action="/frames/checkout/start" method="post">
        <h2>Ship to:</h2>
        {line("ship_to_first_name", "First")}
        {line("ship_to_last_name", "Last")}
        {line("ship_to_address", "Address")}
        {line("ship_to_address2", "Address (cont.)")}
        {line("ship_to_city", "City")}
        <p>
          <label for="x_ship_to_state">State</label>
          <select id="x_ship_to_state" name="x_ship_to_state">
            <option value="">--</option>
            <StateOptions chosen={visit.form["x_ship_to_state"]} />
          </select>
        </p>
        {line("ship_to_zip", "Zip")}
        <p>
          <label for="x_ship_to_country">Country</label>
          <select id="x_ship_to_country" name="x_ship_to_country">
            {FEW_COUNTRIES.map(({ code, name }) => (
              <option key={code} value={code} selected={code === "US"}>
                {name}
              </option>
            ))}
          </select>
        </p>
        {line("phone", "Daytime phone")}
        {line("email", "E-mail")}
        <input type="submit" value="Next >>" />
      </form>
    </Inner>
  );
}

export function HowPage(props: FramePageProps & { payOrigin: string }): VNode {
  const refusal = destinationRefusal(props.visit);
  return (
    <Inner title="How" faults={props.faults}>
      {refusal !== undefined && <div class="errmsg">No carrier delivers this. {refusal}</div>}
      {refusal === undefined && (
        <form action="/frames/checkout/how" method="post">
          <h2>Ship via:</h2>
          <select name="ship_via">
            {shippingChoices(props.visit.session.basket).map((method) => (
              <option key={method.id} value={method.id}>
                {method.name}, {method.estimate}: {formatUsd(method.cents)}
              </option>
            ))}
          </select>
          <h2>Pay by:</h2>
          <div class="paylist">
            <label>
              <input type="radio" name="pay_by" value="mail" checked /> Check by mail
            </label>
            <label>
              <input type="radio" name="pay_by" value="wire" /> Wire transfer
            </label>
            <label>
              <input type="radio" name="pay_by" value="card" /> Charge card
            </label>
            <CardFrame payOrigin={props.payOrigin} />
          </div>
          <p>
            <label for="x_po_num">P.O. number</label>
            <input id="x_po_num" name="x_po_num" />
          </p>
          <input type="submit" value="Next >>" />
        </form>
      )}
    </Inner>
  );
}

/** Its form leaves the frame: the answer is the whole page's. */
export function LastLookPage({ visit, faults }: FramePageProps): VNode {
  const quote = quoteOf(visit.session.basket);
  return (
    <Inner title="Last look" faults={faults}>
      <h2>Please review</h2>
      <table>
        <tbody>
          {quote.lines.map((line) => (
            <tr key={line.sku}>
              <td>
                {line.title} {variantText(line)}
              </td>
              <td>{line.quantity}</td>
              <td align="right">{formatUsd(lineTotalCents(line))}</td>
            </tr>
          ))}
          <tr>
            <td colSpan={2}>Merchandise</td>
            <td align="right">{formatUsd(quote.subtotalCents)}</td>
          </tr>
          {quote.known !== undefined && (
            <>
              <tr>
                <td colSpan={2}>S&amp;H</td>
                <td align="right">{formatUsd(quote.known.shippingCents)}</td>
              </tr>
              <tr>
                <td colSpan={2}>Sales tax</td>
                <td align="right">{formatUsd(quote.known.taxCents)}</td>
              </tr>
              <tr>
                <th colSpan={2}>Grand Total</th>
                <th align="right">
                  <TotalAmount quote={quote} />
                </th>
              </tr>
            </>
          )}
        </tbody>
      </table>
      <form action="/frames/checkout/place" method="post" target="_top">
        <input type="submit" value="Send My Order" />
      </form>
    </Inner>
  );
}
