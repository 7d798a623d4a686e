import { claimOrder, commitSubmit, ensureAccount, listAdminActions, recordInDoubt } from "@cartwright/db";
import { onlyTotal } from "@cartwright/schemas";
import { createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { makeKey } from "../../accounts/make-key.ts";
import { IN_STATUS, storeOrder } from "../../testing/store-order.ts";
import { DEMO_SHOP_URL } from "../../testing/test-api.ts";
import { whoTypes } from "../audited.ts";
import { runWords } from "../testing/run-words.ts";

const WORKER = "00000000-0000-4000-8000-00000000000a";
const ACCOUNT = "Acme";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

const run = (...words: string[]) =>
  runWords({ DATABASE_URL: database.url, DEMO_SHOP_URL, SEALING_KEYS: "" }, "orders", ...words);
const json = async (...words: string[]): Promise<unknown> => JSON.parse((await run(...words, "--json")).stdout);

async function inDoubt(): Promise<string> {
  const id = await storeOrder(database, { account: ACCOUNT });
  const claim = await claimOrder(database, { orderId: id, workerId: WORKER, leaseMs: 60_000 });
  if (claim === undefined) throw new Error("a fresh order could not be claimed");
  const prices = onlyTotal(4_295);
  const intent = { expectedTotalCents: 4_295, cartHash: "c", isMarkerShown: true, releaseWithinMs: 1, prices };
  await commitSubmit(database.pool, claim, intent);
  await recordInDoubt(database.db, claim, "no answer");
  return id;
}

const deedsOf = async (id: string) =>
  (await listAdminActions(database.db, { limit: 9, subject: { type: "order", id } })).map(
    ({ userName, action, outcome }) => ({ userName, action, outcome }),
  );

test("lists by status, account and words together, and those that need a person", async () => {
  const failed = await storeOrder(database, { account: ACCOUNT, columns: IN_STATUS.order_failed });
  await storeOrder(database, { account: "Other", columns: IN_STATUS.order_failed });
  const pending = await storeOrder(database, { account: ACCOUNT, columns: { metadata: { basket: "7" } } });
  const doubtful = await inDoubt();
  const ids = async (...words: string[]) => ((await json("list", ...words)) as { id: string }[]).map(({ id }) => id);
  expect(await ids("--account", ACCOUNT)).toEqual([doubtful, pending, failed]);
  expect(await ids("--status", "order_failed", "--account", ACCOUNT)).toEqual([failed]);
  expect(await ids("--q", "basket=7")).toEqual([pending]);
  expect(await ids("--q", "basket=7", "--status", "order_failed")).toEqual([]);
  expect(await ids("--limit", "1")).toEqual([doubtful]);
  expect(await ids("--needs-you")).toEqual([doubtful]);
  const told = await run("list", "--status", "order_failed");
  expect(told).toMatchObject({ status: 0, stderr: "" });
  expect(told.stdout).toMatch(
    /ORD-\d{4}-\d{6} {2}.* Acme \(test\) {2}demo-shop {2}up to \$200\.00 {2}order_failed: product_not/,
  );
});

test("shows an order by its number, with its purchase against max_price, and not who lives where", async () => {
  const id = await inDoubt();
  const [line] = (await json("list")) as { number: string }[];
  const told = await run("show", line?.number ?? "");
  expect(told).toMatchObject({ status: 0, stderr: "" });
  expect(told.stdout).toMatch(
    /in_progress: in doubt\n {2}id +[0-9a-f-]{36}\n[^]*max price +\$200\.00\n {2}committed to +\$42\.95/,
  );
  expect(told.stdout).toMatch(/Timeline\n[^]*Purchases\n {2}\$42\.95 committed .*: not settled/);
  const shown = (await json("show", id)) as Record<string, unknown>;
  expect(shown).toMatchObject({ id, max_price: 20_000, purchases: [{ expected_total: 4_295, outcome: null }] });
  expect(JSON.stringify(shown) + told.stdout).not.toMatch(/Ada|Market Street|94105/);
  expect(await json("show", "ORD-2026-999999")).toEqual({
    error: { code: "not_found", message: expect.any(String), details: {} },
  });
});

test("settles a doubt by the rules of the admin area, once, and the audit log knows who", async () => {
  const id = await inDoubt();
  const placed = ["placed", "--number", "HP 77", "--total", "42.95", "--evidence", "their mail"];
  expect(await run("resolve", id, ...placed)).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/is settled\.$/),
  });
  const shown = (await json("show", id)) as { timeline: { type: string; source: string }[] };
  expect(shown).toMatchObject({ status: "order_placed", merchant_order_ids: ["HP 77"], placed_total: 4_295 });
  expect(shown.timeline).toContainEqual(
    expect.objectContaining({
      type: "resolved",
      source: `operator ${whoTypes()}`,
      detail: expect.objectContaining({ evidence: "their mail" }),
    }),
  );
  expect(await json("resolve", id, ...placed)).toMatchObject({ error: { code: "order_not_in_doubt" } });
  expect(await run("resolve", id, "not-placed", "--evidence", "x")).toMatchObject({ status: 1, stdout: "" });
  const mine = { userName: whoTypes(), action: "resolve-order" };
  const refused = { ...mine, outcome: "refused: order_not_in_doubt" };
  expect(await deedsOf(id)).toEqual([refused, refused, { ...mine, outcome: "done" }]);
});

test("orders once more what failed uncharged, as a new order under its buyer's key, and only once", async () => {
  const { id: accountId } = await ensureAccount(database.db, ACCOUNT);
  const key = await makeKey(database.db, { accountId, mode: "test", scopes: ["orders:write"] });
  const columns = { ...IN_STATUS.order_failed, api_key_id: key.id };
  const id = await storeOrder(database, { account: ACCOUNT, columns });
  const again = (await json("retry", id)) as { id: string };
  expect(again).toMatchObject({ status: "pending", retry_of: id, is_new: true });
  expect(again.id).not.toBe(id);
  expect(await json("retry", id)).toMatchObject({ id: again.id, is_new: false });
  expect(await json("retry", again.id)).toMatchObject({ error: { code: "order_not_retryable" } });
  const charged = { ...columns, charged: "unknown" };
  const doubtful = await storeOrder(database, { account: ACCOUNT, columns: charged });
  expect(await json("retry", doubtful)).toMatchObject({ error: { code: "order_not_retryable" } });
});

test("cancels what is not past its commit point, and nothing else", async () => {
  const id = await storeOrder(database);
  expect(await json("cancel", id)).toMatchObject({ id, status: "order_failed", phase: "done" });
  const doubtful = await inDoubt();
  expect(await json("cancel", doubtful)).toMatchObject({ error: { code: "order_not_cancellable" } });
  expect(await deedsOf(id)).toEqual([{ userName: whoTypes(), action: "cancel-order", outcome: "done" }]);
});
