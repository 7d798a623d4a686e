import type { ComponentChildren, VNode } from "preact";
import type { Visitor } from "../session.ts";
import { Finding, NeedyOrder, QuarantineNotice } from "./money-needs.tsx";
import { FailingRetailer, GaveUp, Return } from "./other-needs.tsx";
import type { Bounded, Needs } from "./read-needs.ts";

/** What waits for a person, what is about money first; of a kind the oldest first. */
export function needsYouPage(needs: Needs, visitor: Visitor): VNode {
  const { quarantine, findings, orders, retailers, endpoints, returns, now } = needs;
  const isEmpty = quarantine === undefined && totalOf(needs) === 0;
  return (
    <>
      <h1>Needs you</h1>
      {isEmpty ? <p class="verdict good">Nothing needs you: everything goes its way by itself.</p> : null}
      {quarantine === undefined ? null : <QuarantineNotice quarantine={quarantine} now={now} visitor={visitor} />}
      <Section title="Broken invariants" needs={findings}>
        <p>
          These must never be. If it is about money, stop the workers before anything else: what they have in hand they
          finish first.
        </p>
        {findings.shown.map((finding) => (
          <Finding key={finding.rule + finding.orderId} finding={finding} now={now} />
        ))}
      </Section>
      <Section title="Orders that wait for a person" needs={orders}>
        {orders.shown.map(({ order, seen }) => (
          <NeedyOrder key={order.id} order={order} seen={seen} now={now} />
        ))}
      </Section>
      <Section title="Retailers in trouble" needs={retailers}>
        {retailers.shown.map((shop) => (
          <FailingRetailer key={shop.id} shop={shop} now={now} visitor={visitor} />
        ))}
      </Section>
      <Section title="Webhooks that were given up" needs={endpoints} isMore={endpoints.isMore}>
        {endpoints.shown.map((endpoint) => (
          <GaveUp
            key={endpoint.accountId + endpoint.mode + String(endpoint.faceEndpointId)}
            endpoint={endpoint}
            now={now}
            visitor={visitor}
          />
        ))}
      </Section>
      <Section title="Returns that wait for an answer" needs={returns}>
        {returns.shown.map((asked) => (
          <Return key={asked.id} asked={asked} now={now} visitor={visitor} />
        ))}
      </Section>
    </>
  );
}

const totalOf = ({ findings, orders, retailers, endpoints, returns }: Needs): number =>
  [findings, orders, retailers, endpoints, returns].reduce((sum, { total }) => sum + total, 0);

interface SectionProps {
  title: string;
  needs: Bounded<unknown>;
  isMore?: boolean;
  children: ComponentChildren;
}

/** Nothing at all where nothing is in it. */
function Section({ title, needs, isMore = false, children }: SectionProps): VNode | null {
  if (needs.total === 0) return null;
  const left = needs.total - needs.shown.length;
  return (
    <section>
      <h2>
        {title} ({needs.total})
      </h2>
      <div class="needs">{children}</div>
      {left > 0 ? <p class="muted">and {left.toLocaleString("en-US")} more, which have waited less long.</p> : null}
      {isMore ? <p class="muted">And others, given up before the newest 5,000.</p> : null}
    </section>
  );
}
