import { randomUUID } from "node:crypto";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { appendEvidence, findEvidence, letGoOfOld, listEvidence } from "./index.ts";

const DAYS = { evidence: 90, attemptEvidence: 30, workers: 30, findings: 90, webhooks: 30 };

let database: TestDatabase;
let orderId: string;
beforeEach(async () => {
  database = await createTestDatabase();
  orderId = await acceptTestOrder(database);
});
afterEach(() => database.close());

async function append(fence: number, label: string, sealed = Buffer.from([1, 0, 255])): Promise<string> {
  const id = randomUUID();
  await appendEvidence(database.pool, { id, orderId, fence, kind: "screenshot", label, sealed, keyId: "k" });
  return id;
}

test("evidence is listed by attempt and time, without what it shows, and read byte by byte", async () => {
  await append(2, "review");
  const first = await append(1, "failure");
  await append(2, "answer");
  const listed = await listEvidence(database.pool, orderId, 10);
  expect(listed.map(({ fence, label }) => [fence, label])).toEqual([
    [1, "failure"],
    [2, "review"],
    [2, "answer"],
  ]);
  expect(listed[0]).not.toHaveProperty("sealed");
  expect((await findEvidence(database.pool, first))?.sealed).toEqual(Buffer.from([1, 0, 255]));
  expect(await findEvidence(database.pool, randomUUID())).toBeUndefined();
  expect(await listEvidence(database.pool, orderId, 2)).toHaveLength(2);
});

test("nothing larger than 8 MiB is taken", async () => {
  await expect(append(1, "x", Buffer.alloc(8_388_609))).rejects.toThrow("attempt_evidence_size");
});

test("evidence goes after its days, and that of an order that is still open does not", async () => {
  const old = await append(1, "old");
  await database.pool.query("UPDATE attempt_evidence SET created_at = now() - interval '31 days'");
  const fresh = await append(1, "fresh");
  expect(await letGoOfOld(database.pool, DAYS)).toMatchObject({ attemptEvidence: 0 });
  await database.pool.query(
    "UPDATE orders SET phase = 'done', status = 'order_failed', failure_code = 'cancelled', charged = 'no' WHERE id = $1",
    [orderId],
  );
  expect(await letGoOfOld(database.pool, DAYS)).toMatchObject({ attemptEvidence: 1 });
  expect(await findEvidence(database.pool, old)).toBeUndefined();
  expect(await findEvidence(database.pool, fresh)).toBeDefined();
});
