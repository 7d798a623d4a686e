import { randomBytes } from "node:crypto";
import { removeFaceEndpoint, resendWebhook } from "@cartwright/db";
import { type OrderFace, PlatformWebhookPayload, SupplierOrder, SupplierWebhookPayload } from "@cartwright/schemas";
import { readKeyring } from "@cartwright/sealing";
import { Webhook } from "standardwebhooks";
import { type FaceReceiver, openWebhookBench, type OutboxRow, type WebhookBench } from "../testing/webhook-bench.ts";
import { dispatchWebhooks } from "../upkeep/dispatch-webhooks.ts";
import { deliverWebhook, deliverWebhooks } from "./deliver-webhook.ts";

/** Of the native order.created, .started, .placed, .tracking_received and .shipped. */
const EVENTS = 5;

let bench: WebhookBench;
beforeEach(async () => {
  bench = await openWebhookBench();
});
afterEach(() => bench.close());

const isFor = (receiver: FaceReceiver) => (row: OutboxRow) => row.face_endpoint_id === receiver.endpointId;
const verified = ({ secret, received }: Pick<FaceReceiver, "secret" | "received">, at = 0, format?: "raw") => {
  const { body = "", headers = {} } = received[at] ?? {};
  return new Webhook(secret, format === undefined ? undefined : { format }).verify(body, headers);
};
const eventsOf = ({ received }: FaceReceiver) => received.map(({ headers }) => headers["x-webhook-event"]);
const statesOf = async (receiver: FaceReceiver) =>
  (await bench.rows()).filter(isFor(receiver)).map(({ state }) => state);

/** What dispatcher and workers do with all that is due, until nothing is. */
async function work(): Promise<void> {
  const due: number[] = [];
  const queue = { announce: (ids: readonly number[]) => Promise.resolve(void due.push(...ids)) };
  await dispatchWebhooks({ pool: bench.database.pool, queue, lookAgainMs: 0 });
  for (const id of due) await deliverWebhooks(bench.deps, id, new AbortController().signal);
}

const removed = (face: OrderFace, { endpointId }: FaceReceiver) =>
  removeFaceEndpoint(bench.database.pool, { ...bench.scope, face }, endpointId);

test("the supplier face's webhook is told in its words, with the order as that face shows it, and verifies", async () => {
  const receiver = await bench.addFaceEndpoint("supplier", ["order.confirmed"]);
  const [native] = await bench.orderWithEvents(1);
  await work();
  expect(receiver.received[0]?.headers).toMatchObject({
    "x-webhook-event": "order.confirmed",
    "content-type": "application/json",
  });
  const payload = SupplierWebhookPayload.parse(verified(receiver));
  const row = (await bench.rows()).find(isFor(receiver));
  expect(payload).toMatchObject({
    event: "order.confirmed",
    id: row?.webhook_id,
    sequence: 1,
    data: { status: "confirmed", fulfillment_status: "pending", shipping_address: { street1: "123 Market Street" } },
  });
  expect(SupplierOrder.strict().safeParse(payload.data).success).toBe(true);
  expect(row).toMatchObject({ state: "delivered", tries: 1, body: receiver.received[0]?.body });
  expect(row?.webhook_id).not.toBe(native?.webhook_id);
  expect(bench.receiver.received).toHaveLength(1);
});

test("the platform face's subscriber is sent the order's document, and what happened beside it", async () => {
  const receiver = await bench.addFaceEndpoint("platform", ["*"]);
  const [native] = await bench.orderWithEvents(3);
  await work();
  expect(eventsOf(receiver)).toEqual(["order.placed", "order.paid"]);
  expect(PlatformWebhookPayload.parse(verified(receiver, 1))).toMatchObject({
    event_type: "order.paid",
    event_id: receiver.received[1]?.headers["webhook-id"],
    event_sequence: 3,
    data: {
      id: native?.order_id,
      type: "order",
      attributes: { number: "R200000001", state: "complete", item_count: 1 },
      relationships: { line_items: { data: [{ type: "line_item" }] }, ship_address: { data: { type: "address" } } },
    },
  });
  const { included } = PlatformWebhookPayload.parse(verified(receiver));
  expect(new Set(included.map(({ type }) => type))).toEqual(new Set(["line_item", "shipment", "payment", "address"]));
});

test("an order that was a cart is told of by the cart's id and number", async () => {
  const receiver = await bench.addFaceEndpoint("platform", ["order.placed"]);
  const [native] = await bench.orderWithEvents(1);
  const { rows } = await bench.database.pool.query<{ id: string; number: string }>(
    `INSERT INTO platform_carts (account_id, mode, state, order_id, completed_at)
      SELECT account_id, mode, 'complete', id, created_at FROM orders WHERE id = $1 RETURNING id, number`,
    [native?.order_id],
  );
  await work();
  const { data } = PlatformWebhookPayload.parse(verified(receiver));
  expect(data).toMatchObject({ id: rows[0]?.id, attributes: { number: rows[0]?.number, state: "complete" } });
});

