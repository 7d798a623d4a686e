import { advanceGenerations, type DueOrder, type Pool, postponeLook, takeDueOrders } from "@cartwright/db";
import type { OrderQueue } from "@cartwright/queue";
import { inTrace } from "@cartwright/tracing";

const BATCH = 100;

export interface DispatchDeps {
  pool: Pool;
  queue: Pick<OrderQueue, "announce" | "isJobAlive">;
  /** When an order is looked at again whose job is alive, or was just added. */
  lookAgainMs: number;
}

/**
 * Sees to it that every due order has a job. It looks at state, not at messages: whatever Redis forgot, is found missing
 * here. Returns how many jobs were added.
 */
export async function dispatchOrders(deps: DispatchDeps): Promise<number> {
  let added = 0;
  for (;;) {
    const due = await takeDueOrders(deps.pool, BATCH);
    added += await dispatchBatch(deps, due);
    if (due.length < BATCH) return added;
  }
}

async function dispatchBatch(deps: DispatchDeps, due: DueOrder[]): Promise<number> {
  const alive: string[] = [];
  const missing: DueOrder[] = [];
  for (const order of due) {
    // The job of an order whose worker went silent is no use to it, alive or not.
    const hasJob = !order.abandoned && (await deps.queue.isJobAlive(order.orderId, order.generation));
    if (hasJob) alive.push(order.orderId);
    else missing.push(order);
  }
  await postponeLook(deps.pool, alive, deps.lookAgainMs);
  const advanced = await advanceGenerations(deps.pool, missing, deps.lookAgainMs);
  for (const { orderId, generation, traceContext } of advanced) {
    await inTrace(traceContext, () => deps.queue.announce(orderId, generation));
  }
  return advanced.length;
}
