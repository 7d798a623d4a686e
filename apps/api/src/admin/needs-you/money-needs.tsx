import { AUDIT_RULES, type LastSeen, type OpenFinding, type OrderLine, type Quarantine } from "@cartwright/db";
import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { mayDo } from "../admin-route.ts";
import { since } from "../duration.ts";
import { Field } from "../form-parts.tsx";
import { OrderLink, pageOf } from "../orders/order-link.tsx";
import type { Visitor } from "../session.ts";
import { Csrf } from "../shell.tsx";
import { Time } from "../time.tsx";

/** Nothing is bought as long as it lasts. */
export function QuarantineNotice({
  quarantine,
  now,
  visitor,
}: {
  quarantine: Quarantine;
  now: Date;
  visitor: Visitor;
}): VNode {
  const { reason, enteredAt, open, needReview } = quarantine;
  return (
    <section class="verdict look">
      <strong>Nothing is bought: quarantine for {since(enteredAt, now)}.</strong>
      <p>
        {reason}. Open orders may have been bought after the backup that the database was restored from. To be looked up
        still: {open}; for a person to decide: {needReview}, each on its own page. It ends by itself when none is left.
      </p>
      {mayDo(visitor.role, "admin") ? <EndForm visitor={visitor} /> : null}
    </section>
  );
}

function EndForm({ visitor }: { visitor: Visitor }): VNode {
  return (
    <details class="fold">
      <summary>End it by your own word</summary>
      <form class="card short" method="post" action="/admin/quarantine/end">
        <Csrf visitor={visitor} />
        <p>Every order that is left in it is bought then. You say that none of them was bought since the backup.</p>
        <Field of="quarantine" name="evidence" label="How you know" required />
        <button class="danger" type="submit">
          End the quarantine
        </button>
      </form>
    </details>
  );
}

const SENTENCES = new Map<string, string>(AUDIT_RULES.map(({ name, sentence }) => [name, sentence]));

/** A rule that does not hold of an order, and what it says. */
export function Finding({ finding, now }: { finding: OpenFinding; now: Date }): VNode {
  const { rule, orderId, order, foundAt } = finding;
  return (
    <article class="need bad">
      <h3>
        {order === null ? <a href={pageOf(orderId)}>{orderId}</a> : <OrderLink order={{ ...order, id: orderId }} />}
        <span class="muted"> for {since(foundAt, now)}</span>
      </h3>
      <p>
        <code>{rule}</code> does not hold. {SENTENCES.get(rule) ?? "The rule is of another version of the workers."}
      </p>
    </article>
  );
}

interface NeedyProps {
  order: OrderLine;
  seen: LastSeen | undefined;
  now: Date;
}

/** In doubt, or for a person to decide: what is known of it. It is settled on its own page. */
export function NeedyOrder({ order, seen, now }: NeedyProps): VNode {
  const purchase = seen?.purchase ?? null;
  const from = order.needsReviewAt ?? purchase?.intentAt ?? order.createdAt;
  const page = pageOf(order.id);
  return (
    <article class="need">
      <h3>
        <OrderLink order={order} />
        <span class="muted">
          {" "}
          {order.phase === "in_doubt" ? "in doubt" : "waits"} for {since(from, now)}
        </span>
      </h3>
      <p>
        At {order.retailer}, of {order.accountName}
        {order.mode === "test" ? " (test)" : ""}, at the most {formatUsd(order.maxPriceCents)}.{" "}
        {order.needsReviewAt === null ? "It is still looked for at the retailer." : "Nobody but a person can tell."}
      </p>
      {seen?.why === null || seen === undefined ? null : <p>{seen.why}.</p>}
      {purchase === null ? <p class="muted">No purchase was committed to.</p> : <Purchase {...purchase} />}
      <p class="links">
        <a href={page}>Settle it</a>
        <a href={`${page}/evidence`}>Step log, pages and pictures</a>
      </p>
    </article>
  );
}

function Purchase({ expectedTotalCents, intentAt, evidence }: NonNullable<LastSeen["purchase"]>): VNode {
  return (
    <>
      <p>
        A purchase of {formatUsd(expectedTotalCents)} was sent <Time at={intentAt} />.{" "}
        {evidence === null ? "Nothing was seen after it." : null}
      </p>
      {evidence === null ? null : (
        <details class="fold">
          <summary>Seen after it: {evidence.title === "" ? evidence.url : evidence.title}</summary>
          <pre>{`${evidence.url}\n\n${evidence.text}`}</pre>
        </details>
      )}
    </>
  );
}