test("a client's own secret signs as it stands", async () => {
  const receiver = await bench.addFaceEndpoint("supplier", ["order.confirmed"], "a-secret-of-my-own-making");
  await bench.orderWithEvents(1);
  await work();
  expect(verified(receiver, 0, "raw")).toMatchObject({ event: "order.confirmed" });
});

test("each endpoint gets its events in their order, and one that is down holds up no other", async () => {
  const down = await bench.addFaceEndpoint("supplier", ["order.confirmed", "order.shipped"]);
  const up = await bench.addFaceEndpoint("supplier", ["order.confirmed", "order.shipped"]);
  const platform = await bench.addFaceEndpoint("platform", ["order.paid", "order.shipped"]);
  await down.goDown();
  await bench.orderWithEvents(EVENTS);
  await work();
  expect(eventsOf(up)).toEqual(["order.confirmed", "order.shipped"]);
  expect(eventsOf(platform)).toEqual(["order.paid", "order.shipped"]);
  expect(bench.receiver.received).toHaveLength(EVENTS);
  expect(await statesOf(down)).toEqual(["due", "due"]);
  // Neither announced nor taken: the one before it is still to be sent.
  const shipped = (await bench.rows()).find((row) => isFor(down)(row) && row.event === "order.shipped");
  await bench.deliver(shipped?.id ?? 0);
  expect((await bench.rows()).find(({ id }) => id === shipped?.id)).toMatchObject({ state: "due", tries: 0 });

  await down.comeBack();
  await bench.letTimePass();
  await work();
  expect(eventsOf(down)).toEqual(["order.confirmed", "order.shipped"]);
  expect(await statesOf(down)).toEqual(["delivered", "delivered"]);
});

test("a native endpoint that is down holds up no other face, and the other way round", async () => {
  const receiver = await bench.addFaceEndpoint("platform", ["*"]);
  await bench.receiver.goDown();
  await bench.orderWithEvents(EVENTS);
  await work();
  expect(eventsOf(receiver)).toEqual(["order.placed", "order.paid", "order.shipped"]);
  const natives = (await bench.rows()).filter((row) => row.face_endpoint_id === null);
  expect(natives.map(({ tries }) => tries)).toEqual([1, 0, 0, 0, 0]);
});

test("an event is sent again with the same bytes, whatever the order has become", async () => {
  const receiver = await bench.addFaceEndpoint("supplier", ["order.confirmed"]);
  receiver.answerWith(500);
  const [row] = await bench.orderWithEvents(1);
  await work();
  await bench.database.pool.query(
    "UPDATE orders SET status = 'order_failed', phase = 'done', failure_code = 'cancelled', charged = 'no' WHERE id = $1",
    [row?.order_id],
  );
  receiver.answerWith(200);
  await bench.letTimePass();
  await work();
  const [first, again] = receiver.received;
  expect([again?.body, again?.headers["webhook-id"]]).toEqual([first?.body, first?.headers["webhook-id"]]);
  const tries = await bench.database.pool.query("SELECT status_code FROM webhook_tries WHERE outbox_id <> $1 ORDER BY id", [row?.id]); // prettier-ignore
  expect(tries.rows).toEqual([{ status_code: 500 }, { status_code: 200 }]);
});

test("nothing is sent to an endpoint that was deleted meanwhile: what waited for it is skipped, the others get theirs", async () => {
  const gone = await bench.addFaceEndpoint("supplier", ["order.confirmed", "order.shipped"]);
  const there = await bench.addFaceEndpoint("supplier", ["order.shipped"]);
  const rows = await bench.orderWithEvents(EVENTS);
  expect(await removed("supplier", gone)).toBe(true);
  for (const row of rows.filter(isFor(gone))) await bench.deliver(row.id);
  await work();
  expect([gone.received, await statesOf(gone)]).toEqual([[], ["skipped", "skipped"]]);
  expect(eventsOf(there)).toEqual(["order.shipped"]);
  expect(await removed("supplier", gone)).toBe(false);
});

test("an event of another face is no delivery of the native endpoint, and is not sent again as one", async () => {
  const receiver = await bench.addFaceEndpoint("supplier", ["order.confirmed"]);
  await bench.orderWithEvents(1);
  await work();
  const row = (await bench.rows()).find(isFor(receiver));
  expect(await resendWebhook(bench.database.pool, bench.scope, row?.webhook_id ?? "")).toBe(false);
});

test("without the key of its secret an event waits, untried", async () => {
  const receiver = await bench.addFaceEndpoint("platform", ["*"]);
  await bench.orderWithEvents(1);
  const row = (await bench.rows()).find(isFor(receiver));
  const keyring = readKeyring(`other:${randomBytes(32).toString("base64")}`);
  await deliverWebhook({ ...bench.deps, keyring }, row?.id ?? 0);
  expect((await bench.rows()).find(isFor(receiver))).toMatchObject({ state: "due", tries: 0, held_until: null });
});
