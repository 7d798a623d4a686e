import { randomBytes } from "node:crypto";
import { placeOfWebhookSecret, resendWebhook, rotateWebhookSecret } from "@cartwright/db";
import { Order, WebhookPayload } from "@cartwright/schemas";
import { readKeyring, seal } from "@cartwright/sealing";
import { Webhook } from "standardwebhooks";
import { newSecret, openWebhookBench, type OutboxRow, type WebhookBench } from "../testing/webhook-bench.ts";
import { deliverWebhook, deliverWebhooks } from "./deliver-webhook.ts";

let bench: WebhookBench;
beforeEach(async () => {
  bench = await openWebhookBench();
});
afterEach(() => bench.close());

/** An order's only event, or its first. */
async function firstEvent(count = 1): Promise<OutboxRow> {
  const [row] = await bench.orderWithEvents(count);
  if (row === undefined) throw new Error("the order has no event");
  return row;
}

const now = async (row: OutboxRow) => (await bench.rows(row.order_id)).find(({ id }) => id === row.id);
const tries = async () =>
  (await bench.database.pool.query<Record<string, unknown>>("SELECT * FROM webhook_tries ORDER BY id")).rows;

test("an event arrives signed, with the whole order, and is delivered", async () => {
  const row = await firstEvent();
  await bench.deliver(row.id);
  const [message] = bench.receiver.received;
  expect(message?.headers).toMatchObject({
    "webhook-id": row.webhook_id,
    "x-webhook-event": "order.created",
    "content-type": "application/json",
  });
  const payload = WebhookPayload.parse(new Webhook(bench.secret).verify(message?.body ?? "", message?.headers ?? {}));
  expect(payload).toMatchObject({
    event: "order.created",
    id: row.webhook_id,
    sequence: 1,
    order_id: row.order_id,
    status: "pending",
    data: { id: row.order_id, status: "pending" },
  });
  expect(Order.strict().safeParse(payload.data).success).toBe(true);
  expect(await now(row)).toMatchObject({ state: "delivered", tries: 1, body: message?.body, held_until: null });
  expect(await tries()).toMatchObject([{ try_no: 1, status_code: 200, error: null }]);
});

test("the log of tries keeps no query of the address, and only the beginning of an answer", async () => {
  bench.receiver.answerWith((response) => response.writeHead(500).end("no\0 ".repeat(5_000)));
  await bench.deliver((await firstEvent()).id);
  const [tried] = await tries();
  expect(tried).toMatchObject({ status_code: 500, error: "the answer is not 2xx" });
  expect(tried?.["url"]).toBe(bench.receiver.url.split("?")[0]);
  expect(String(tried?.["answer"]).length).toBeLessThanOrEqual(2_048);
});

test("a redirect is a failure, and is not followed", async () => {
  bench.receiver.answerWith((response) => response.writeHead(302, { Location: bench.receiver.url }).end());
  const row = await firstEvent();
  await bench.deliver(row.id);
  expect(bench.receiver.received).toHaveLength(1);
  expect(await tries()).toMatchObject([{ status_code: 302, error: "a redirect, which is not followed" }]);
  expect(await now(row)).toMatchObject({ state: "due", tries: 1 });
});

test("two workers never have the same event in hand at once", async () => {
  const row = await firstEvent();
  bench.receiver.answerWith((response) => setTimeout(() => response.end(), 100));
  await Promise.all(Array.from({ length: 8 }, () => bench.deliver(row.id)));
  expect(bench.receiver.received).toHaveLength(1);
});

