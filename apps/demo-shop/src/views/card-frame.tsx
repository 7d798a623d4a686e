import type { ComponentChildren, VNode } from "preact";
import { Field } from "./checkout-frame.tsx";
import { Styles } from "./styles.tsx";

export interface CardFault {
  field: "card_number" | "expiry" | "cvc";
  message: string;
}

/** The payment provider's form. What was typed is never shown again: it would be a card number in a page. */
export function cardFramePage({ fault }: { fault?: CardFault }): VNode {
  const faults = fault === undefined ? [] : [{ ...fault, code: "card_invalid" }];
  return (
    <Frame>
      <form id="card-form" method="post" action="/card-tokens" novalidate>
        <Field
          name="card_number"
          label="Card number"
          autocomplete="cc-number"
          inputmode="numeric"
          value=""
          faults={faults}
          maxlength={23}
        />
        <div class="field-row">
          <Field name="expiry" label="Expiry (MM/YY)" autocomplete="cc-exp" value="" faults={faults} maxlength={7} />
          <Field
            name="cvc"
            label="Security code"
            autocomplete="cc-csc"
            inputmode="numeric"
            value=""
            faults={faults}
            maxlength={4}
          />
        </div>
        <button type="submit">Use this card</button>
      </form>
    </Frame>
  );
}

/** The answer to a good card: its script hands the token to the shop's page, and to no other. */
export function cardSavedPage(card: { token: string; last4: string; shopOrigin: string }): VNode {
  return (
    <Frame>
      <p
        id="card-saved"
        role="status"
        data-token={card.token}
        data-last4={card.last4}
        data-shop-origin={card.shopOrigin}
      >
        Card ending in {card.last4} is ready.
      </p>
      <p>
        <a href="/card-form">Use another card</a>
      </p>
    </Frame>
  );
}

function Frame({ children }: { children: ComponentChildren }): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Card details</title>
        <Styles />
        <script src="/assets/card-frame.js" defer />
      </head>
      <body class="card-frame">{children}</body>
    </html>
  );
}
