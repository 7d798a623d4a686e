import type { OrderRecord } from "@cartwright/db";
import type { VNode } from "preact";
import { DeedButton } from "../deed-button.tsx";
import { Csrf } from "../shell.tsx";
import type { Visitor } from "../session.ts";
import { pageOf } from "./order-link.tsx";

interface Actions {
  order: OrderRecord;
  visitor: Visitor;
}

/** What is safe to do about an order as it is now; nothing is shown that would be refused anyway. */
export function ActionsOf({ order, visitor }: Actions): VNode | null {
  if (order.phase === "in_doubt" || (order.needsReviewAt !== null && order.phase !== "done")) {
    return <Resolve order={order} visitor={visitor} />;
  }
  if (order.phase === "queued" || order.phase === "working") {
    return <DeedButton class="action" to={`${pageOf(order.id)}/cancel`} words="Cancel the order" visitor={visitor} />;
  }
  if (order.status === "order_failed" && order.charged === "no") {
    return (
      <DeedButton class="action" to={`${pageOf(order.id)}/retry`} words="Try again as a new order" visitor={visitor} />
    );
  }
  return null;
}

/** A doubt is settled by what a person saw at the retailer: never by a guess, and never twice. */
function Resolve({ order, visitor }: Actions): VNode {
  return (
    <form class="card" method="post" action={`${pageOf(order.id)}/resolve`}>
      <h2>Settle it by what you found at the retailer</h2>
      <Csrf visitor={visitor} />
      <fieldset>
        <legend>The retailer</legend>
        <label>
          <input type="radio" name="outcome" value="placed" required /> has the order
        </label>
        <label>
          <input type="radio" name="outcome" value="not_placed" required /> has no such order, and will not have it
        </label>
      </fieldset>
      <label for="merchant_order_ids">The retailer's order numbers, if it has it</label>
      <input id="merchant_order_ids" name="merchant_order_ids" autocomplete="off" />
      <label for="total">What was charged in all, in dollars, if it is known</label>
      <input id="total" name="total" inputmode="decimal" autocomplete="off" />
      <label for="evidence">How you know: a mail, a page, a call</label>
      <textarea id="evidence" name="evidence" rows={2} required />
      <button type="submit">Settle</button>
    </form>
  );
}
