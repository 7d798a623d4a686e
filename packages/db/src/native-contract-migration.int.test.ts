import { randomBytes, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { requirePostgresUrl } from "@cartwright/testing";
import { Client } from "pg";

const FOLDER = join(__dirname, "..", "migrations");
const NEWEST = "0007_native_contract.sql";

let server: Client;
let client: Client;
const name = `cartwright_upgrade_${randomBytes(6).toString("hex")}`;

beforeAll(async () => {
  server = new Client({ connectionString: requirePostgresUrl() });
  await server.connect();
  await server.query(`CREATE DATABASE ${name}`);
  const url = new URL(requirePostgresUrl());
  url.pathname = `/${name}`;
  client = new Client({ connectionString: url.href });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await server.end();
});

/** As the migrator does it: a file's statements, in one transaction. */
async function run(file: string): Promise<void> {
  await client.query("BEGIN");
  for (const statement of readFileSync(join(FOLDER, file), "utf8").split("--> statement-breakpoint")) {
    if (statement.trim() !== "") await client.query(statement);
  }
  await client.query("COMMIT");
}

/** What an account, its key, a placed order and a managed account looked like before. */
async function fill(accountId: string, orderId: string): Promise<void> {
  const hash = "0".repeat(64);
  await client.query("INSERT INTO accounts (id, name) VALUES ($1, 'Ada')", [accountId]);
  await client.query(
    "INSERT INTO api_keys (account_id, mode, sha256, hint, scopes) VALUES ($1, 'test', $2, 'h', '{orders:read,orders:write}'), ($1, 'test', $3, 'h', '{orders:read}')",
    [accountId, hash, "1".repeat(64)],
  );
  await client.query(
    `INSERT INTO orders (id, account_id, mode, idempotency_key, fingerprint, retailer, max_price_cents, shipping_address,
      address_sent, address_validation, marker) VALUES ($1, $2, 'test', 'k', $3, 'demo-shop', 100, '{}', '{}', '{}', 'CW-1')`,
    [orderId, accountId, hash],
  );
  await client.query(
    "INSERT INTO order_events (order_id, type, label, source) VALUES ($1, 'order_accepted', 'Order accepted', 'api')",
    [orderId],
  );
  await client.query("INSERT INTO outbox (order_id, event, sequence) VALUES ($1, 'order.created', 1)", [orderId]);
  await client.query("INSERT INTO retailers (id) VALUES ('demo-shop'), ('mugs')");
  await client.query(
    `INSERT INTO retailer_accounts (id, account_id, retailer_id, label, login, password, key_id)
      SELECT gen_random_uuid(), $1, id, 'main', '\\x00', '\\x00', 'k' FROM retailers`,
    [accountId],
  );
}

test("migration 0007 takes along what is there: orders, timelines, events, keys and managed accounts", async () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".sql") && file < NEWEST);
  for (const file of files.toSorted()) await run(file);
  const accountId = randomUUID();
  const orderId = randomUUID();
  await fill(accountId, orderId);
  await run(NEWEST);

  const rowsOf = async (query: string): Promise<unknown[]> => (await client.query<Record<string, unknown>>(query)).rows;
  expect(await rowsOf("SELECT type::text, label FROM order_events")).toEqual([
    { type: "order_created", label: "Order accepted" },
  ]);
  // Nobody was told of it when it happened: nobody is told of it now.
  expect(await rowsOf("SELECT order_id, account_id, mode::text, state::text FROM outbox")).toEqual([
    { order_id: orderId, account_id: accountId, mode: "test", state: "skipped" },
  ]);
  expect(await rowsOf("SELECT array_length(scopes, 1) AS scopes FROM api_keys ORDER BY sha256")).toEqual([
    { scopes: 6 },
    { scopes: 1 },
  ]);
  const accounts = await rowsOf("SELECT retailer_id, mode::text, short_id FROM retailer_accounts ORDER BY 1");
  expect(accounts).toMatchObject([
    { retailer_id: "demo-shop", mode: "test", short_id: expect.stringMatching(/^cw_acct_[0-9A-F]{8}$/) },
    { retailer_id: "mugs", mode: "live", short_id: expect.stringMatching(/^cw_acct_[0-9A-F]{8}$/) },
  ]);
  expect(await rowsOf("SELECT is_gift, fulfillment, concessions FROM orders")).toEqual([
    { is_gift: false, fulfillment: {}, concessions: [] },
  ]);
});
