import type { VNode } from "preact";
import { hourBars, HoursChart } from "./hours-chart.tsx";
import { duration } from "../duration.ts";
import { Money, Queues, Retailers, Workers } from "./overview-tables.tsx";
import { HOURS_SHOWN, type Overview } from "./read-overview.ts";
import { retailerFigures } from "./retailer-figures.ts";
import { countAlive, DUE_FOR_LONG_S, type Worry, worriesOf } from "./worries.ts";

/** It may hang on a wall: it is drawn anew by itself, for as long as somebody looks at it. */
const DRAWN_EVERY_S = 15;

/** Answers one question in one look: is money safe, and what needs me? */
export function overviewPage(overview: Overview): VNode {
  const { state, hours, workers, money, queues, now } = overview;
  const alive = countAlive(workers);
  return (
    <div data-draw-every-s={DRAWN_EVERY_S}>
      <h1>Overview</h1>
      <Verdict worries={worriesOf(overview)} />
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
          alarm={state.dueOldestS > DUE_FOR_LONG_S}
        />
        <Tile count={alive} words={alive === 1 ? "worker" : "workers"} alarm={alive === 0} />
      </ul>
      <h2>Orders by hour</h2>
      <HoursChart bars={hourBars(hours, HOURS_SHOWN, now)} />
      <h2>Retailers, the last {HOURS_SHOWN} hours</h2>
      <Retailers figures={retailerFigures(hours)} breakers={state.breakerOpen} />
      <h2 id="workers">Workers</h2>
      <Workers workers={workers} />
      <h2>Money today (UTC)</h2>
      <Money days={money} />
      <h2 id="queues">Queues</h2>
      <Queues queues={queues} />
    </div>
  );
}

/** Whether money is safe, and what an operator was woken up for, or was not. */
function Verdict({ worries }: { worries: readonly Worry[] }): VNode {
  if (worries.length === 0) {
    return (
      <p class="verdict good" role="status">
        <strong>Money is safe, and nothing needs you.</strong>
      </p>
    );
  }
  const isMoneySafe = !worries.some(({ isBroken }) => isBroken);
  return (
    <div class={isMoneySafe ? "verdict look" : "verdict bad"} role="status">
      <strong>{isMoneySafe ? "Money is safe. This needs you:" : "Look at this now:"}</strong>
      <ul>
        {worries.map(({ words, href }) => (
          <li key={words}>
            <a href={href}>{words}</a>
          </li>
        ))}
      </ul>
    </div>
  );
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
