import { randomUUID } from "node:crypto";
import { ensureAccount } from "@cartwright/db";
import type { KeyMode } from "@cartwright/schemas";
import { SAN_FRANCISCO, type TestDatabase } from "@cartwright/testing";
import { PRODUCT_URL } from "./test-api.ts";

/** What a status wants beside itself. */
export const IN_STATUS = {
  pending: { status: "pending", phase: "queued" },
  in_progress: { status: "in_progress", phase: "queued" },
  order_failed: { status: "order_failed", phase: "done", failure_code: "product_not_found", charged: "no" },
  order_placed: {
    status: "order_placed",
    phase: "done",
    charged: "yes",
    confirmation: { merchant_order_ids: ["HP-1"] },
  },
} as const;

interface StoredOrder {
  account?: string;
  mode?: KeyMode;
  /** Columns of `orders`, whatever state they make it. */
  columns?: Record<string, unknown>;
}

/** Puts an order with one line into the database as it is to be, without the way there. */
export async function storeOrder(database: TestDatabase, order: StoredOrder = {}): Promise<string> {
  const { id: accountId } = await ensureAccount(database.db, order.account ?? "Test account");
  const id = randomUUID();
  const columns: Record<string, unknown> = {
    id,
    account_id: accountId,
    mode: order.mode ?? "test",
    idempotency_key: randomUUID(),
    fingerprint: "0".repeat(64),
    retailer: "demo-shop",
    max_price_cents: 20_000,
    shipping_address: SAN_FRANCISCO,
    address_sent: SAN_FRANCISCO,
    address_validation: { provider: "offline", verdict: "accept", degraded: false },
    marker: `CW-${id}`,
    ...IN_STATUS.pending,
    ...order.columns,
  };
  await insert(database, "orders", columns);
  const placed = columns["id"];
  await insert(database, "order_items", { order_id: placed, position: 0, url: PRODUCT_URL, quantity: 2 });
  return String(placed);
}

/** A row of any table; an object is JSON. */
export async function insert(database: TestDatabase, table: string, row: Record<string, unknown>): Promise<void> {
  const places = Object.keys(row).map((_column, index) => `$${index + 1}`);
  const statement = `INSERT INTO ${table} (${Object.keys(row).join(", ")}) VALUES (${places.join(", ")})`;
  await database.pool.query(statement, Object.values(row));
}
