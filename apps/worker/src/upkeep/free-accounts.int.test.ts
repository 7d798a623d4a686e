import { randomUUID } from "node:crypto";
import {
  addRetailerAccount,
  type Claim,
  claimOrder,
  ensureAccount,
  failOrder,
  findLeftVisits,
  newShortId,
  registerWorker,
  signOffWorker,
  type WorkerIdentity,
} from "@cartwright/db";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { pino } from "pino";
import { openHands } from "../checkout/hands.ts";
import { identifyWorker } from "../supervision/worker-identity.ts";
import { freeAccounts } from "./free-accounts.ts";

const FAILURE = { code: "captcha_blocked", failure: { message: "captcha", observed: {} } } as const;
const log = pino({ level: "silent" });
/** No process: pids end at 4 194 304. */
const NO_PID = 4_999_999;

let database: TestDatabase;
let self: WorkerIdentity;
beforeEach(async () => {
  database = await createTestDatabase();
  self = identifyWorker();
  await registerWorker(database.db, self);
});
afterEach(() => database.close());

const hands = openHands();
const round = () => freeAccounts({ pool: database.pool, self, hands, frozenAfterMs: 75_000, log });
const left = async () => (await findLeftVisits(database.pool, 10)).length;

/** A claim of an order with an account, by a worker that is not there any more, as far as anybody was told. */
async function visitOf(worker: Partial<WorkerIdentity>): Promise<Claim> {
  const identity = { ...self, id: randomUUID(), pid: NO_PID, pidStartedAt: "1", ...worker };
  if (identity.id !== self.id) await registerWorker(database.db, identity);
  const { id: accountId } = await ensureAccount(database.db, "Test account");
  const id = randomUUID();
  const sealed = { login: Buffer.from("l"), password: Buffer.from("p"), keyId: "k" };
  const place = { retailerId: "demo-shop", mode: "test", shortId: newShortId() } as const;
  await addRetailerAccount(database.pool, { id, accountId, label: id, ...place, ...sealed });
  const orderId = await acceptTestOrder(database, { retailerAccountId: id });
  const claimed = await claimOrder(database, { orderId, workerId: identity.id, leaseMs: 60_000 });
  if (claimed === undefined) throw new Error("nothing to claim");
  return claimed;
}
const expireLeases = () =>
  database.pool.query("UPDATE orders SET lease_until = clock_timestamp() WHERE phase = 'working'");

test("an account whose worker died on this host, browser and all, is freed, and not while the lease holds", async () => {
  await visitOf({});
  expect(await round()).toBe(0);
  await expireLeases();
  expect(await left()).toBe(1);
  expect(await round()).toBe(1);
  expect(await left()).toBe(0);
});

test("one whose worker lives, or is on another host, is not freed, whatever became of the order", async () => {
  const living = await visitOf({ pid: self.pid, pidStartedAt: self.pidStartedAt });
  await failOrder(database.db, living, FAILURE);
  await visitOf({ host: "elsewhere" });
  await expireLeases();
  expect(await round()).toBe(0);
  expect(await left()).toBe(2);
});

test("one whose worker signed off is freed, wherever it was", async () => {
  const { workerId } = await visitOf({ host: "elsewhere" });
  await expireLeases();
  await signOffWorker(database.db, workerId);
  expect(await round()).toBe(1);
});

test("one whose host was booted since is freed", async () => {
  await visitOf({ bootId: "before" });
  await expireLeases();
  expect(await round()).toBe(1);
});

test("our own is freed when the order is in none of our hands: the answer to its claim was lost", async () => {
  const { orderId } = await visitOf({ id: self.id });
  await expireLeases();
  const letGo = hands.take(orderId);
  expect(await round()).toBe(0);
  letGo();
  expect(await round()).toBe(1);
});
