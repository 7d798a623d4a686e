import type { ServiceState } from "@cartwright/db";
import type { VNode } from "preact";
import { hourBars, HoursChart } from "./hours-chart.tsx";
import { duration } from "../duration.ts";
import { Money, Queues, Retailers, Workers } from "./overview-tables.tsx";
import { HOURS_SHOWN, type Overview } from "./read-overview.ts";
import { retailerFigures } from "./retailer-figures.ts";

/** Answers one question in one look: is money safe, and what needs me? */
export function overviewPage(overview: Overview): VNode {
  const { state, hours, workers, money, queues, now } = overview;
  return (
    <>
      <h1>Overview</h1>
      <Verdict state={state} />
      <ul class="tiles">
        <Tile
          count={state.needsReview}
          words="wait for a person"
          alarm={state.needsReview > 0}
          href="/admin/needs-you"
        />
        <Tile
          count={state.inDoubt}
          words={`in doubt${state.inDoubt > 0 ? `, the oldest for ${duration(state.inDoubtOldestS)}` : ""}`}
        />
        <Tile
          count={state.due}
          words={`due${state.due > 0 ? `, the oldest for ${duration(state.dueOldestS)}` : ""}`}
          alarm={state.dueOldestS > 300}
        />
        <Tile count={workers.length} words={workers.length === 1 ? "worker" : "workers"} alarm={workers.length === 0} />
      </ul>
      <h2>Orders by hour</h2>
      <HoursChart bars={hourBars(hours, HOURS_SHOWN, now)} />
      <h2>Retailers, the last {HOURS_SHOWN} hours</h2>
      <Retailers figures={retailerFigures(hours)} breakers={state.breakerOpen} />
      <h2>Workers</h2>
      <Workers workers={workers} />
      <h2>Money today (UTC)</h2>
      <Money days={money} />
      <h2>Queues</h2>
      <Queues queues={queues} />
    </>
  );
}

/** Whether money is safe, and what an operator was woken up for, or was not. */
function Verdict({ state }: { state: ServiceState }): VNode {
  const broken = Object.entries(state.auditFindings).map(
    ([rule, count]) => `An invariant is broken: ${rule} (${count})`,
  );
  const worries = [...broken, ...needsOf(state)];
  if (worries.length === 0) {
    return (
      <p class="verdict good" role="status">
        Money is safe, and nothing needs you.
      </p>
    );
  }
  const isMoneySafe = broken.length === 0;
  return (
    <div class={isMoneySafe ? "verdict look" : "verdict bad"} role="status">
      <strong>
        {isMoneySafe ? "Money is safe. " : "Look at this now: "}
        <a href="/admin/needs-you">{isMoneySafe ? "This needs you:" : "what needs you"}</a>
      </strong>
      <ul>
        {worries.map((worry) => (
          <li key={worry}>{worry}</li>
        ))}
      </ul>
    </div>
  );
}

function needsOf(state: ServiceState): string[] {
  const counted = (count: number, one: string, more: string): string[] =>
    count === 0 ? [] : [`${count.toLocaleString("en-US")} ${count === 1 ? one : more}`];
  return [
    ...(state.isQuarantined ? ["The database was restored: nothing is bought until its orders are looked up"] : []),
    ...counted(state.needsReview, "order waits for a person", "orders wait for a person"),
    ...counted(state.breakersOpen, "retailer is in trouble", "retailers are in trouble"),
    ...counted(state.webhooksGaveUp, "webhook event was given up", "webhook events were given up"),
  ];
}

function Tile(props: { count: number; words: string; alarm?: boolean; href?: string }): VNode {
  const content = (
    <>
      <strong>{props.count.toLocaleString("en-US")}</strong> {props.words}
    </>
  );
  return (
    <li class={props.alarm === true ? "alarm" : undefined}>
      {props.href === undefined ? content : <a href={props.href}>{content}</a>}
    </li>
  );
}
