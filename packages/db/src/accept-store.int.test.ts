import { createTestDatabase, newOrder, type TestDatabase } from "@cartwright/testing";
import { acceptOrder, type AcceptResult, ensureAccount, findOrder, listOrderEvents, setSpendLimits } from "./index.ts";

let database: TestDatabase;
let accountId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  accountId = (await ensureAccount(database.db, "Test account")).id;
});
afterAll(() => database.close());

const countOf = async (sql: string, ...values: unknown[]): Promise<number> =>
  Number((await database.pool.query<{ n: string }>(`SELECT count(*) AS n FROM ${sql}`, values)).rows[0]?.n);

test("order, lines, first event and webhook are written together", async () => {
  const order = newOrder(accountId, {
    items: [
      { url: "http://shop.test/products/a", quantity: 2, variant: [{ label: "Size", value: "M" }] },
      { url: "http://shop.test/products/b", quantity: 1, variant: null },
    ],
  });
  expect(await acceptOrder(database.pool, order)).toEqual({ kind: "created", orderId: order.id });
  const stored = await findOrder(database.db, { accountId, mode: "test" }, order.id);
  expect(stored).toMatchObject({
    status: "pending",
    phase: "queued",
    fence: 0,
    attempts: 0,
    marker: expect.stringMatching(/^CW-[0-9A-Z]{10}$/),
  });
  expect(stored?.items.map(({ url, quantity, variant }) => ({ url, quantity, variant }))).toEqual(order.items);
  expect((await listOrderEvents(database.db, order.id)).map((event) => event.type)).toEqual(["order_created"]);
  expect(await countOf("outbox WHERE order_id = $1 AND event = 'order.created'", order.id)).toBe(1);
});

test("200 concurrent orders under one key make one order, and all learn which", async () => {
  const key = "one-key";
  const results = await Promise.all(
    Array.from({ length: 200 }, () => acceptOrder(database.pool, newOrder(accountId, { idempotencyKey: key }))),
  );
  const kinds = (kind: AcceptResult["kind"]) => results.filter((result) => result.kind === kind);
  expect(kinds("created")).toHaveLength(1);
  expect(kinds("exists")).toHaveLength(199);
  expect(new Set(results.map((result) => ("orderId" in result ? result.orderId : ""))).size).toBe(1);
  expect(await countOf("orders WHERE idempotency_key = $1", key)).toBe(1);
});

test("a key that is being accepted right now is in flight, after the lock timeout and not later", async () => {
  const order = newOrder(accountId);
  const other = await database.pool.connect();
  await other.query("BEGIN");
  await other.query(
    `INSERT INTO orders (id, account_id, mode, idempotency_key, fingerprint, retailer, max_price_cents, shipping_address,
      address_sent, address_validation, marker) VALUES (gen_random_uuid(), $1, 'test', $2, '', 'demo-shop', 1, '{}', '{}', '{}', 'M')`,
    [accountId, order.idempotencyKey],
  );
  const startedAt = performance.now();
  expect(await acceptOrder(database.pool, order)).toEqual({ kind: "in_flight" });
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  await other.query("ROLLBACK");
  other.release();
  expect(await acceptOrder(database.pool, order)).toMatchObject({ kind: "created" });
});

const LOST = () => Object.assign(new Error("Connection terminated unexpectedly"), { code: "ECONNRESET" });

test("an accept whose answer was lost is sent again and finds its own order", async () => {
  const order = newOrder(accountId, { isUnlimited: true });
  let isCut = false;
  // The first answer is lost after the commit, as a cut connection loses it.
  const cutting = {
    query: async (...args: Parameters<typeof database.pool.query>) => {
      const answer: unknown = await (database.pool.query as (...all: unknown[]) => Promise<unknown>)(...args);
      if (isCut) return answer;
      isCut = true;
      throw LOST();
    },
  };
  expect(await acceptOrder(cutting as unknown as typeof database.pool, order)).toEqual({
    kind: "created",
    orderId: order.id,
  });
  expect(await countOf("orders WHERE id = $1", order.id)).toBe(1);
});

test("within spend limits, too, an accept whose COMMIT's answer was lost finds its own order, and counts it once", async () => {
  await setSpendLimits(database.db, { accountName: "Test account" }, { orderLimit: 1_000 });
  const order = newOrder(accountId);
  let cuts = 0;
  const connect = async () => {
    const client = await database.pool.connect();
    const send = client.query.bind(client) as (...all: unknown[]) => Promise<unknown>;
    const query = async (...args: unknown[]) => {
      const answer = await send(...args);
      if (args[0] === "COMMIT" && (cuts += 1) === 1) throw LOST();
      return answer;
    };
    return { query, release: () => client.release() };
  };
  const cutting = { connect, query: database.pool.query.bind(database.pool) };
  expect(await acceptOrder(cutting as unknown as typeof database.pool, order)).toEqual({
    kind: "created",
    orderId: order.id,
  });
  expect([cuts, await countOf("orders WHERE id = $1", order.id)]).toEqual([2, 1]);
});

test.each([true, false])(
  "a database that gives no answer makes the order unavailable (no limits: %s)",
  async (isUnlimited) => {
    const refuse = () => Promise.reject(Object.assign(new Error("refused"), { code: "ECONNREFUSED" }));
    const dead = { query: refuse, connect: refuse };
    const result = await acceptOrder(dead as unknown as typeof database.pool, newOrder(accountId, { isUnlimited }));
    expect(result.kind).toBe("unavailable");
  },
);
