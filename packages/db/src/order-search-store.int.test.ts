import { createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { sql } from "drizzle-orm";
import { ensureAccount, type OrderFilters, orderRows, searchOrders } from "./index.ts";

const ORDERS = 20_000;

let database: TestDatabase;
let accountId: string;

/** Orders of two accounts in turn; every 500th has metadata of its own, and one in a hundred is still open. */
const FILL = `INSERT INTO orders (id, account_id, mode, idempotency_key, fingerprint, retailer, max_price_cents,
    shipping_address, address_sent, address_validation, marker, metadata, status, phase, confirmation, charged)
  SELECT gen_random_uuid(), CASE WHEN n % 2 = 0 THEN $1::uuid ELSE $2::uuid END, 'test', 'key-' || n, repeat('0', 64),
    'demo-shop', 20000, '{}', '{}', '{}', 'CW-' || n,
    CASE WHEN n % 500 = 0 THEN jsonb_build_object('batch', n::text) WHEN n % 3 = 0 THEN '{"source": "shop"}' ELSE '{}' END,
    CASE WHEN is_placed THEN 'order_placed' ELSE 'pending' END::order_status,
    CASE WHEN is_placed THEN 'done' ELSE 'queued' END::order_phase,
    CASE WHEN is_placed THEN jsonb_build_object('merchant_order_ids', jsonb_build_array('112-' || n || '-7')) END,
    CASE WHEN is_placed THEN 'yes' END::charged
  FROM generate_series(1, ${ORDERS}) AS n, LATERAL (SELECT n % 100 <> 50 AS is_placed) AS state`;

beforeAll(async () => {
  database = await createTestDatabase();
  accountId = (await ensureAccount(database.db, "One")).id;
  const other = await ensureAccount(database.db, "Another");
  await database.pool.query(FILL, [accountId, other.id]);
  await database.pool.query("VACUUM ANALYZE orders");
});

afterAll(() => database.close());

interface PlanNode {
  "Node Type": string;
  "Index Name"?: string;
  "Actual Rows"?: number;
  Plans?: PlanNode[];
}

/** The nodes of the plan that Postgres makes for a page, each with its index. */
async function planOf(filters: OrderFilters, page: { offset?: number; beforeSerial?: number } = {}): Promise<string[]> {
  const rows = orderRows(database.db, { accountId, mode: "test" }, filters, {
    limit: 20,
    withCheckpoints: false,
    ...page,
  });
  const explained = await database.db.execute<{ "QUERY PLAN": [{ Plan: PlanNode }] }>(
    sql`EXPLAIN (FORMAT JSON) ${rows.getSQL()}`,
  );
  const nodes: string[] = [];
  const walk = (node: PlanNode): void => {
    nodes.push(node["Index Name"] === undefined ? node["Node Type"] : `${node["Node Type"]} ${node["Index Name"]}`);
    for (const child of node.Plans ?? []) walk(child);
  };
  const plan = explained.rows[0]?.["QUERY PLAN"][0].Plan;
  if (plan !== undefined) walk(plan);
  return nodes;
}

test("a page is read from the index, whichever page it is: nothing is sorted", async () => {
  const pages = [{}, { offset: 400 }, { beforeSerial: ORDERS - 100 }, { beforeSerial: 1_000 }];
  for (const page of pages) expect(await planOf({}, page)).toEqual(["Limit", "Index Scan orders_by_account"]);
});

test.each<[string, OrderFilters, string]>([
  ["metadata", { metadata: { key: "batch", value: "500" } }, "orders_by_metadata"],
  ["the retailer's number", { merchantOrderId: "112-500-7" }, "orders_by_merchant_order_id"],
  ["the beginning of the id", { idPrefix: "0123456" }, "orders_pkey"],
  ["the idempotency key", { idempotencyKey: "key-500" }, "orders_one_per_key"],
  ["an open status", { status: "in_progress" }, "orders_open"],
])("orders are found by %s in an index", async (_what, filters, index) => {
  expect((await planOf(filters)).join("; ")).toContain(index);
});

test("finds by those what there is", async () => {
  const found = async (filters: OrderFilters) =>
    (await searchOrders(database.db, { accountId, mode: "test" }, filters, { limit: 5, withCheckpoints: false })).orders
      .map((order) => order.idempotencyKey); // prettier-ignore
  expect(await found({ metadata: { key: "batch", value: "500" } })).toEqual(["key-500"]);
  expect(await found({ merchantOrderId: "1125007" })).toEqual(["key-500"]);
  expect(await found({ idempotencyKey: "key-500" })).toEqual(["key-500"]);
});
