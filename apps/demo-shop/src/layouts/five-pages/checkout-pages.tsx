import { formatUsd } from "@cartwright/orders";
import type { ComponentChildren, VNode } from "preact";
import { lineTotalCents } from "../../pricing.ts";
import type { Visit } from "../../routes/visit.ts";
import { COUNTRIES } from "../counter/countries.ts";
import { type Quote, quoteOf, shippingChoices } from "../counter/quote.ts";
import { CardFrame, StateOptions, TotalAmount } from "../page/parts.tsx";
import { Frame, ImageButton } from "./frame.tsx";

interface StepProps {
  visit: Visit;
  fault?: string | undefined;
}

function Step(
  props: StepProps & { heading: string; action: string; button?: VNode; children: ComponentChildren },
): VNode {
  return (
    <Frame visit={props.visit} title={props.heading} scripts={["card-token"]}>
      <p class="pageHeading">{props.heading}</p>
      {props.fault !== undefined && <div class="messageStackError">{props.fault}</div>}
      <form name="checkout" action={props.action} method="post">
        {props.children}
        <table class="infoBoxContents" width="100%">
          <tbody>
            <tr>
              <td class="main">Continue Checkout Procedure</td>
              <td align="right">{props.button ?? <ImageButton file="continue" alt="Continue" />}</td>
            </tr>
          </tbody>
        </table>
      </form>
    </Frame>
  );
}

/** A text beside a field, in a table: nothing ties the two together. */
function Row({
  text,
  isRequired,
  children,
}: {
  text: string;
  isRequired?: boolean;
  children: ComponentChildren;
}): VNode {
  return (
    <tr>
      <td class="fieldKey">{text}</td>
      <td class="fieldValue">
        {children}
        {isRequired === true && <span class="inputRequirement">&nbsp;*</span>}
      </td>
    </tr>
  );
}

/** The contact, before the address: a guest's page of its own. */
export function ContactPage({ visit, fault }: StepProps): VNode {
  const value = (name: string) => visit.form[name] ?? "";
  return (
    <Step visit={visit} fault={fault} heading="Checkout Without Account" action="/checkout_guest">
      <p>
        If you already have an account, please <a href="/login?back=/checkout_shipping">sign in</a>. All others go on
        here.
      </p>
      <div class="boxHeading">Your Contact Information</div>
      <table class="infoBoxContents">
        <tbody>
          <Row text="E-Mail Address:" isRequired>
            <input type="text" name="email_address" value={value("email_address")} />
          </Row>
          <Row text="Telephone Number:" isRequired>
            <input type="text" name="telephone" value={value("telephone")} />
          </Row>
          <Row text="Fax Number:">
            <input type="text" name="fax" />
          </Row>
        </tbody>
      </table>
    </Step>
  );
}

export function AddressPage({ visit, fault }: StepProps): VNode {
  const value = (name: string) => visit.form[name] ?? "";
  const text = (name: string) => <input type="text" name={name} value={value(name)} />;
  return (
    <Step visit={visit} fault={fault} heading="Delivery Address" action="/checkout_shipping">
      <div class="boxHeading">Where should it go?</div>
      <table class="infoBoxContents">
        <tbody>
          <Row text="First Name:" isRequired>
            {text("firstname")}
          </Row>
          <Row text="Last Name:" isRequired>
            {text("lastname")}
          </Row>
          <Row text="Company Name:">{text("company")}</Row>
          <Row text="Street Address:" isRequired>
            {text("street_address")}
          </Row>
          <Row text="Suburb:">{text("suburb")}</Row>
          <Row text="Post Code:" isRequired>
            {text("postcode")}
          </Row>
          <Row text="City:" isRequired>
            {text("city")}
          </Row>
          <Row text="State/Province:" isRequired>
            <select name="zone_id">
              <option value="">Please Select</option>
              <StateOptions chosen={value("zone_id")} />
            </select>
          </Row>
          <Row text="Country:" isRequired>
            <select name="country">
              <option value="">Please Select</option>
              {COUNTRIES.map(({ code, name }) => (
                <option key={code} value={code} selected={code === value("country")}>
                  {name}
                </option>
              ))}
            </select>
          </Row>
        </tbody>
      </table>
    </Step>
  );
}

