import type { VNode } from "preact";
import { MAX_REFERENCE_LENGTH } from "../checkout-draft.ts";
import { CheckoutFrame, type CheckoutModel, Field, FieldError } from "./checkout-frame.tsx";

/** The card form is a frame from the payment provider; its token comes by message into the hidden field. */
export function paymentPage(model: CheckoutModel & { payOrigin: string }): VNode {
  const { form, draft, faults, payOrigin } = model;
  const chosen = form["payment_method"] ?? draft.payment?.method ?? "pay_later";
  const saved = draft.payment?.method === "card" ? draft.payment : undefined;
  return (
    <CheckoutFrame model={model} step="payment" heading="How would you like to pay?" scripts={["card-parent.js"]}>
      <form id="checkout-payment" method="post" action="/checkout/payment" novalidate>
        <fieldset class="choices">
          <legend class="visually-hidden">Payment method</legend>
          <label class="choice">
            <input
              id="payment-pay-later"
              type="radio"
              name="payment_method"
              value="pay_later"
              checked={chosen === "pay_later"}
            />
            <span class="choice-name">
              Pay later by invoice <span class="quiet">Due 30 days after delivery</span>
            </span>
          </label>
          <label class="choice">
            <input id="payment-card" type="radio" name="payment_method" value="card" checked={chosen === "card"} />
            <span class="choice-name">
              Credit or debit card <span class="quiet">Visa, Mastercard, American Express</span>
            </span>
          </label>
        </fieldset>
        <div class="card-field">
          <iframe id="card-frame" title="Secure card form" src={`${payOrigin}/card-form`} data-origin={payOrigin} />
          <input type="hidden" id="payment_token" name="payment_token" value={saved?.token ?? ""} />
          <p id="card-status" role="status" class="quiet">
            {saved === undefined ? "" : `Card ending in ${saved.last4} is saved for this order.`}
          </p>
        </div>
        <FieldError name="payment_method" faults={faults} />
        <Field
          name="reference"
          label="Order reference"
          autocomplete="off"
          value={form["reference"] ?? draft.reference ?? ""}
          faults={faults}
          required={false}
          maxlength={MAX_REFERENCE_LENGTH}
          hint="A PO number or a note of your own. It appears on your invoice and in your order history."
        />
        <button type="submit" class="primary">
          Review order
        </button>
      </form>
    </CheckoutFrame>
  );
}
