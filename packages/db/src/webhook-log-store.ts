import type { WebhookEvent, WebhookState } from "@cartwright/schemas";
import { and, count, desc, eq, isNull, lt } from "drizzle-orm";
import type { Pool } from "pg";
import type { Database } from "./client.ts";
import type { OrderScope } from "./order-store.ts";
import { outbox, type webhookTries } from "./tables/index.ts";
import { FRESH_SCHEDULE } from "./webhook-due.ts";

type OutboxRow = typeof outbox.$inferSelect;
type TryRow = typeof webhookTries.$inferSelect;

/** An event with what became of sending it. */
export interface WebhookDeliveryRecord extends OutboxRow {
  /** The last ones, oldest first. */
  attempts: TryRow[];
}

export interface WebhookFilters {
  orderId?: string | undefined;
  event?: WebhookEvent | undefined;
  state?: WebhookState | undefined;
}

export interface WebhookPage {
  limit: number;
  offset: number;
  /** Events before this one, by `outbox.id`. */
  beforeId: number | undefined;
}

/** Each time an event is sent again it may be tried ten times more. */
const ATTEMPTS_SHOWN = 20;

/** In the native words: those of the other faces are shown to nobody, and sent again by nobody. */
const within = (scope: OrderScope, { orderId, event, state }: WebhookFilters) =>
  and(
    eq(outbox.accountId, scope.accountId),
    eq(outbox.mode, scope.mode),
    isNull(outbox.faceEndpointId),
    orderId === undefined ? undefined : eq(outbox.orderId, orderId),
    event === undefined ? undefined : eq(outbox.event, event),
    state === undefined ? undefined : eq(outbox.state, state),
  );

/** The events of a scope, newest first. `nextId` is where the next page begins; null on the last one. */
export async function listWebhooks(
  handle: { db: Database; pool: Pool },
  scope: OrderScope,
  filters: WebhookFilters,
  { limit, offset, beforeId }: WebhookPage,
): Promise<{ deliveries: WebhookDeliveryRecord[]; nextId: number | null }> {
  const rows = await handle.db
    .select()
    .from(outbox)
    .where(and(within(scope, filters), beforeId === undefined ? undefined : lt(outbox.id, beforeId)))
    .orderBy(desc(outbox.id))
    .limit(limit + 1)
    .offset(offset);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    deliveries: await withAttempts(handle, page),
    nextId: rows.length > limit && last !== undefined ? last.id : null,
  };
}

/** However many pages they are on. */
export async function countWebhooks(db: Database, scope: OrderScope, filters: WebhookFilters): Promise<number> {
  const [counted] = await db.select({ total: count() }).from(outbox).where(within(scope, filters));
  return counted?.total ?? 0;
}

/** By the id that its receiver knows; one of anybody else is not found. */
export async function findWebhook(
  handle: { db: Database; pool: Pool },
  scope: OrderScope,
  webhookId: string,
): Promise<WebhookDeliveryRecord | undefined> {
  const rows = await handle.db
    .select()
    .from(outbox)
    .where(and(within(scope, {}), eq(outbox.webhookId, webhookId)));
  return (await withAttempts(handle, rows))[0];
}

const HAS_ENDPOINT = `EXISTS (SELECT FROM webhook_endpoints AS endpoint
  WHERE endpoint.account_id = $1 AND endpoint.mode = $2 AND url IS NOT NULL)`;

const RESEND = {
  name: "resend-webhook",
  text: `UPDATE outbox SET ${FRESH_SCHEDULE}
    WHERE account_id = $1 AND mode = $2 AND webhook_id = $3 AND face_endpoint_id IS NULL AND ${HAS_ENDPOINT}`,
};

const TEST = {
  name: "append-test-webhook",
  text: `INSERT INTO outbox (account_id, mode, event, sequence)
    SELECT $1::uuid, $2::key_mode, 'webhook.test', 0 WHERE ${HAS_ENDPOINT} RETURNING webhook_id`,
};

/** Gives an event a fresh schedule, whatever became of it before. False when it is not there, or has nowhere to go. */
export async function resendWebhook(pool: Pool, scope: OrderScope, webhookId: string): Promise<boolean> {
  const resent = await pool.query({ ...RESEND, values: [scope.accountId, scope.mode, webhookId] });
  return resent.rowCount === 1;
}

/** Notes a test event as due, and returns its id; undefined when there is nowhere to send it. */
export async function appendTestWebhook(pool: Pool, scope: OrderScope): Promise<string | undefined> {
  const appended = await pool.query<{ webhook_id: string }>({ ...TEST, values: [scope.accountId, scope.mode] });
  return appended.rows[0]?.webhook_id;
}

const LAST_TRIES = {
  name: "find-last-webhook-tries",
  text: `SELECT tried.* FROM unnest($1::bigint[]) AS event(id) CROSS JOIN LATERAL (
      SELECT * FROM webhook_tries WHERE outbox_id = event.id ORDER BY id DESC LIMIT ${ATTEMPTS_SHOWN}) AS tried
    ORDER BY tried.id`,
};

interface RawTry {
  id: string;
  outbox_id: string;
  try_no: number;
  url: string;
  status_code: number | null;
  error: string | null;
  answer: string | null;
  duration_ms: number;
  tried_at: Date;
}

async function withAttempts({ pool }: { pool: Pool }, rows: readonly OutboxRow[]): Promise<WebhookDeliveryRecord[]> {
  const ids = rows.map((row) => row.id);
  const tries = ids.length === 0 ? [] : (await pool.query<RawTry>({ ...LAST_TRIES, values: [ids] })).rows.map(toTry);
  return rows.map((row) => ({ ...row, attempts: tries.filter((tried) => tried.outboxId === row.id) }));
}

const toTry = (row: RawTry): TryRow => ({
  id: Number(row.id),
  outboxId: Number(row.outbox_id),
  tryNo: row.try_no,
  url: row.url,
  statusCode: row.status_code,
  error: row.error,
  answer: row.answer,
  durationMs: row.duration_ms,
  triedAt: row.tried_at,
});
