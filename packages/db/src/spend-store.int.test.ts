import { randomUUID } from "node:crypto";
import { onlyTotal } from "@cartwright/schemas";
import { createTestDatabase, newOrder, type TestDatabase } from "@cartwright/testing";
import {
  acceptOrder,
  type AcceptResult,
  cancelOrder,
  type ClaimedOrder,
  claimOrder,
  commitSubmit,
  createApiKey,
  ensureAccount,
  type NewOrder,
  type NewSpendLimits,
  readSpending,
  recordPlaced,
  setSpendLimits,
} from "./index.ts";

const WORKER = "00000000-0000-4000-8000-00000000000a";

let database: TestDatabase;
let accountName: string;
let accountId: string;
let keyId: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

// An account of its own for every test: what one spends is nothing to the other.
beforeEach(async () => {
  accountName = randomUUID();
  accountId = (await ensureAccount(database.db, accountName)).id;
  keyId = await newKey();
});

async function newKey(): Promise<string> {
  const sha256 = (randomUUID() + randomUUID()).replaceAll("-", "");
  return (await createApiKey(database.db, { accountId, mode: "test", sha256, hint: "cw_test_x", scopes: [] })).id;
}

const limit = (limits: NewSpendLimits) => setSpendLimits(database.db, { accountName }, limits);
const order = (overrides: Partial<NewOrder> = {}) =>
  newOrder(accountId, { apiKeyId: keyId, maxPriceCents: 1_000, ...overrides });
const accept = (overrides: Partial<NewOrder> = {}) => acceptOrder(database.pool, order(overrides));
const kinds = (results: AcceptResult[], kind: AcceptResult["kind"]) => results.filter((one) => one.kind === kind);
const spending = () => readSpending(database.pool, { accountId, mode: "test", keyId });

async function place(orderId: string, totalCents: number | null): Promise<void> {
  const claim = (await claimOrder(database, { orderId, workerId: WORKER, leaseMs: 60_000 })) as ClaimedOrder;
  const prices = onlyTotal(totalCents);
  const intent = { expectedTotalCents: 1_000, cartHash: "c", isMarkerShown: true, releaseWithinMs: 1, prices };
  await commitSubmit(database.pool, claim, intent);
  const confirmation = { merchant_order_ids: ["HP-1"] };
  await recordPlaced(database.db, claim, { confirmation, prices, estimatedDelivery: null });
}

test("of 50 orders at once of $10 each, a limit of $100 takes exactly 10", async () => {
  await limit({ spendLimitCents: 10_000 });
  const results = await Promise.all(Array.from({ length: 50 }, () => accept()));
  expect(kinds(results, "created")).toHaveLength(10);
  expect(kinds(results, "over_limit")).toHaveLength(40);
  const { rows } = await database.pool.query("SELECT id FROM orders WHERE account_id = $1", [accountId]);
  expect(rows).toHaveLength(10);
  expect((await spending()).account).toMatchObject({ spentCents: 0, reservedCents: 10_000, orders: 10 });
});

test("an order that is there is found again although the limit is used up, and counts once", async () => {
  await limit({ spendLimitCents: 1_000 });
  const first = order();
  expect(await acceptOrder(database.pool, first)).toMatchObject({ kind: "created" });
  expect(await acceptOrder(database.pool, first)).toEqual({ kind: "created", orderId: first.id });
  expect(await accept({ idempotencyKey: first.idempotencyKey })).toEqual({ kind: "exists", orderId: first.id });
  expect(await accept()).toMatchObject({ kind: "over_limit", breach: { scope: "account", of: "money" } });
});

test("what is refused leaves its key free, and nothing behind", async () => {
  await limit({ spendLimitCents: 999 });
  const refused = order();
  expect(await acceptOrder(database.pool, refused)).toMatchObject({
    kind: "over_limit",
    breach: { limitCents: 999, spentCents: 0, reservedCents: 0, neededCents: 1_000 },
    resetsAt: expect.any(Date),
  });
  const { rows } = await database.pool.query("SELECT FROM outbox WHERE account_id = $1", [accountId]);
  expect(rows).toEqual([]);
  await limit({ spendLimitCents: 1_000 });
  expect(await acceptOrder(database.pool, refused)).toMatchObject({ kind: "created" });
});

