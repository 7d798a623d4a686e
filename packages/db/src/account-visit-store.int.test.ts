import { randomUUID } from "node:crypto";
import { onlyTotal } from "@cartwright/schemas";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import {
  addRetailerAccount,
  type Claim,
  claimOrder,
  commitSubmit,
  ensureAccount,
  failOrder,
  findLeftVisits,
  freeAccount,
  leaveAccount,
  lookAtProgress,
  newShortId,
  recordPlaced,
  registerWorker,
  returnOrder,
  signOffWorker,
  takeDueOrders,
} from "./index.ts";

const FAILURE = { code: "captcha_blocked", failure: { message: "captcha", observed: {} } } as const;
const PRICES = onlyTotal(1_000);
const PLACED = { confirmation: { merchant_order_ids: ["HP-1"] }, prices: PRICES, estimatedDelivery: null };
const INTENT = { expectedTotalCents: 1_000, cartHash: "c", isMarkerShown: true, releaseWithinMs: 1, prices: PRICES };

let database: TestDatabase;
let workerId: string;
let accountAtShop: string;
beforeEach(async () => {
  database = await createTestDatabase();
  workerId = randomUUID();
  await registerWorker(database.db, { id: workerId, host: "h", bootId: "b", pid: 1, pidStartedAt: "1" });
  accountAtShop = await newAccountAtShop("demo-shop");
});
afterEach(() => database.close());

async function newAccountAtShop(retailerId: string): Promise<string> {
  const { id: accountId } = await ensureAccount(database.db, "Test account");
  const id = randomUUID();
  const sealed = { login: Buffer.from("l"), password: Buffer.from("p"), keyId: "k" };
  const place = { retailerId, mode: "test", shortId: newShortId() } as const;
  await addRetailerAccount(database.pool, { id, accountId, label: id, ...place, ...sealed });
  return id;
}

const accept = () => acceptTestOrder(database, { retailerAccountId: accountAtShop });
const claim = (orderId: string, leaseMs = 60_000) => claimOrder(database, { orderId, workerId, leaseMs });

async function requireClaim(orderId: string, leaseMs?: number): Promise<Claim> {
  const claimed = await claim(orderId, leaseMs);
  if (claimed === undefined) throw new Error("nothing to claim");
  return claimed;
}

test("an order that is accepted with an account is exclusive to it, and knows it", async () => {
  const claimed = await claim(await accept());
  expect(claimed?.order).toMatchObject({ retailerAccountId: accountAtShop, exclusiveKey: accountAtShop });
});

test("an order is never accepted with an account of another retailer, or with none that there is", async () => {
  await expect(acceptTestOrder(database, { retailer: "other", retailerAccountId: accountAtShop })).rejects.toThrow(
    "orders_retailer_account",
  );
  await expect(acceptTestOrder(database, { retailerAccountId: randomUUID() })).rejects.toThrow(
    "orders_retailer_account",
  );
});

test("of twenty orders of one account that are claimed at once, one is", async () => {
  const orderIds = await Promise.all(Array.from({ length: 20 }, accept));
  const claims = await Promise.all(orderIds.map((orderId) => claim(orderId)));
  expect(claims.filter((taken) => taken !== undefined)).toHaveLength(1);
});

test.each([
  ["failed", (held: Claim) => failOrder(database.db, held, FAILURE)],
  [
    "waits for another attempt",
    (held: Claim) => returnOrder(database.db, held, { label: "x", delayMs: 0, countsAsAttempt: true }),
  ],
  [
    "was placed",
    async (held: Claim) => {
      await commitSubmit(database.pool, held, INTENT);
      await recordPlaced(database.db, held, PLACED);
    },
  ],
] as const)("the account's next claim waits for the browser of an order that %s", async (_, end) => {
  const [first, second] = [await accept(), await accept()];
  const held = await requireClaim(first);
  await end(held);
  expect(await claim(second)).toBeUndefined();
  expect(await claim(first)).toBeUndefined();
  expect(await lookAtProgress(database.pool, 0)).toMatchObject({ isWorkWaiting: false });
  expect(await leaveAccount(database.pool, held)).toBe(true);
  expect(await leaveAccount(database.pool, held)).toBe(false);
  expect(await lookAtProgress(database.pool, 0)).toMatchObject({ isWorkWaiting: true });
  expect(await claim(second)).toBeDefined();
});

test("a silent worker's order is not taken over while its browser may still be at the account", async () => {
  const orderId = await accept();
  const held = await requireClaim(orderId, 1);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await claim(orderId)).toBeUndefined();
  expect(await findLeftVisits(database.pool, 10)).toMatchObject([
    {
      orderId,
      workerId,
      fence: held.fence,
      exclusiveKey: accountAtShop,
      worker: { id: workerId, pid: 1, isGone: false },
    },
  ]);
  await signOffWorker(database.db, workerId);
  expect(await findLeftVisits(database.pool, 10)).toMatchObject([{ worker: { isGone: true } }]);
  await leaveAccount(database.pool, held);
  expect(await claim(orderId)).toMatchObject({ fence: 2 });
});

test("a visit under a lease is nobody's to end, and an older claim ends no newer one's", async () => {
  const orderId = await accept();
  const first = await requireClaim(orderId);
  expect(await findLeftVisits(database.pool, 10)).toEqual([]);
  await returnOrder(database.db, first, { label: "again", delayMs: 0, countsAsAttempt: true });
  await leaveAccount(database.pool, first);
  await requireClaim(orderId);
  expect(await leaveAccount(database.pool, first)).toBe(false);
  expect(await claim(await accept())).toBeUndefined();
});

test("when an account is left, the one that waits longest is looked at right away, and no other", async () => {
  const [first, second, third] = [await accept(), await accept(), await accept()];
  const held = await requireClaim(first);
  await failOrder(database.db, held, FAILURE);
  await database.pool.query("UPDATE orders SET dispatch_look_at = now() + interval '30 seconds'");
  expect(await takeDueOrders(database.pool, 10)).toEqual([]);
  await leaveAccount(database.pool, held);
  expect(await takeDueOrders(database.pool, 10)).toMatchObject([{ orderId: second }]);
  expect(third).not.toBe(second);
});

test("an operator's word frees an account", async () => {
  const [first, second] = [await accept(), await accept()];
  await failOrder(database.db, await requireClaim(first), FAILURE);
  expect(await freeAccount(database.pool, accountAtShop)).toBe(true);
  expect(await freeAccount(database.pool, accountAtShop)).toBe(false);
  expect(await claim(second)).toBeDefined();
});

test("accounts do not wait for each other, nor guests for anybody", async () => {
  const [first, guest] = [await accept(), await acceptTestOrder(database)];
  await requireClaim(first);
  accountAtShop = await newAccountAtShop("demo-shop");
  expect(await claim(await accept())).toBeDefined();
  expect(await claim(guest)).toBeDefined();
});
