import { enterQuarantine, findQuarantine } from "@cartwright/db";
import { openOrderQueue, type OrderQueue } from "@cartwright/queue";
import { requireRedisUrl } from "@cartwright/testing";
import { ADMIN, testAdmin } from "../testing/test-admin.ts";
import { ORDER, startTestApi, type TestApi } from "../testing/test-api.ts";

const { user: USER, password: PASSWORD } = ADMIN;

let api: TestApi;
let queue: OrderQueue;

beforeAll(() => {
  queue = openOrderQueue({ redisUrl: requireRedisUrl(), onError: () => undefined, prefix: "{quarantine-test}" });
});
beforeEach(async () => {
  api = await startTestApi((database, deps) => ({ admin: testAdmin(database, deps, queue.board) }));
});
afterEach(() => api.close());
afterAll(() => queue.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${api.url}/admin/${path}`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Authorization: `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString("base64")}`,
      ...headers,
    },
    body: JSON.stringify(body),
  });

/** An order that was open when its database was restored. */
async function quarantinedOrder(): Promise<{ id: string; key: string }> {
  const key = await api.newKey();
  const id = String((await api.post(ORDER, key)).body["id"]);
  await enterQuarantine(api.database.db, { label: "restored", intents: [] }, "worker");
  return { id, key };
}

it("takes orders while in quarantine", async () => {
  const { key } = await quarantinedOrder();
  expect((await api.post({ ...ORDER, idempotency_key: "another" }, key)).status).toBeLessThan(300);
});

it("places an order in quarantine by an operator's evidence, once", async () => {
  const { id, key } = await quarantinedOrder();
  const word = { outcome: "placed", merchant_order_ids: ["HP-9"], total: 1_000, evidence: "Seen in the shop's mail." };
  expect((await post(`orders/${id}/resolve`, word)).status).toBe(204);
  expect((await api.get(`/orders/${id}`, key)).body).toMatchObject({
    status: "order_placed",
    merchant_order_ids: ["HP-9"],
  });
  const timeline = await api.get(`/orders/${id}/timeline`, key);
  expect(timeline.body["milestones"]).toContainEqual(
    expect.objectContaining({ type: "resolved", source: "operator admin", detail: word }),
  );
  expect((await post(`orders/${id}/resolve`, word)).status).toBe(409);
});

it("lets an order in quarantine go on by an operator's evidence that it was not placed", async () => {
  const { id, key } = await quarantinedOrder();
  const word = { outcome: "not_placed", evidence: "The shop was called: no such order." };
  expect((await post(`orders/${id}/resolve`, word)).status).toBe(204);
  expect((await api.get(`/orders/${id}`, key)).body).toMatchObject({ status: "pending" });
  expect(await findQuarantine(api.database.pool)).toMatchObject({ open: 0, needReview: 0 });
});

it("ends a quarantine by an operator's evidence, and by nothing less", async () => {
  await quarantinedOrder();
  const word = { evidence: "Every open order was looked for at its shop." };
  expect((await post("quarantine/end", {})).status).toBe(422);
  expect((await post("quarantine/end", word, { Authorization: "Bearer x" })).status).toBe(401);
  expect((await post("quarantine/end", word, { "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
  expect(await findQuarantine(api.database.pool)).toBeDefined();
  expect((await post("quarantine/end", word)).status).toBe(204);
  expect(await findQuarantine(api.database.pool)).toBeUndefined();
  expect((await post("quarantine/end", word)).status).toBe(404);
  const { rows } = await api.database.pool.query("SELECT ended_by, detail ->> 'evidence' AS evidence FROM quarantines");
  expect(rows).toEqual([{ ended_by: "operator admin", ...word }]);
});
