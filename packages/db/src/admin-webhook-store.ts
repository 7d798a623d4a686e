import type { KeyMode, OrderFace, WebhookState } from "@cartwright/schemas";
import { desc, eq } from "drizzle-orm";
import type { Pool } from "pg";
import type { Database } from "./client.ts";
import { webhookTries } from "./tables/index.ts";
import { isEndpointOf, OPEN_ENDPOINTS } from "./webhook-due.ts";

/** An event of any account, in the words of whichever face it is told in. */
export interface AnyWebhook {
  id: number;
  /** What its receiver knows it by. */
  webhookId: string;
  accountId: string;
  accountName: string;
  mode: KeyMode;
  /** Null: the native words, to the account's own endpoint. */
  face: OrderFace | null;
  faceEndpointId: string | null;
  event: string;
  sequence: number;
  state: WebhookState;
  tries: number;
  nextTryAt: Date;
  deliveredAt: Date | null;
  createdAt: Date;
  /** Null: a test event. */
  order: { id: string; serial: number; createdAt: Date } | null;
  /** Of its newest try; null: it has none, or they were let go of. */
  lastTry: WebhookLastTry | null;
  /** Whether there is an endpoint that it could be sent to now. */
  hasEndpoint: boolean;
}

export interface WebhookLastTry {
  /** Without its query. */
  url: string;
  statusCode: number | null;
  error: string | null;
  triedAt: Date;
}

export type WebhookTryRecord = typeof webhookTries.$inferSelect;

export interface AnyWebhookFilter {
  state?: WebhookState | undefined;
  accountId?: string | undefined;
}

interface EventRow {
  id: string;
  webhook_id: string;
  account_id: string;
  account_name: string;
  mode: KeyMode;
  face: OrderFace | null;
  face_endpoint_id: string | null;
  event: string;
  sequence: number;
  state: WebhookState;
  tries: number;
  next_try_at: Date;
  delivered_at: Date | null;
  created_at: Date;
  order_id: string | null;
  serial: string | null;
  order_created_at: Date | null;
  last_try: { url: string; status_code: number | null; error: string | null; tried_at: string } | null;
  has_endpoint: boolean;
}

/** How many tries of an event are shown, the last ones. */
const TRIES_SHOWN = 50;

// The newest try by webhook_tries_by_event, of the events of one page.
const readEvents = (
  events: string,
): string => `SELECT event.id, webhook_id, event.account_id, account.name AS account_name, event.mode,
    face, face_endpoint_id, event.event, sequence, state, tries, next_try_at, delivered_at, event.created_at, event.order_id, serial,
    orders.created_at AS order_created_at,
    (SELECT jsonb_build_object('url', url, 'status_code', status_code, 'error', error, 'tried_at', tried_at) FROM webhook_tries
      WHERE outbox_id = event.id ORDER BY webhook_tries.id DESC LIMIT 1) AS last_try,
    EXISTS (SELECT FROM ${OPEN_ENDPOINTS} AS endpoint WHERE ${isEndpointOf("endpoint", "event")}) AS has_endpoint
  FROM (${events}) AS event JOIN accounts AS account ON account.id = event.account_id
  LEFT JOIN orders ON orders.id = event.order_id LEFT JOIN face_endpoints AS told ON told.id = face_endpoint_id
  ORDER BY event.id DESC`;

// One statement a filter, each with its index: the key, outbox_gave_up or outbox_due by state, outbox_by_account by account.
const list = (name: string, condition: string) => ({
  name: `list-any-webhooks-${name}`,
  text: readEvents(
    `SELECT * FROM outbox WHERE ${condition} AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT $1`,
  ),
});
const LISTS = {
  all: list("all", "true"),
  due: list("due", "state = 'due'"),
  gave_up: list("gave-up", "state = 'gave_up'"),
  delivered: list("delivered", "state = 'delivered'"),
  skipped: list("skipped", "state = 'skipped'"),
} satisfies Record<WebhookState | "all", unknown>;
const LIST_OF_ACCOUNT = list(
  "of-account",
  "account_id = $3::uuid AND mode IN ('live', 'test') AND ($4::text IS NULL OR state::text = $4)",
);
const FIND = { name: "find-any-webhook", text: readEvents("SELECT * FROM outbox WHERE webhook_id = $1") };

/** Of all accounts, newest first, before the one with the id `before` where that is given. */
export async function listAnyWebhooks(
  pool: Pool,
  { state, accountId }: AnyWebhookFilter,
  page: { limit: number; before?: number | undefined },
): Promise<AnyWebhook[]> {
  const paged = [page.limit, page.before ?? null];
  const { rows } = await pool.query<EventRow>(
    accountId === undefined
      ? { ...LISTS[state ?? "all"], values: paged }
      : { ...LIST_OF_ACCOUNT, values: [...paged, accountId, state ?? null] },
  );
  return rows.map(toWebhook);
}

/** By the id that its receiver knows, whoever's it is. */
export async function findAnyWebhook(pool: Pool, webhookId: string): Promise<AnyWebhook | undefined> {
  return (await pool.query<EventRow>({ ...FIND, values: [webhookId] })).rows.map(toWebhook)[0];
}

/** The last ones, newest first. */
export async function listWebhookTries(db: Database, outboxId: number): Promise<WebhookTryRecord[]> {
  return await db
    .select()
    .from(webhookTries)
    .where(eq(webhookTries.outboxId, outboxId))
    .orderBy(desc(webhookTries.id))
    .limit(TRIES_SHOWN);
}

function toWebhook(row: EventRow): AnyWebhook {
  const { order_id: orderId, serial, order_created_at: orderCreatedAt, last_try: lastTry } = row;
  return {
    id: Number(row.id),
    webhookId: row.webhook_id,
    accountId: row.account_id,
    accountName: row.account_name,
    mode: row.mode,
    face: row.face,
    faceEndpointId: row.face_endpoint_id,
    event: row.event,
    sequence: row.sequence,
    state: row.state,
    tries: row.tries,
    nextTryAt: row.next_try_at,
    deliveredAt: row.delivered_at,
    createdAt: row.created_at,
    order:
      orderId === null || serial === null || orderCreatedAt === null
        ? null
        : { id: orderId, serial: Number(serial), createdAt: orderCreatedAt },
    lastTry:
      lastTry === null
        ? null
        : {
            url: lastTry.url,
            statusCode: lastTry.status_code,
            error: lastTry.error,
            triedAt: new Date(lastTry.tried_at),
          },
    hasEndpoint: row.has_endpoint,
  };
}
