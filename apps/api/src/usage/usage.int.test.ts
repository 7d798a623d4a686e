import { type NewSpendLimits, setSpendLimits } from "@cartwright/db";
import { ErrorBody } from "@cartwright/schemas";
import { insert, storeOrder } from "../testing/store-order.ts";
import { ORDER, startTestApi, type TestApi } from "../testing/test-api.ts";
import { UsageReport } from "./present-usage.ts";
import { Wallet } from "./present-wallet.ts";

const DAY_MS = 86_400_000;

let api: TestApi;
let account: string;
let key: string;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

let accounts = 0;
beforeEach(async () => {
  account = `Account ${(accounts += 1)}`;
  key = await api.newKey({ account });
});

const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);
const store = (columns: Record<string, unknown>) => storeOrder(api.database, { account, columns });
const PLACED = {
  status: "order_placed",
  phase: "done",
  charged: "yes",
  confirmation: { merchant_order_ids: ["HP-1"] },
  placed_total_cents: 700,
};
const FAILED = { status: "order_failed", phase: "done", charged: "no", failure_code: "cancelled" };

const limit = (limits: NewSpendLimits) => setSpendLimits(api.database.db, { accountName: account }, limits);
const usage = async (query = ""): Promise<UsageReport> =>
  UsageReport.parse((await api.get(`/usage${query}`, key)).body);
const wallet = async (): Promise<Wallet> => Wallet.parse((await api.get("/wallet/me", key)).body);
/** With a key that nobody remembers without its limits. */
const post = async (body: object = {}) => await api.post({ ...ORDER, ...body }, await api.newKey({ account }));

it("tells what was ordered a day, beside the window before", async () => {
  await store({ max_price_cents: 1_000 });
  await store({ ...PLACED });
  await store({ ...PLACED, created_at: daysAgo(1) });
  await store({ ...FAILED, created_at: daysAgo(2) });
  await store({ ...PLACED, placed_total_cents: 50, created_at: daysAgo(4) });
  await store({ ...PLACED, created_at: daysAgo(9) });
  const { window_days, since, metrics } = await usage("?window_days=3");
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  expect([window_days, Date.parse(since)]).toEqual([3, today - 2 * DAY_MS]);
  expect(metrics).toEqual({
    orders_created: { total: 4, prev_total: 1, series: [1, 1, 2] },
    orders_placed: { total: 2, prev_total: 1, series: [0, 1, 1] },
    orders_failed: { total: 1, prev_total: 0, series: [1, 0, 0] },
    spent_cents: { total: 1_400, prev_total: 50, series: [0, 700, 700] },
    reserved_cents: { total: 1_000, prev_total: 0, series: [0, 0, 1_000] },
  });
});

it("lists the last orders as the calls that they were", async () => {
  const first = await store({});
  await insert(api.database, "order_items", { order_id: first, position: 1, url: "http://x.test/", quantity: 1 });
  await store({});
  const { recent } = await usage("?recent=5");
  expect(recent.map((call) => [call.endpoint, call.retailer, call.result_count])).toEqual([
    ["POST /orders", "demo-shop", 1],
    ["POST /orders", "demo-shop", 2],
  ]);
  expect((await usage("?recent=0")).recent).toEqual([]);
  expect((await usage("?recent=1")).recent).toHaveLength(1);
});

it("has a full series for an account without orders, and refuses a window that is none", async () => {
  const { window_days, metrics, recent } = await usage();
  expect([window_days, recent, metrics["orders_created"]?.series]).toEqual([
    30,
    [],
    Array.from({ length: 30 }, () => 0),
  ]);
  for (const query of ["?window_days=0", "?window_days=91", "?recent=101", "?days=1"]) {
    expect((await api.get(`/usage${query}`, key)).status).toBe(422);
  }
});

it("a wallet without a limit blocks nothing, and says so", async () => {
  await store(PLACED);
  const first = await wallet();
  expect(first).toMatchObject({
    balance: 0,
    spendable_balance: 0,
    billed_by_invoice: true,
    wallet_type: "purchases",
    order_fee_cents: 0,
    spend_limit: null,
    order_limit: null,
    resets_at: null,
    spent_today: 700,
    orders_today: 1,
  });
  expect(first.user_id).toBeGreaterThan(0);
  expect((await wallet()).user_id).toBe(first.user_id);
});

it("a wallet shows what is left of the limit that would be reached first", async () => {
  await limit({ spendLimitCents: 10_000, orderLimit: 9 });
  await store({ max_price_cents: 1_000 });
  await store(PLACED);
  await store(FAILED);
  expect(await wallet()).toMatchObject({
    scope: "account",
    balance: 9_300,
    spendable_balance: 8_300,
    billed_by_invoice: false,
    spend_limit: 10_000,
    spent_today: 700,
    reserved_today: 1_000,
    orders_today: 2,
    order_limit: 9,
    resets_at: expect.any(String),
  });
  const { rows } = await api.database.pool.query<{ id: string }>(
    "SELECT id FROM api_keys ORDER BY created_at DESC LIMIT 1",
  );
  await setSpendLimits(api.database.db, { keyId: rows[0]?.id ?? "" }, { spendLimitCents: 500 });
  expect(await wallet()).toMatchObject({ scope: "key", spendable_balance: 500, spent_today: 0 });
});

it("an order above the limit is refused with the figures, and retries and replays go by the same count", async () => {
  await limit({ spendLimitCents: 25_000 });
  const body = { idempotency_key: "first" };
  expect((await post(body)).status).toBe(201);
  const refused = await post();
  expect([refused.status, ErrorBody.parse(refused.body).error]).toEqual([
    402,
    {
      code: "insufficient_funds",
      message: expect.stringMatching(/may spend \$250\.00 a day: \$50\.00 of it are left/),
      details: {
        scope: "account",
        limit: 25_000,
        spent_today: 0,
        reserved: 20_000,
        needed: 20_000,
        available: 5_000,
        order_limit: null,
        orders_today: 1,
        resets_at: new Date((Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS).toISOString(),
      },
    },
  ]);
  const replay = await post(body);
  expect(replay.status).toBe(200);
  const failed = await store(FAILED);
  const retry = (max_price: number) => api.send("POST", `/orders/${failed}/retry`, { key, body: { max_price } });
  expect((await retry(5_001)).status).toBe(402);
  expect((await retry(5_000)).status).toBe(201);
  await limit({ orderLimit: 2, spendLimitCents: null });
  const one = await post({ max_price: 1 });
  expect(ErrorBody.parse(one.body).error.message).toBe(
    "This account may place 2 orders a day, and has placed 2 today.",
  );
});
