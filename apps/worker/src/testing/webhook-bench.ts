import { randomBytes, randomUUID } from "node:crypto";
import {
  createFaceEndpoint,
  ensureAccount,
  placeOfFaceSecret,
  placeOfWebhookSecret,
  type Pool,
  setWebhookUrl,
} from "@cartwright/db";
import { type Keyring, readKeyring, seal } from "@cartwright/sealing";
import type { OrderFace } from "@cartwright/schemas";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { pino } from "pino";
import { type DeliverDeps, deliverWebhook } from "../webhooks/deliver-webhook.ts";
import { openPost } from "../webhooks/post-webhook.ts";
import { openReceiverHands } from "../webhooks/receiver-hands.ts";
import { openSafeTargets } from "../webhooks/safe-target.ts";
import { openReceiver, type WebhookReceiver } from "./webhook-receiver.ts";

export interface OutboxRow {
  id: number;
  webhook_id: string;
  order_id: string | null;
  face_endpoint_id: string | null;
  event: string;
  sequence: number;
  state: string;
  tries: number;
  body: string | null;
  held_until: Date | null;
  due_in_s: number;
}

/** Another endpoint of the account, in another face's words, with its receiver. */
export interface FaceReceiver extends WebhookReceiver {
  endpointId: string;
  secret: string;
}

/** An account with an endpoint, its receiver, and what delivers to it. */
export interface WebhookBench {
  database: TestDatabase;
  receiver: WebhookReceiver;
  keyring: Keyring;
  secret: string;
  endpointId: string;
  scope: { accountId: string; mode: "test" };
  deps: DeliverDeps;
  /** An order with as many events as asked for, the first of which is its own. Returns their rows, in sequence. */
  orderWithEvents: (count: number) => Promise<OutboxRow[]>;
  addFaceEndpoint: (face: OrderFace, events: readonly string[], secret?: string) => Promise<FaceReceiver>;
  rows: (orderId?: string | null) => Promise<OutboxRow[]>;
  deliver: (outboxId: number) => Promise<number | undefined>;
  /** Whatever waits for its time is due. */
  letTimePass: () => Promise<void>;
  close: () => Promise<void>;
}

const EVENTS = ["order.started", "order.placed", "order.tracking_received", "order.shipped"];
const MANY = 100;
const ANSWER_WITHIN_MS = 1_000;

const APPEND = `INSERT INTO outbox (order_id, account_id, mode, event, sequence)
  SELECT $1, $2, 'test', event, at + 1 FROM unnest($3::text[]) WITH ORDINALITY AS more(event, at)`;

const ROWS = `SELECT id::int, webhook_id, order_id, face_endpoint_id, event, sequence, state, tries, body, held_until,
    extract(epoch FROM next_try_at - clock_timestamp())::float8 AS due_in_s
  FROM outbox WHERE $1::uuid IS NULL OR order_id = $1 ORDER BY order_id, sequence, id`;

export async function openWebhookBench(): Promise<WebhookBench> {
  const [database, receiver] = await Promise.all([createTestDatabase(), openReceiver()]);
  const { pool } = database;
  const keyring = readKeyring(`k:${randomBytes(32).toString("base64")}`);
  const secret = newSecret();
  const accountId = (await ensureAccount(database.db, "Test account")).id;
  const scope = { accountId, mode: "test" } as const;
  const id = randomUUID();
  const sealed = seal(keyring, placeOfWebhookSecret(id, "secret"), secret);
  await setWebhookUrl(pool, scope, receiver.url, { id, secret: sealed, keyId: keyring.sealsWith });

  const allowLocal = new Set([receiver.host]);
  const targets = openSafeTargets({ allowLocal });
  const others: FaceReceiver[] = [];
  const deps: DeliverDeps = {
    db: database.db,
    pool,
    keyring,
    post: openPost(targets, ANSWER_WITHIN_MS),
    receivers: openReceiverHands({ hands: 10 }),
    counters: { webhookTried: () => undefined },
    ending: new AbortController().signal,
    log: pino({ level: "silent" }),
  };
  const rows: WebhookBench["rows"] = async (orderId = null) => (await pool.query<OutboxRow>(ROWS, [orderId])).rows;
  return {
    database,
    receiver,
    keyring,
    secret,
    endpointId: id,
    scope,
    deps,
    rows,
    addFaceEndpoint: async (face, events, faceSecret = newSecret()) => {
      const other = await addFaceEndpoint({ pool, keyring, scope }, face, events, faceSecret);
      allowLocal.add(other.host);
      others.push(other);
      return other;
    },
    orderWithEvents: async (count) => {
      const orderId = await acceptTestOrder(database);
      await pool.query(APPEND, [orderId, accountId, EVENTS.slice(0, count - 1)]);
      return await rows(orderId);
    },
    deliver: (outboxId) => deliverWebhook(deps, outboxId),
    letTimePass: async () => {
      await pool.query(
        "UPDATE outbox SET next_try_at = now(), look_at = now() WHERE state = 'due' AND held_until IS NULL",
      );
    },
    close: async () => {
      await Promise.all([receiver, ...others].map((each) => each.goDown()));
      await targets.close();
      await database.close();
    },
  };
}

async function addFaceEndpoint(
  { pool, keyring, scope }: { pool: Pool; keyring: Keyring; scope: WebhookBench["scope"] },
  face: OrderFace,
  events: readonly string[],
  secret: string,
): Promise<FaceReceiver> {
  const [receiver, id] = [await openReceiver(), randomUUID()];
  const sealed = seal(keyring, placeOfFaceSecret(id), secret);
  const wanted = { id, url: receiver.url, events, isActive: true, secret: sealed, keyId: keyring.sealsWith };
  await createFaceEndpoint(pool, { ...scope, face }, wanted, MANY);
  return Object.assign(receiver, { endpointId: id, secret });
}

export const newSecret = (): string => `whsec_${randomBytes(24).toString("base64")}`;
