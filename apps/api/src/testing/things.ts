import { randomBytes, randomUUID } from "node:crypto";
import type { Route } from "../http/route.ts";
import { ORDER, PRODUCT_URL, type TestApi } from "./test-api.ts";

type Owned = NonNullable<Route["owns"]>;

/** Something real, and an id like its own that nothing has. */
export interface Thing {
  id: string;
  absentId: string;
}

interface Owner {
  account_id: string;
  mode: string;
  id: string;
}

/** Makes one of a kind, for the account and the mode of a key. A kind that is not here fails the tests of ownership by its name. */
export const THINGS: Record<Owned, (api: TestApi, key: string) => Promise<Thing>> = {
  order: async (api, key) => ({ id: await makeOrder(api, key), absentId: randomUUID() }),

  "supplier order": async (api, key) => {
    const id = await makeOrder(api, key);
    const { rows } = await api.database.pool.query<{ id: string; absent: string }>(
      `SELECT 'ord_' || year || lpad(serial::text, 4, '0') AS id, 'ord_' || year || 99990000 + serial AS absent
       FROM orders, to_char(created_at AT TIME ZONE 'UTC', 'YYYY_') AS year WHERE id = $1`,
      [id],
    );
    return { id: rows[0]?.id ?? "", absentId: rows[0]?.absent ?? "" };
  },

  "bulk batch": async (api, key) => {
    const owner = await ownerOf(api, key);
    const id = randomUUID();
    await api.database.pool.query(
      `INSERT INTO bulk_batches (id, account_id, mode, api_key_id, fingerprint, row_count, status)
       VALUES ($1, $2, $3, $4, $5, 0, 'completed')`,
      [id, owner.account_id, owner.mode, owner.id, "0".repeat(64)],
    );
    return { id, absentId: randomUUID() };
  },

  "webhook delivery": async (api, key) => {
    const owner = await ownerOf(api, key);
    const id = randomUUID();
    await api.database.pool.query(
      `INSERT INTO outbox (webhook_id, account_id, mode, event, sequence, state, body)
       VALUES ($1, $2, $3, 'webhook.test', 0, 'gave_up', '{}')`,
      [id, owner.account_id, owner.mode],
    );
    return { id, absentId: randomUUID() };
  },

  "supplier webhook": async (api, key) => ({
    id: `wh_${(await makeFaceEndpoint(api, key, "supplier")).replaceAll("-", "")}`,
    absentId: `wh_${randomBytes(16).toString("hex")}`,
  }),

  "platform order": async (api, key) => ({ id: await makeCart(api, key), absentId: "999999999" }),

  "platform line item": async (api, key) => {
    const { rows } = await api.database.pool.query<{ id: string }>(
      "SELECT id FROM platform_line_items WHERE cart_id = $1",
      [await makeCart(api, key)],
    );
    return { id: rows[0]?.id ?? "", absentId: "999999999" };
  },

  "platform address": async (api, key) => {
    const owner = await ownerOf(api, key);
    const { rows } = await api.database.pool.query<{ id: string }>(
      "INSERT INTO platform_addresses (account_id, mode, city) VALUES ($1, $2, 'New York') RETURNING id",
      [owner.account_id, owner.mode],
    );
    return { id: rows[0]?.id ?? "", absentId: "999999999" };
  },

  // One an order, from the state on in which its address is known; it has the order's id.
  "platform shipment": async (api, key) => {
    const id = await makeCart(api, key);
    await api.database.pool.query("UPDATE platform_carts SET state = 'delivery' WHERE id = $1", [id]);
    return { id, absentId: "999999999" };
  },

  "platform subscriber": async (api, key) => ({
    id: await makeFaceEndpoint(api, key, "platform"),
    absentId: randomUUID(),
  }),

  "managed account": async (api, key) => {
    const login = { email: `${randomUUID()}@example.com`, password: "hunter22", retailer: "demo-shop" };
    const { status, body, text } = await api.send("POST", "/managed-accounts", { key, body: login });
    if (status !== 201) throw new Error(`a managed account was not kept: ${text}`);
    return { id: String(body["short_id"]), absentId: `cw_acct_${randomBytes(4).toString("hex")}` };
  },

  "return request": async (api, key) => {
    const owner = await ownerOf(api, key);
    const id = randomUUID();
    await api.database.pool.query(
      `INSERT INTO return_requests (id, order_id, account_id, mode, reason, items) VALUES ($1, $2, $3, $4, 'other', '[]')`,
      [id, await makeOrder(api, key), owner.account_id, owner.mode],
    );
    return { id, absentId: randomUUID() };
  },
};

async function makeOrder(api: TestApi, key: string): Promise<string> {
  const { status, body } = await api.post(ORDER, key);
  if (status !== 201) throw new Error(`an order was not accepted: ${JSON.stringify(body)}`);
  return String(body["id"]);
}

/** One that could be completed. */
async function makeCart(api: TestApi, key: string): Promise<string> {
  const { first_name: firstname, last_name: lastname, address_line1: address1, city } = ORDER.shipping_address;
  const to = { firstname, lastname, address1, city, state_name: "CA", zipcode: "94105", country_id: "US" };
  const order = {
    line_items_attributes: [{ variant_id: await anyVariant(api), quantity: 1 }],
    ship_address_attributes: { ...to, phone: ORDER.shipping_address.phone_number },
  };
  const { status, body, text } = await api.send("POST", "/api/v2/platform/orders", { key, body: { order } });
  if (status !== 201) throw new Error(`a cart was not made: ${text}`);
  return (body["data"] as { id: string }).id;
}

/** Of a supplier of its own. */
async function anyVariant({ database }: TestApi): Promise<number> {
  const name = randomBytes(8).toString("hex");
  const { rows } = await database.pool.query<{ id: number }>(
    `WITH supplier AS (INSERT INTO suppliers (id, mode, name) VALUES ('sup_' || $1, 'test', $1) RETURNING id),
       product AS (INSERT INTO catalogue_products (id, supplier_id, name) SELECT 'prod_' || $1, id, $1 FROM supplier RETURNING id)
     INSERT INTO catalogue_variants (product_id, position, sku, mode, price_cents, url)
     SELECT id, 0, $1, 'test', 100, $2 FROM product RETURNING id::int AS id`,
    [name, PRODUCT_URL],
  );
  return rows[0]?.id ?? 0;
}

/** However many there are. */
async function makeFaceEndpoint(api: TestApi, key: string, face: "supplier" | "platform"): Promise<string> {
  const owner = await ownerOf(api, key);
  const id = randomUUID();
  await api.database.pool.query(
    `INSERT INTO face_endpoints (id, account_id, mode, face, url, events, secret, key_id)
     VALUES ($1, $2, $3, $4, 'https://example.com/', '{}', '', 'none')`,
    [id, owner.account_id, owner.mode, face],
  );
  return id;
}

async function ownerOf({ database }: TestApi, key: string): Promise<Owner> {
  const { rows } = await database.pool.query<Owner>(
    "SELECT account_id, mode, id FROM api_keys WHERE sha256 = encode(sha256($1::bytea), 'hex')",
    [Buffer.from(key)],
  );
  const [owner] = rows;
  if (owner === undefined) throw new Error("there is no such key");
  return owner;
}
