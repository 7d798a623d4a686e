import type { GaveUpEndpoint, OpenReturn, RetailerState } from "@cartwright/db";
import type { VNode } from "preact";
import { mayDo } from "../admin-route.ts";
import { since } from "../duration.ts";
import { Field } from "../form-parts.tsx";
import { OrderLink } from "../orders/order-link.tsx";
import { RetailerButtons } from "../retailers/retailer-buttons.tsx";
import { ordersWords, pageOf as retailerPage, stateWords } from "../retailers/retailer-words.ts";
import type { Visitor } from "../session.ts";
import { Csrf } from "../shell.tsx";
import { ResendAllForm, ResendForm } from "../webhooks/resend-forms.tsx";
import { faceWords, faultWords, pageOf as webhookPage } from "../webhooks/webhook-words.ts";
import { addressOf } from "../webhooks/webhooks-page.tsx";

interface NeedProps {
  now: Date;
  visitor: Visitor;
}

export function FailingRetailer({ shop, now, visitor }: NeedProps & { shop: RetailerState }): VNode {
  return (
    <article class="need">
      <h3>
        <a href={retailerPage(shop.id)}>{shop.id}</a>
      </h3>
      <p>
        {stateWords(shop, now)}; {shop.openOrders === 0 ? "no order waits" : ordersWords(shop.openOrders)}.
      </p>
      <RetailerButtons shop={shop} visitor={visitor} back="needs-you" />
    </article>
  );
}

/** An endpoint that did not take its events for days. */
export function GaveUp({ endpoint, now, visitor }: NeedProps & { endpoint: GaveUpEndpoint }): VNode {
  const { accountId, accountName, mode, face, count, oldestAt, newest } = endpoint;
  return (
    <article class="need">
      <h3>
        {accountName}
        <span class="muted">
          {" "}
          {mode} keys, {faceWords(face)}
        </span>
      </h3>
      <p>
        <a href={addressOf({ state: "gave_up", account: accountId })}>
          {count.toLocaleString("en-US")} {count === 1 ? "event" : "events"}
        </a>
        , the oldest given up {since(oldestAt, now)} ago. The newest met with:{" "}
        <a href={webhookPage(newest.webhookId)}>{newest.url === null ? "its log is gone" : faultWords(newest)}</a>
      </p>
      {newest.url === null ? null : <p class="muted">{newest.url}</p>}
      {mayDo(visitor.role, "operator") ? (
        <div class="deeds">
          <ResendForm webhookId={newest.webhookId} words="Send the newest again" visitor={visitor} back="needs-you" />
          <ResendAllForm endpoint={endpoint} visitor={visitor} />
        </div>
      ) : null}
    </article>
  );
}

export function Return({ asked, now, visitor }: NeedProps & { asked: OpenReturn }): VNode {
  const { orderId, orderSerial, orderCreatedAt, retailer, accountName, mode, reason, notes, items, createdAt } = asked;
  return (
    <article class="need">
      <h3>
        <OrderLink order={{ id: orderId, serial: orderSerial, createdAt: orderCreatedAt }} />
        <span class="muted"> asked {since(createdAt, now)} ago</span>
      </h3>
      <p>
        At {retailer}, of {accountName}
        {mode === "test" ? " (test)" : ""}: {reason.replaceAll("_", " ")}
        {notes === null || notes === "" ? "." : `: “${notes}”`}
      </p>
      <ul>
        {items.map(({ quantity, title }) => (
          <li key={title}>
            {quantity} × {title}
          </li>
        ))}
      </ul>
      {mayDo(visitor.role, "operator") ? <AnswerForm asked={asked} visitor={visitor} /> : null}
    </article>
  );
}

/** What the retailer said. An answer is told to the client, and not taken back: what is approved may still be denied or credited. */
function AnswerForm({ asked: { id }, visitor }: { asked: OpenReturn; visitor: Visitor }): VNode {
  return (
    <details class="fold">
      <summary>Answer it</summary>
      <form class="card short" method="post" action={`/admin/returns/${id}/resolve`}>
        <Csrf visitor={visitor} />
        <fieldset>
          <legend>The retailer</legend>
          <label>
            <input type="radio" name="status" value="approved" required /> takes it back
          </label>
          <label>
            <input type="radio" name="status" value="denied" required /> does not
          </label>
        </fieldset>
        <Field of={id} name="merchant_return_id" label="The retailer's number of the return, if there is one" />
        <label for={`${id}-label_urls`}>Addresses of shipping labels, a line each</label>
        <textarea id={`${id}-label_urls`} name="label_urls" rows={2} spellcheck={false} />
        <Field of={id} name="resolution_notes" label="What the client should know" />
        <button type="submit">Answer</button>
      </form>
    </details>
  );
}
