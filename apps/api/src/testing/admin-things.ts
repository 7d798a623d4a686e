import { randomBytes, randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { appendEvidence, createAdminUser, listAdminUsers, placeOfEvidence } from "@cartwright/db";
import type { AttemptSteps } from "@cartwright/schemas";
import { readKeyring, seal } from "@cartwright/sealing";
import { hashPassword } from "../admin/password.ts";
import { PLACED_PRICES, placeOrder, shipOrder } from "./place-order.ts";
import { storeSeedSupplier } from "./store-catalogue.ts";
import { ORDER, type TestApi } from "./test-api.ts";

export const EVIDENCE_KEYRING = readKeyring(`test:${randomBytes(32).toString("base64")}`);
/** What a shop, a client or a user may call something: run anywhere, it would show. */
export const NASTY = `<img src=x onerror="document.title='run'">`;
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const STEPS: AttemptSteps = {
  started_at: "2026-03-01T12:00:00.000Z",
  took_ms: 4_321,
  ending: "placed",
  hosts: ["shop.example"],
  notes: [NASTY],
  steps: [{ name: "add to cart", at_ms: 820, took_ms: 90, ok: true, saw: [NASTY] }],
};

/** Something real for each page of the admin area that shows one thing: by the page's first word. */
export type AdminThings = Readonly<Record<string, string>>;

/** An order with all that an order can have, its account, a user and a supplier, all of them with nasty names. */
export async function storeAdminThings(api: TestApi): Promise<AdminThings> {
  const { pool } = api.database;
  const key = await api.newKey({ account: NASTY });
  const made = await api.post({ ...ORDER, metadata: { [NASTY]: NASTY }, po_number: NASTY }, key);
  const id = String(made.body["id"]);
  const prices = {
    ...PLACED_PRICES,
    cart_items: [{ title: NASTY, quantity: 1, unit_price: 5_000, line_total: 5_000 }],
  };
  await placeOrder(api, id, NASTY, prices);
  await shipOrder(api, id);
  await keepEvidence(api, id, "screenshot", Buffer.from(PIXEL, "base64"));
  await keepEvidence(api, id, "html", gzipSync(NASTY));
  await keepEvidence(api, id, "steps", gzipSync(JSON.stringify(STEPS)));
  await storeSeedSupplier(api.database);
  await pool.query("UPDATE suppliers SET name = $1", [NASTY]);
  const idOf = async (of: string, value: string) =>
    (await pool.query<{ id: string }>(`SELECT ${of} = $1 LIMIT 1`, [value])).rows[0]?.id ?? "";
  const passwordHash = await hashPassword("staple staple staple");
  await createAdminUser(api.database.db, { name: "Ada", passwordHash, role: "operator" });
  const [user] = await listAdminUsers(api.database.db);
  return {
    orders: id,
    accounts: await idOf("id FROM accounts WHERE name", NASTY),
    catalogue: "sup_xyz789",
    users: user?.id ?? "",
    retailers: "demo-shop",
    webhooks: await idOf("webhook_id AS id FROM outbox WHERE order_id", id),
  };
}

async function keepEvidence(
  { database }: TestApi,
  orderId: string,
  kind: "screenshot" | "html" | "steps",
  content: Buffer,
): Promise<void> {
  const id = randomUUID();
  const sealed = seal(EVIDENCE_KEYRING, placeOfEvidence(id), content);
  await appendEvidence(database.pool, { id, orderId, fence: 1, kind, label: "review", sealed, keyId: "test" });
}