export function ShippingPage({ visit, fault, refusal }: StepProps & { refusal: string | undefined }): VNode {
  return (
    <Step visit={visit} fault={fault} heading="Delivery Information" action="/checkout_method">
      <div class="boxHeading">Shipping Method</div>
      {refusal !== undefined && <p class="messageStackError">We cannot ship this order. {refusal}</p>}
      {refusal === undefined && (
        <table class="infoBoxContents" width="100%">
          <tbody>
            {shippingChoices(visit.session.basket).map((method, at) => (
              <tr key={method.id} class="moduleRow">
                <td>
                  {method.name} ({method.estimate})
                </td>
                <td align="right">{formatUsd(method.cents)}</td>
                <td align="right">
                  <input type="radio" name="shipping" value={method.id} checked={at === 0} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div class="boxHeading">Add Comments About Your Order</div>
      <textarea name="comments" rows={4} cols={50} />
    </Step>
  );
}

export function PaymentPage({ visit, fault, payOrigin }: StepProps & { payOrigin: string }): VNode {
  const radio = (value: string) => <input type="radio" name="payment" value={value} checked={value === "cc_card"} />;
  return (
    <Step visit={visit} fault={fault} heading="Payment Information" action="/checkout_payment">
      <div class="boxHeading">Payment Method</div>
      <table class="infoBoxContents" width="100%">
        <tbody>
          <tr class="moduleRow">
            <td>
              <b>Credit Card</b>
              <CardFrame payOrigin={payOrigin} />
            </td>
            <td align="right">{radio("cc_card")}</td>
          </tr>
          <tr class="moduleRow">
            <td>
              <b>Check/Money Order</b>
            </td>
            <td align="right">{radio("moneyorder")}</td>
          </tr>
          <tr class="moduleRow">
            <td>
              <b>Cash on Delivery</b>
            </td>
            <td align="right">{radio("cod")}</td>
          </tr>
        </tbody>
      </table>
    </Step>
  );
}

/** Amounts stand before what they are. */
export function ConfirmationPage({ visit, fault }: StepProps): VNode {
  const quote = quoteOf(visit.session.basket);
  const { address } = visit.session.basket.draft;
  return (
    <Step
      visit={visit}
      fault={fault}
      heading="Order Confirmation"
      action="/checkout_process"
      button={<ImageButton file="confirm-order" alt="Confirm Order" />}
    >
      <div class="boxHeading">
        Delivery Address <a href="/checkout_shipping?edit=1">(Edit)</a>
      </div>
      <p class="infoBoxContents">
        {address?.first_name} {address?.last_name}
        <br />
        {address?.address_line1}
        <br />
        {address?.address_line2}
        <br />
        {address?.city}, {address?.postal_code}
        <br />
        {address?.state}, United States
      </p>
      <table class="infoBoxContents" width="100%">
        <tbody>
          {quote.lines.map((line) => (
            <tr key={line.sku}>
              <td align="right" valign="top" width="30">
                {line.quantity}&nbsp;x
              </td>
              <td>
                {line.title}
                {line.variant.map(({ label, value }) => (
                  <small key={label}>
                    <br />
                    &nbsp;
                    <i>
                      {" "}
                      - {label}: {value}
                    </i>
                  </small>
                ))}
              </td>
              <td align="right">{formatUsd(lineTotalCents(line))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Sums quote={quote} />
    </Step>
  );
}

function Sums({ quote }: { quote: Quote }): VNode {
  const sum = (text: string, amount: VNode | string) => (
    <tr>
      <td align="right">{amount}</td>
      <td>{text}</td>
    </tr>
  );
  return (
    <table class="infoBoxContents sums">
      <tbody>
        {sum("Sub-Total", formatUsd(quote.subtotalCents))}
        {quote.known !== undefined && (
          <>
            {sum(`${quote.known.shippingName} Shipping`, formatUsd(quote.known.shippingCents))}
            {sum("State Tax", formatUsd(quote.known.taxCents))}
            {sum(
              "Total",
              <b>
                <TotalAmount quote={quote} />
              </b>,
            )}
          </>
        )}
      </tbody>
    </table>
  );
}

export function SuccessPage({ visit, number }: { visit: Visit; number: string }): VNode {
  return (
    <Frame visit={visit} title="Checkout">
      <p class="pageHeading">Your Order Has Been Processed!</p>
      <p class="main">
        Your order has been successfully processed! Your products will arrive at their destination within 2-5 working
        days.
      </p>
      <p class="main">Order number: {number}</p>
      <p class="main">Thanks for shopping with us online!</p>
    </Frame>
  );
}
