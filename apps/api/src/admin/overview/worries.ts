import { type LiveWorker, WORKER_SILENT_S } from "@cartwright/db";
import { duration } from "../duration.ts";
import type { Overview } from "./read-overview.ts";

/** Why somebody is needed, and the page where it is dealt with. */
export interface Worry {
  words: string;
  href: string;
  /** An invariant of the orders does not hold: money may not be safe. */
  isBroken?: true;
}

/** As the alerts have it: a due order is taken within seconds, unless all workers are busy or none is there. */
export const DUE_FOR_LONG_S = 240;
const IN_DOUBT_FOR_LONG_S = 900;
const WEBHOOKS_WAIT_S = 600;

const NEEDS = "/admin/needs-you";

export const countAlive = (workers: readonly LiveWorker[]): number =>
  workers.filter(({ silentS }) => silentS <= WORKER_SILENT_S).length;

/** Everything that somebody who is woken up at night has to know, what is about money first. Empty: nothing needs them. */
export function worriesOf({ state, workers, queues, returns }: Overview): Worry[] {
  const when = (isSo: boolean, words: string, href: string): Worry[] => (isSo ? [{ words, href }] : []);
  const counted = (count: number, one: string, more: string, href = NEEDS): Worry[] =>
    when(count > 0, `${count.toLocaleString("en-US")} ${count === 1 ? one : more}`, href);
  const deaf = queues.filter(({ counts }) => counts === undefined).map(({ name }) => name);
  return [
    ...Object.entries(state.auditFindings).map(([rule, count]): Worry => ({
      words: `An invariant is broken: ${rule} (${count})`,
      href: NEEDS,
      isBroken: true,
    })),
    ...when(state.isQuarantined, "The database was restored: nothing is bought until its orders are looked up", NEEDS),
    ...counted(state.needsReview, "order waits for a person", "orders wait for a person"),
    ...when(
      state.inDoubtOldestS > IN_DOUBT_FOR_LONG_S,
      `The oldest purchase in doubt has been so for ${duration(state.inDoubtOldestS)}`,
      NEEDS,
    ),
    ...when(countAlive(workers) === 0, "No worker is alive: nothing is bought until one is started", "#workers"),
    ...when(
      state.dueOldestS > DUE_FOR_LONG_S,
      `The oldest due order has waited for ${duration(state.dueOldestS)}`,
      "#workers",
    ),
    ...when(deaf.length > 0, `Redis gives no answer for ${deaf.join(", ")}: orders are found more slowly`, "#queues"),
    ...counted(state.breakersOpen, "retailer is in trouble", "retailers are in trouble"),
    ...counted(state.webhooksGaveUp, "webhook event was given up", "webhook events were given up"),
    ...when(
      state.webhooksDueOldestS > WEBHOOKS_WAIT_S,
      `The oldest webhook event has waited for ${duration(state.webhooksDueOldestS)} to be sent`,
      "/admin/webhooks",
    ),
    ...counted(returns, "return waits for an answer", "returns wait for an answer"),
  ];
}
