import {
  type BreakerChange,
  type ClaimedOrder,
  errorFacts,
  noteRoom,
  noteShopTrouble,
  noteShopWorks,
  type Pool,
} from "@cartwright/db";
import { type AttemptOutcome, type BreakerPolicy, verdictOn } from "@cartwright/orders";
import type { Logger } from "pino";
import type { AttemptCounters, CountedEnd } from "../supervision/metrics.ts";

/** What came of an attempt, once it is written down. */
export type AttemptResult = AttemptOutcome & { isRetried?: boolean };

export interface NoteDeps {
  pool: Pool;
  breakerPolicy: BreakerPolicy;
  counters: Pick<AttemptCounters, "attemptEnded" | "orderPlaced">;
  log: Logger;
}

/**
 * What an attempt's end means to others: the numbers, its retailer's breaker, and the orders that wait for room there. It
 * comes after the order's own record, and never throws: no purchase depends on it.
 */
export async function noteAttemptEnd(deps: NoteDeps, { order }: ClaimedOrder, result: AttemptResult): Promise<void> {
  const { retailer } = order;
  deps.counters.attemptEnded(countedAs(result));
  if (result.kind === "placed") deps.counters.orderPlaced(order.createdAt);
  try {
    const change = await moveBreaker(deps, order, result);
    if (change === "opened") deps.log.warn({ retailer }, "breaker opened: the retailer is left alone for a while");
    if (change === "closed") deps.log.info({ retailer }, "breaker closed");
  } catch (error) {
    deps.log.error({ retailer, err: errorFacts(error) }, "the retailer's breaker could not be told");
  }
}

function countedAs({ kind, isRetried }: AttemptResult): CountedEnd {
  return kind === "failed" && isRetried === true ? "retried" : kind;
}

async function moveBreaker(
  deps: NoteDeps,
  { retailer, mode }: ClaimedOrder["order"],
  result: AttemptResult,
): Promise<BreakerChange> {
  // Test keys order from sandboxes, and nobody else does.
  switch (verdictOn(result, mode === "test")) {
    case "works":
      return noteShopWorks(deps.pool, retailer);
    case "trouble":
      return noteShopTrouble(deps.pool, retailer, deps.breakerPolicy);
    case "says_nothing":
      await noteRoom(deps.pool, retailer);
      return "none";
  }
}