test("orders a day are counted as money is", async () => {
  await limit({ orderLimit: 3 });
  const results = await Promise.all(Array.from({ length: 8 }, () => accept()));
  expect(kinds(results, "created")).toHaveLength(3);
  expect(kinds(results, "over_limit")).toHaveLength(5);
});

test("a key has its own limit within its account's, and other keys have what it leaves", async () => {
  await limit({ spendLimitCents: 3_000 });
  await setSpendLimits(database.db, { keyId }, { spendLimitCents: 1_000 });
  const other = await newKey();
  expect(await accept()).toMatchObject({ kind: "created" });
  expect(await accept()).toMatchObject({ kind: "over_limit", breach: { scope: "key", limitCents: 1_000 } });
  expect(await accept({ apiKeyId: other })).toMatchObject({ kind: "created" });
  expect(await accept({ apiKeyId: other })).toMatchObject({ kind: "created" });
  expect(await accept({ apiKeyId: other })).toMatchObject({ kind: "over_limit", breach: { scope: "account" } });
});

test("an order that failed uncharged frees its money and its place", async () => {
  await limit({ spendLimitCents: 1_000, orderLimit: 1 });
  const first = order();
  await acceptOrder(database.pool, first);
  expect(await accept()).toMatchObject({ kind: "over_limit" });
  await cancelOrder(database.pool, { accountId, mode: "test" }, first.id);
  expect(await accept()).toMatchObject({ kind: "created" });
});

test("one that may have been charged frees nothing", async () => {
  await limit({ spendLimitCents: 1_000 });
  const first = order();
  await acceptOrder(database.pool, first);
  await cancelOrder(database.pool, { accountId, mode: "test" }, first.id);
  await database.pool.query("UPDATE orders SET charged = 'unknown' WHERE id = $1", [first.id]);
  expect(await accept()).toMatchObject({ kind: "over_limit" });
});

test("a placed order counts what it cost, and what it may have cost where that was not read", async () => {
  await limit({ spendLimitCents: 2_000 });
  const [read, unread] = [order(), order()];
  for (const [each, total] of [[read, 400], [unread, null]] as const) {
    await acceptOrder(database.pool, each);
    await place(each.id, total);
  } // prettier-ignore
  expect((await spending()).account).toMatchObject({ spentCents: 1_400, reservedCents: 0, orders: 2 });
  expect(await accept({ maxPriceCents: 601 })).toMatchObject({ kind: "over_limit", breach: { spentCents: 1_400 } });
  expect(await accept({ maxPriceCents: 600 })).toMatchObject({ kind: "created" });
});

test("yesterday's orders, and those of the other mode, are not today's", async () => {
  await limit({ spendLimitCents: 1_000 });
  const [yesterday, live] = [order(), order({ mode: "live" })];
  await acceptOrder(database.pool, yesterday);
  await database.pool.query(
    "UPDATE orders SET created_at = date_trunc('day', now(), 'UTC') - interval '1 second' WHERE id = $1",
    [yesterday.id],
  );
  expect(await acceptOrder(database.pool, live)).toMatchObject({ kind: "created" });
  expect(await accept()).toMatchObject({ kind: "created" });
  expect(await accept()).toMatchObject({ kind: "over_limit" });
});

test("an account whose orders another one counts for too long says so, and stores nothing", async () => {
  await limit({ spendLimitCents: 10_000 });
  const holder = await database.pool.connect();
  await holder.query("BEGIN");
  await holder.query("SELECT FROM accounts WHERE id = $1 FOR NO KEY UPDATE", [accountId]);
  expect(await accept()).toEqual({ kind: "busy" });
  await holder.query("ROLLBACK");
  holder.release();
  expect((await spending()).account.orders).toBe(0);
});

test("one retry of a failed order is stored, however many come at once", async () => {
  const failed = order();
  await acceptOrder(database.pool, failed);
  await cancelOrder(database.pool, { accountId, mode: "test" }, failed.id);
  for (const isUnlimited of [true, false]) {
    const results = await Promise.all(Array.from({ length: 10 }, () => accept({ retryOf: failed.id, isUnlimited })));
    expect(kinds(results, "created")).toHaveLength(isUnlimited ? 1 : 0);
    expect(kinds(results, "exists")).toHaveLength(isUnlimited ? 9 : 10);
    expect(new Set(results.map((one) => ("orderId" in one ? one.orderId : ""))).size).toBe(1);
  }
});
