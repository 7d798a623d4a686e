import { and, asc, eq, isNull, lt, sql } from "drizzle-orm";
import type { Executor } from "./client.ts";
import type { SpooledIntent } from "./spooled-intent.ts";
import { orders, orderSubmits, workers } from "./tables/index.ts";
import { appendEvent } from "./timeline-store.ts";

/** What became of an intent of the spool that the journal does not have. */
export type Replay =
  | { kind: "in_doubt" }
  /** It cannot be written down here: a person has to know of it. */
  | { kind: "orphan"; why: string };

/** The way into doubt, step by step: the guard trigger knows no other. */
const WAY = ["queued", "working", "submitting", "in_doubt"] as const;

/**
 * Writes a committed purchase that the database has lost back into the journal, and puts its order in doubt: it is past its
 * commit point, whatever the database believed. From there it is settled as every doubt is, and never bought again.
 */
export async function replayIntent(tx: Executor, intent: SpooledIntent, source: string): Promise<Replay> {
  const [order] = await tx.select().from(orders).where(eq(orders.id, intent.orderId)).for("update");
  if (order === undefined) return { kind: "orphan", why: "the database does not have this order" };
  if (order.phase === "done") return { kind: "orphan", why: `the order is ${order.status} here` };
  const submits = await tx
    .select({ fence: orderSubmits.fence, outcome: orderSubmits.outcome })
    .from(orderSubmits)
    .where(eq(orderSubmits.orderId, intent.orderId))
    .orderBy(asc(orderSubmits.submitNo));
  if (submits.some(({ fence, outcome }) => outcome !== "not_released" && fence >= intent.fence)) {
    return { kind: "orphan", why: "the database knows of another purchase of this order" };
  }
  await settleEarlier(tx, intent);
  await insertSubmit(tx, intent, submits.length + 1);
  await moveIntoDoubt(tx, order, intent);
  const { lsn, expectedTotalCents: total } = intent;
  await appendEvent(tx, intent.orderId, {
    type: "in_doubt",
    label: "Committed after the backup that this database was restored from: the worker's spool says so",
    source,
    detail: { fence: intent.fence, total, intent_at: intent.intentAt.toISOString(), lsn },
  });
  return { kind: "in_doubt" };
}

/** A later commit of an order is possible only after the earlier one was known never to have been released. */
async function settleEarlier(tx: Executor, { orderId, fence }: SpooledIntent): Promise<void> {
  await tx
    .update(orderSubmits)
    .set({ outcome: "not_released", settledAt: sql`clock_timestamp()` })
    .where(and(eq(orderSubmits.orderId, orderId), lt(orderSubmits.fence, fence), isNull(orderSubmits.outcome)));
}

async function insertSubmit(tx: Executor, intent: SpooledIntent, submitNo: number): Promise<void> {
  // The reconciler asks whether the sender is dead: it must be told who that was.
  await tx
    .insert(workers)
    .values({ ...intent.worker, startedAt: intent.intentAt, heartbeatAt: intent.intentAt })
    .onConflictDoNothing();
  await tx.insert(orderSubmits).values({
    orderId: intent.orderId,
    submitNo,
    fence: intent.fence,
    workerId: intent.worker.id,
    expectedTotalCents: intent.expectedTotalCents,
    cartHash: intent.cartHash,
    isMarkerShown: intent.isMarkerShown,
    concessions: intent.concessions ?? [],
    intentAt: intent.intentAt,
    deadline: intent.deadline,
  });
}

async function moveIntoDoubt(tx: Executor, order: typeof orders.$inferSelect, intent: SpooledIntent): Promise<void> {
  const fence = Math.max(order.fence, intent.fence) + 1;
  const at = WAY.findIndex((phase) => phase === order.phase);
  for (const phase of WAY.slice(at + 1)) {
    const isHeld = phase !== "in_doubt";
    await tx
      .update(orders)
      .set({
        phase,
        status: "in_progress",
        fence,
        leaseOwner: isHeld ? intent.worker.id : null,
        leaseUntil: isHeld ? sql`clock_timestamp()` : null,
        // Two orders of one retailer account can both be in doubt after a restore. The account is one order's alone to keep
        // carts apart: an order in doubt fills no cart any more.
        exclusiveKey: sql`CASE WHEN EXISTS (SELECT FROM orders AS other WHERE other.exclusive_hold = orders.exclusive_key
          AND other.id <> orders.id) THEN NULL ELSE exclusive_key END`,
        nextActionAt: sql`clock_timestamp()`,
        updatedAt: sql`clock_timestamp()`,
      })
      .where(eq(orders.id, order.id));
  }
}
