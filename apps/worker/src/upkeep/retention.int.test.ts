import { randomUUID } from "node:crypto";
import {
  claimOrder,
  commitSubmit,
  type PlacedRecord,
  recordInDoubt,
  recordPlaced,
  registerWorker,
  saveEvidence,
} from "@cartwright/db";
import { onlyTotal } from "@cartwright/schemas";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { pino } from "pino";
import { identifyWorker } from "../supervision/worker-identity.ts";
import { retain } from "./retention.ts";

const PRICES: PlacedRecord["prices"] = onlyTotal(1_000);
const PLACED: PlacedRecord = {
  confirmation: { merchant_order_ids: ["HP-1"] },
  prices: PRICES,
  estimatedDelivery: null,
};
const PAGE = { url: "http://shop.test/thanks", title: "Thanks", text: "Thank you, Ada Quinn", seenAt: "2026-01-01" };
const DAYS = { evidence: 90, attemptEvidence: 30, workers: 30, findings: 90, webhooks: 30 };

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

const round = () => retain({ pool: database.pool, days: DAYS, log: pino({ level: "silent" }) });

const count = async (table: "workers" | "audit_findings") =>
  (await database.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n;

/** A worker whose last sign of life was so many days ago. */
async function workerOf(daysAgo: number): Promise<string> {
  const worker = { ...identifyWorker(), id: randomUUID() };
  await registerWorker(database.db, worker);
  await database.pool.query("UPDATE workers SET heartbeat_at = now() - $2 * interval '1 day' WHERE id = $1", [
    worker.id,
    daysAgo,
  ]);
  return worker.id;
}

/** A purchase whose page was kept, and that was settled, or not. */
async function purchaseOf(workerId: string, isPlaced: boolean): Promise<void> {
  const orderId = await acceptTestOrder(database);
  const claim = await claimOrder(database, { orderId, workerId, leaseMs: 60_000 });
  if (claim === undefined) throw new Error("nothing to claim");
  const intent = { expectedTotalCents: 1_000, cartHash: "c", isMarkerShown: true, releaseWithinMs: 1, prices: PRICES };
  await commitSubmit(database.pool, claim, intent);
  await saveEvidence(database.db, claim, PAGE);
  if (isPlaced) await recordPlaced(database.db, claim, PLACED);
  else await recordInDoubt(database.db, claim, "no answer");
}

const evidences = async () =>
  (await database.pool.query<{ evidence: unknown }>("SELECT evidence FROM order_submits")).rows.map(
    (row) => row.evidence,
  );

test("the page of a purchase that was settled long ago loses its text, and keeps where and when it was seen", async () => {
  await purchaseOf(await workerOf(0), true);
  expect(await round()).toMatchObject({ evidence: 0 });
  expect(await evidences()).toEqual([PAGE]);
  await database.pool.query("UPDATE order_submits SET settled_at = now() - interval '91 days'");
  expect(await round()).toMatchObject({ evidence: 1 });
  expect(await evidences()).toEqual([{ ...PAGE, text: "" }]);
  expect(await round()).toMatchObject({ evidence: 0 });
});

test("the page of a purchase in doubt is kept, however old it is", async () => {
  await purchaseOf(await workerOf(0), false);
  await database.pool.query("UPDATE order_submits SET intent_at = now() - interval '2 years'");
  expect(await round()).toMatchObject({ evidence: 0 });
  expect(await evidences()).toEqual([PAGE]);
});

test("a worker that was last seen long ago is forgotten, one that was seen lately is not", async () => {
  await workerOf(31);
  const kept = await workerOf(29);
  expect(await round()).toMatchObject({ workers: 1 });
  expect((await database.pool.query("SELECT id FROM workers")).rows).toEqual([{ id: kept }]);
});

test("the worker of an unsettled purchase is never forgotten: the reconciler asks whether it is dead", async () => {
  const sender = await workerOf(400);
  await purchaseOf(sender, false);
  expect(await round()).toMatchObject({ workers: 0 });
  await database.pool.query("UPDATE order_submits SET outcome = 'absent', settled_at = now()");
  expect(await round()).toMatchObject({ workers: 1 });
});

test("a worker that holds an order is not forgotten", async () => {
  const workerId = await workerOf(400);
  await claimOrder(database, { orderId: await acceptTestOrder(database), workerId, leaseMs: 60_000 });
  expect(await round()).toMatchObject({ workers: 0 });
});

test("a finding goes a while after it was cleared, and never before", async () => {
  await database.pool.query(`INSERT INTO audit_findings (rule, order_id, found_at, cleared_at) VALUES
    ('a', gen_random_uuid(), now() - interval '2 years', now() - interval '91 days'),
    ('b', gen_random_uuid(), now() - interval '2 years', now() - interval '89 days'),
    ('c', gen_random_uuid(), now() - interval '2 years', NULL)`);
  expect(await round()).toMatchObject({ findings: 1 });
  expect(await count("audit_findings")).toBe(2);
});

test("the tries of a webhook that is done with go in time, and its body with the last of them; the event stays", async () => {
  await acceptTestOrder(database);
  await acceptTestOrder(database);
  await database.pool.query(`UPDATE outbox SET body = 'a buyer', state = 'delivered' WHERE id = 1`);
  await database.pool.query(`UPDATE outbox SET body = 'a buyer' WHERE id = 2`);
  await database.pool.query(`INSERT INTO webhook_tries (outbox_id, try_no, url, duration_ms, tried_at)
    SELECT id, n, 'http://a.test/', 1, now() - (25 + n) * interval '1 day' FROM outbox, generate_series(1, 9) AS n`);
  const bodies = async () =>
    (await database.pool.query<{ id: number; body: string }>("SELECT id::int, body FROM outbox ORDER BY id")).rows;
  expect(await round()).toMatchObject({ webhooks: 5 });
  expect((await bodies())[0]).toEqual({ id: 1, body: "a buyer" });
  await database.pool.query("UPDATE webhook_tries SET tried_at = tried_at - interval '5 days'");
  expect(await round()).toMatchObject({ webhooks: 4 });
  expect(await bodies()).toEqual([
    { id: 1, body: null },
    { id: 2, body: "a buyer" },
  ]);
});

test("more than a batch goes in one round, and two rounds at once do not wait for each other", async () => {
  await database.pool.query(`INSERT INTO workers (id, host, boot_id, pid, pid_started_at, heartbeat_at)
    SELECT gen_random_uuid(), 'h', 'b', 1, '1', now() - interval '31 days' FROM generate_series(1, 1300)`);
  const [one, other] = await Promise.all([round(), round()]);
  expect(one.workers + other.workers).toBe(1_300);
  expect(await count("workers")).toBe(0);
});
