import type { VNode } from "preact";
import type { CartLine } from "../cart.ts";
import type { CompleteDraft } from "../checkout-draft.ts";
import type { OrderPrice } from "../pricing.ts";
import { refuseGift } from "../gift.ts";
import { StepList } from "./checkout-frame.tsx";
import { AddressLines, LinesTable, paymentName, Totals } from "./parts.tsx";
import { Page, type Shell } from "./shell.tsx";

interface ReviewModel {
  shell: Shell;
  lines: readonly CartLine[];
  price: OrderPrice;
  draft: CompleteDraft;
  /** True where the total is to be seen but not to be read. */
  isTotalDrawn: boolean;
}

export function reviewPage({ shell, lines, price, draft, isTotalDrawn }: ReviewModel): VNode {
  const { address_line2, phone, ...address } = draft.address;
  const shown = { ...address, address_line2: address_line2 === "" ? null : address_line2, phone_number: phone };
  const drawn = <img src="/checkout/review/total.svg" alt="" width="120" height="24" />;
  return (
    <Page shell={shell}>
      <div class="wrap">
        <StepList
          current="review"
          draft={{
            email: draft.email,
            address: draft.address,
            shippingMethod: draft.method.id,
            payment: draft.payment,
          }}
        />
        <h1>Review your order</h1>
        <div class="with-summary">
          <div>
            <LinesTable lines={lines} />
            <div class="review-grid">
              <ReviewCard id="review-address" title="Ship to" edit="/checkout/address">
                <AddressLines address={shown} />
                <p>{draft.email}</p>
              </ReviewCard>
              <ReviewCard id="review-shipping" title="Shipping method" edit="/checkout/shipping">
                <p>{draft.method.name}</p>
                <p class="quiet">{draft.method.estimate}</p>
                <GiftLines gift={draft.gift} lines={lines} />
              </ReviewCard>
              <ReviewCard id="review-payment" title="Payment" edit="/checkout/payment">
                <p>
                  {paymentName(draft.payment.method)}
                  {draft.payment.method === "card" && ` ending in ${draft.payment.last4}`}
                </p>
                {draft.reference !== null && (
                  <p>
                    Reference: <span id="review-reference">{draft.reference}</span>
                  </p>
                )}
              </ReviewCard>
            </div>
          </div>
          <aside class="summary" aria-labelledby="summary">
            <h2 id="summary">Order total</h2>
            <Totals price={price}>{isTotalDrawn ? drawn : undefined}</Totals>
            <form id="place-order" method="post" action="/checkout/place">
              <button type="submit" class="primary">
                Place order
              </button>
            </form>
            <p class="quiet">By placing your order you agree to our terms of sale.</p>
          </aside>
        </div>
      </div>
    </Page>
  );
}

function ReviewCard(props: {
  id: string;
  title: string;
  edit: string;
  children: (VNode | false | null)[] | VNode;
}): VNode {
  return (
    <section class="review-card" id={props.id}>
      <h2>{props.title}</h2>
      {props.children}
      <a href={props.edit} aria-label={`Change ${props.title.toLowerCase()}`}>
        Change
      </a>
    </section>
  );
}

function GiftLines({ gift, lines }: { gift: CompleteDraft["gift"]; lines: readonly CartLine[] }): VNode | null {
  if (gift === undefined) return null;
  return (
    <>
      <p id="review-gift">Gift: {refuseGift(lines) === undefined ? "yes" : "no"}</p>
      {gift.message !== null && <p id="review-gift-message">{gift.message}</p>}
    </>
  );
}
