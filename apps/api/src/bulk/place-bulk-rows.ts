import { createHash } from "node:crypto";
import {
  type BulkHold,
  type BulkRowEnd,
  errorFacts,
  findOrderByKey,
  listPendingBulkRows,
  type PendingBulkRow,
  postponeBulkRow,
  recordBulkRow,
  releaseBulkBatch,
  takeBulkBatch,
} from "@cartwright/db";
import type { Logger } from "pino";
import { describeFieldError, Problem } from "../http/problem.ts";
import { acceptOrder, type AcceptOrderDeps } from "../orders/accept-order.ts";
import { inParallel } from "./in-parallel.ts";
import { readRow } from "./read-row.ts";
import { inOneText, sentencesOf } from "./row-errors.ts";

/** Rows that are placed at once: few enough that orders that come one by one keep their pace. */
const ROWS_AT_ONCE = 4;
/** Rows of one hold. Then another batch has its turn. */
const ROWS_OF_A_HOLD = 20;
/** Longer than the rows of one hold take, however slow the check of addresses is. */
const HOLD_MS = 60_000;
/** After rows that could not be placed because something was away. */
const REST_MS = 2_000;
/** For so long they are tried again. */
const GIVE_UP_AFTER_MS = 24 * 60 * 60 * 1_000;

export interface PlaceBulkDeps extends AcceptOrderDeps {
  announceOrder: (orderId: string) => Promise<void>;
  log: Pick<Logger, "warn" | "error">;
  /** Aborted: no further row is begun. */
  stopping: AbortSignal;
  /** For tests. */
  holdMs?: number;
}

/** Places rows of batches until none is left that can be placed now. Returns how many have ended. */
export async function placeBulkRows(deps: PlaceBulkDeps): Promise<number> {
  let ended = 0;
  while (!deps.stopping.aborted) {
    const hold = await takeBulkBatch(deps.database.pool, deps.holdMs ?? HOLD_MS);
    if (hold === undefined) break;
    ended += await placeRowsOf(deps, hold);
  }
  return ended;
}

/**
 * Whatever breaks this off, it may be done again, even by two at once: a row has one idempotency key for good, and with it
 * `acceptOrder` makes one order.
 */
async function placeRowsOf(deps: PlaceBulkDeps, hold: BulkHold): Promise<number> {
  const { pool } = deps.database;
  let ended = 0;
  let isAllSaid = true;
  await inParallel(ROWS_AT_ONCE, await listPendingBulkRows(pool, hold.id, ROWS_OF_A_HOLD), async (row) => {
    if (deps.stopping.aborted) return;
    const end = await placeRow(deps, hold, row);
    if (end === undefined) {
      isAllSaid = false;
      await postponeBulkRow(pool, hold.id, row.position);
      return;
    }
    await recordBulkRow(pool, hold.id, row.position, end);
    ended += 1;
  });
  await releaseBulkBatch(pool, hold, isAllSaid ? 0 : REST_MS);
  return ended;
}

/** How the row ends; undefined: something that is needed is away, and the row has to be tried again. */
async function placeRow(deps: PlaceBulkDeps, hold: BulkHold, row: PendingBulkRow): Promise<BulkRowEnd | undefined> {
  if (hold.isKeyRevoked) {
    const message = "The API key that this batch was sent with was revoked before this row was placed.";
    return { fault: { code: "unauthorized", message } };
  }
  const { order, body, errors } = readRow(row.row);
  if (order === undefined) {
    return { fault: { code: "validation_error", message: inOneText(errors.map(describeFieldError)) } };
  }
  const { accountId, mode, apiKeyId: keyId, isUnlimited } = hold;
  const caller = { accountId, mode, keyId, isUnlimited };
  const idempotencyKey = order.idempotency_key ?? keyOfRow(hold.id, row.position);
  try {
    const request = { caller, body: { ...body, idempotency_key: idempotencyKey }, keyInHeader: undefined };
    const { order: accepted, isNew } = await acceptOrder(deps, request);
    if (isNew) announce(deps, accepted.id);
    return { orderId: accepted.id };
  } catch (error) {
    return await endOf(deps, hold, { error, idempotencyKey, isOwnKey: order.idempotency_key === idempotencyKey });
  }
}

/** A key that is the same whenever the row is tried, and no other row's. */
function keyOfRow(batchId: string, position: number): string {
  const hex = createHash("sha256").update(`bulk row ${batchId} ${position}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}

interface Refused {
  error: unknown;
  idempotencyKey: string;
  /** The key stood in the row, so that somebody else may have used it. */
  isOwnKey: boolean;
}

async function endOf(deps: PlaceBulkDeps, hold: BulkHold, refused: Refused): Promise<BulkRowEnd | undefined> {
  const { error, idempotencyKey, isOwnKey } = refused;
  if (error instanceof Problem && error.status < 500 && error.code !== "idempotency_in_flight") {
    // The row was placed, by a release of ours that read rows in another way.
    const orderId = error.code === "idempotency_conflict" && !isOwnKey ? error.details["order_id"] : undefined;
    if (typeof orderId === "string") return { orderId };
    return { fault: { code: error.code, message: inOneText(sentencesOf(error)) } };
  }
  deps.log.warn({ error: errorFacts(error), batch_id: hold.id }, "a row of a batch could not be placed now");
  if (hold.ageMs < GIVE_UP_AFTER_MS) return undefined;
  const stored = await findOrderByKey(deps.database.db, hold, idempotencyKey);
  if (stored !== undefined) return { orderId: stored.id };
  return { fault: { code: "service_unavailable", message: "The order could not be accepted within a day." } };
}

function announce(deps: PlaceBulkDeps, orderId: string): void {
  deps.announceOrder(orderId).catch((error: unknown) => {
    deps.log.warn({ error: errorFacts(error), order_id: orderId }, "order not announced: the dispatcher will find it");
  });
}