test("an event waits for those before it, and goes right after them", async () => {
  const [first, second, third] = await bench.orderWithEvents(3);
  await bench.deliver(third?.id ?? 0);
  await bench.deliver(second?.id ?? 0);
  expect(bench.receiver.received).toHaveLength(0);
  await deliverWebhooks(bench.deps, first?.id ?? 0, new AbortController().signal);
  expect(bench.receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual(
    [first, second, third].map((row) => row?.webhook_id),
  );
});

test("the tenth failure gives an event up, and the next one of its order is due at once", async () => {
  bench.receiver.answerWith(503);
  const row = await firstEvent(2);
  for (let n = 1; n < 10; n += 1) {
    expect(await bench.deliver(row.id)).toBeUndefined();
    expect(await now(row)).toMatchObject({ state: "due", tries: n });
    await bench.letTimePass();
  }
  const nextId = await bench.deliver(row.id);
  expect(await now(row)).toMatchObject({ state: "gave_up", tries: 10 });
  bench.receiver.answerWith(204);
  await bench.deliver(nextId ?? 0);
  expect((await bench.rows(row.order_id)).map(({ state }) => state)).toEqual(["gave_up", "delivered"]);
});

test("an event that is sent again keeps its id and its bytes, whatever the order has become, and has ten tries more", async () => {
  const row = await firstEvent();
  await bench.deliver(row.id);
  await bench.database.pool.query("UPDATE orders SET po_number = 'PO 8' WHERE id = $1", [row.order_id]);
  expect(await resendWebhook(bench.database.pool, bench.scope, row.webhook_id)).toBe(true);
  expect(await now(row)).toMatchObject({ state: "due", tries: 0 });
  await bench.deliver(row.id);
  const [before, after] = bench.receiver.received;
  expect(after?.body).toBe(before?.body);
  expect(after?.headers["webhook-id"]).toBe(before?.headers["webhook-id"]);
  expect(await now(row)).toMatchObject({ state: "delivered", tries: 1 });
});

test("sent again in the middle of a try that fails, an event is due at once, with a whole schedule before it", async () => {
  bench.receiver.answerWith(500);
  const row = await firstEvent();
  await bench.deliver(row.id);
  await bench.letTimePass();
  bench.receiver.answerWith((response) => {
    void resendWebhook(bench.database.pool, bench.scope, row.webhook_id).then(() => response.writeHead(500).end());
  });
  await bench.deliver(row.id);
  const after = await now(row);
  expect(after).toMatchObject({ state: "due", tries: 0, held_until: null });
  expect(after?.due_in_s).toBeLessThanOrEqual(0);
});

test("during a rotation the old secret and the new one both verify; afterwards the new one alone", async () => {
  const fresh = newSecret();
  const placeOf = (column: "secret" | "previous_secret") => placeOfWebhookSecret(bench.endpointId, column);
  const { rows } = await bench.database.pool.query<{ secret: Buffer }>("SELECT secret FROM webhook_endpoints");
  const secrets = {
    secret: seal(bench.keyring, placeOf("secret"), fresh),
    previousSecret: seal(bench.keyring, placeOf("previous_secret"), bench.secret),
    keyId: "k",
  };
  const before = { id: bench.endpointId, secret: rows[0]?.secret ?? Buffer.alloc(0) };
  await rotateWebhookSecret(bench.database.pool, before, secrets, 60_000);
  await bench.deliver((await firstEvent()).id);
  await bench.database.pool.query("UPDATE webhook_endpoints SET previous_until = now()");
  await bench.deliver((await firstEvent()).id);
  const verify = (secret: string, at: number) => () => {
    const { body = "", headers = {} } = bench.receiver.received[at] ?? {};
    return new Webhook(secret).verify(body, headers);
  };
  expect(verify(bench.secret, 0)).not.toThrow();
  expect(verify(fresh, 0)).not.toThrow();
  expect(verify(fresh, 1)).not.toThrow();
  expect(verify(bench.secret, 1)).toThrow();
});

test("what is on its way when the worker ends is given back, and no try is counted", async () => {
  const ending = new AbortController();
  bench.receiver.answerWith(() => ending.abort());
  const row = await firstEvent();
  await expect(deliverWebhook({ ...bench.deps, ending: ending.signal }, row.id)).rejects.toThrow();
  expect(await now(row)).toMatchObject({ state: "due", tries: 0, held_until: null });
  bench.receiver.answerWith(200);
  await bench.deliver(row.id);
  expect(bench.receiver.received[1]?.body).toBe(bench.receiver.received[0]?.body);
});

test("without the key of its secret an event waits, untried", async () => {
  const keyring = readKeyring(`other:${randomBytes(32).toString("base64")}`);
  const row = await firstEvent();
  await deliverWebhook({ ...bench.deps, keyring }, row.id);
  expect(await now(row)).toMatchObject({ state: "due", tries: 0, held_until: null });
  expect(bench.receiver.received).toHaveLength(0);
});
