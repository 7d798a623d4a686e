import { findTrackedOrder, listOrderEvents, type OrderRecord } from "@cartwright/db";
import type { ShipmentsLook } from "@cartwright/retailers/driver";
import { createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { pino } from "pino";
import { Interrupted } from "../checkout/interruption.ts";
import { driverWith } from "../testing/history-looks.ts";
import { placeTestOrder } from "../testing/placed-order.ts";
import { refreshTracking, type TrackingDeps } from "./refresh-tracking.ts";

type Found = Extract<ShipmentsLook, { kind: "found" }>;

const URL = "http://shop.test/products/walnut-desk-organizer";
const LINE = { url: URL, variant: null, quantity: 1, reason: null } as const;
const PLACE = { city: "Boise", state: "ID", zip: "83701", country: "US", location: null };
const SCAN = { time: "2026-11-23T10:00:00.000Z", status: "in_transit", message: "Picked up", ...PLACE } as const;
const PARCEL = {
  carrier: "UPS",
  trackingNumber: "1Z1",
  trackingUrl: "https://ups.test/1Z1",
  status: "in_transit",
  estimatedDelivery: "2026-12-02",
  checkpoints: [SCAN],
} as const;

const NOTHING: Found = { kind: "found", parcels: [], lines: [{ ...LINE, status: "ordered" }], estimatedDelivery: null };
const SHIPPED: Found = {
  kind: "found",
  parcels: [{ ...PARCEL, checkpoints: [SCAN] }],
  lines: [{ ...LINE, status: "shipped" }],
  estimatedDelivery: "2026-12-02",
};
const DELIVERED: Found = {
  ...SHIPPED,
  parcels: [
    {
      ...PARCEL,
      status: "delivered",
      checkpoints: [SCAN, { ...SCAN, time: "2026-11-24T10:00:00.000Z", message: "Delivered", status: "delivered" }],
    },
  ],
  lines: [{ ...LINE, status: "delivered" }],
};

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

function depsWith(look: ShipmentsLook | Error, parts: Partial<TrackingDeps> = {}): TrackingDeps {
  return {
    db: database.db,
    pool: database.pool,
    workerId: "worker",
    findDriver: () => ({ ...driverWith(), readShipments: () => Promise.reject(new Error("not asked here")) }),
    draining: new AbortController().signal,
    timings: { firstLookMs: 0, lookEveryMs: 3_600_000, lookWithinMs: 60_000 },
    lookAt: () => (look instanceof Error ? Promise.reject(look) : Promise.resolve(look)),
    log: pino({ level: "silent" }),
    ...parts,
  };
}

async function read(orderId: string): Promise<OrderRecord> {
  const order = await findTrackedOrder(database.db, orderId);
  if (order === undefined) throw new Error("the order is gone");
  return order;
}

/** After its purchase: what its timeline and its webhooks say. */
async function told(orderId: string): Promise<{ events: string[]; webhooks: string[] }> {
  const events = (await listOrderEvents(database.db, orderId)).map(({ type }) => type as string);
  const { rows } = await database.pool.query<{ event: string }>(
    "SELECT event FROM outbox WHERE order_id = $1 ORDER BY sequence",
    [orderId],
  );
  const webhooks = rows.map(({ event }) => event);
  return {
    events: events.slice(events.indexOf("order_placed") + 1),
    webhooks: webhooks.slice(webhooks.indexOf("order.placed") + 1),
  };
}

interface LookRow {
  looks: number;
  failures: number;
  held_until: Date | null;
  wait_ms: number;
}

async function nextLook(orderId: string): Promise<LookRow | undefined> {
  const { rows } = await database.pool.query<LookRow>(
    `SELECT looks, failures, held_until, extract(epoch FROM look_at - clock_timestamp())::float * 1000 AS wait_ms
      FROM tracking_looks WHERE order_id = $1`,
    [orderId],
  );
  return rows[0];
}

const makeDue = (orderId: string) =>
  database.pool.query("UPDATE tracking_looks SET look_at = clock_timestamp() WHERE order_id = $1", [orderId]);

async function lookAgain(orderId: string, look: ShipmentsLook | Error, parts: Partial<TrackingDeps> = {}) {
  await makeDue(orderId);
  return await refreshTracking(depsWith(look, parts));
}

test("a placed order is first looked at when its time has come, and then every few hours", async () => {
  const { orderId } = await placeTestOrder(database);
  const timings = { firstLookMs: 60_000, lookEveryMs: 3_600_000, lookWithinMs: 60_000 };
  expect(await refreshTracking(depsWith(NOTHING, { timings }))).toBe(0);
  expect(await refreshTracking(depsWith(NOTHING))).toBe(1);
  expect(await refreshTracking(depsWith(NOTHING))).toBe(0);
  const look = await nextLook(orderId);
  expect(look).toMatchObject({ looks: 1, failures: 0, held_until: null });
  expect(Math.round((look?.wait_ms ?? 0) / 60_000)).toBe(60);
  expect(await told(orderId)).toEqual({ events: [], webhooks: [] });
});

test("each step is told once however often it is read, and the order stays placed as it was", async () => {
  const { orderId } = await placeTestOrder(database);
  const before = await read(orderId);
  await lookAgain(orderId, SHIPPED);
  const shipped = await read(orderId);
  expect(shipped).toMatchObject({
    status: "order_placed",
    confirmation: before.confirmation,
    charged: "yes",
    estimatedDelivery: "2026-12-02",
    items: [{ status: "shipped" }],
    parcels: [{ trackingNumber: "1Z1", status: "in_transit", checkpoints: [{ message: "Picked up", city: "Boise" }] }],
  });
  expect(shipped.updatedAt > before.updatedAt).toBe(true);
  await lookAgain(orderId, SHIPPED);
  expect((await read(orderId)).updatedAt).toEqual(shipped.updatedAt);

  await lookAgain(orderId, DELIVERED);
  expect(await read(orderId)).toMatchObject({
    items: [{ status: "delivered" }],
    parcels: [{ status: "delivered", checkpoints: [{ message: "Delivered" }, { message: "Picked up" }] }],
  });
  expect(await told(orderId)).toEqual({
    events: ["tracking_acquired", "shipped", "delivered"],
    webhooks: ["order.tracking_received", "order.shipped", "order.delivered"],
  });
  expect(await nextLook(orderId)).toBeUndefined();
});

test("a page that is behind takes nothing back", async () => {
  const { orderId } = await placeTestOrder(database, { items: [item(URL), item(`${URL}-2`)] });
  await lookAgain(orderId, DELIVERED);
  await lookAgain(orderId, { ...SHIPPED, parcels: [] });
  expect(await read(orderId)).toMatchObject({
    items: [{ status: "delivered" }, { status: "ordered" }],
    parcels: [{ status: "delivered" }],
  });
});

test("what the retailer cancels becomes cancelled with its reason; the order stays placed", async () => {
  const { orderId } = await placeTestOrder(database);
  await lookAgain(orderId, { ...NOTHING, lines: [{ ...LINE, status: "cancelled", reason: "Out of stock" }] });
  expect(await read(orderId)).toMatchObject({
    status: "order_placed",
    items: [{ status: "cancelled", cancellationReason: "Out of stock" }],
  });
  expect(await told(orderId)).toEqual({ events: ["cancelled_by_retailer"], webhooks: ["order.cancelled"] });
  expect(await nextLook(orderId)).toBeUndefined();
});

test("a parcel that cannot be delivered is told, and ends the looks", async () => {
  const { orderId } = await placeTestOrder(database);
  await lookAgain(orderId, { ...SHIPPED, parcels: [{ ...PARCEL, checkpoints: [], status: "undeliverable" }] });
  expect((await told(orderId)).events).toEqual(["tracking_acquired", "shipped", "undeliverable"]);
  expect(await nextLook(orderId)).toBeUndefined();
});

test("a retailer without such a page, and an order without a number, are not looked at again", async () => {
  const { orderId } = await placeTestOrder(database);
  await lookAgain(orderId, NOTHING, { findDriver: () => driverWith() });
  expect(await nextLook(orderId)).toBeUndefined();
  const unnumbered = await placeTestOrder(database, {}, []);
  await refreshTracking(depsWith(NOTHING));
  expect(await nextLook(unnumbered.orderId)).toBeUndefined();
  expect((await told(orderId)).events).toEqual([]);
});

test("looks that read nothing come ever less often, and are given up in the end", async () => {
  const { orderId } = await placeTestOrder(database);
  const waits: number[] = [];
  for (const look of [{ kind: "unreadable", message: "signed out" } as const, new Error("gone"), new Error("gone")]) {
    await lookAgain(orderId, look);
    waits.push(Math.round(((await nextLook(orderId))?.wait_ms ?? 0) / 3_600_000));
  }
  expect(waits).toEqual([1, 2, 4]);
  await lookAgain(orderId, NOTHING);
  expect(await nextLook(orderId)).toMatchObject({ failures: 0 });

  await database.pool.query("UPDATE tracking_looks SET failures = 19");
  await lookAgain(orderId, new Error("gone"));
  expect(await nextLook(orderId)).toBeUndefined();
  const [note] = (await listOrderEvents(database.db, orderId)).slice(-1);
  expect(note?.label).toBe("The order is not followed any more: its page could not be read 20 times in a row");
});

test("an order that is under way for 60 days is not followed any more", async () => {
  const { orderId } = await placeTestOrder(database);
  await database.pool.query("UPDATE orders SET finished_at = now() - interval '61 days' WHERE id = $1", [orderId]);
  await lookAgain(orderId, SHIPPED);
  expect(await nextLook(orderId)).toBeUndefined();
  expect((await told(orderId)).events).toEqual(["tracking_acquired", "shipped", "needs_review"]);
});

test("two workers never look at the same order at once", async () => {
  const { orderId } = await placeTestOrder(database);
  const reads: number[] = [];
  const lookAt = async () => {
    reads.push(await refreshTracking(depsWith(NOTHING)));
    return NOTHING;
  };
  expect(await refreshTracking(depsWith(NOTHING, { lookAt }))).toBe(1);
  expect(reads).toEqual([0]);
  expect(await nextLook(orderId)).toMatchObject({ looks: 1 });
});

test("a worker that is told to stop looks at nothing, and hands back what it had begun", async () => {
  const { orderId } = await placeTestOrder(database);
  const stopping = new AbortController();
  const lookAt = () => {
    stopping.abort();
    return Promise.reject(new Interrupted("The worker is shutting down"));
  };
  await refreshTracking(depsWith(NOTHING, { lookAt, draining: stopping.signal }));
  expect(await nextLook(orderId)).toMatchObject({ failures: 0, held_until: null });
  await refreshTracking(depsWith(SHIPPED, { draining: stopping.signal }));
  expect((await told(orderId)).events).toEqual([]);
  expect(await refreshTracking(depsWith(SHIPPED))).toBe(1);
});

const item = (url: string) => ({ url, quantity: 1, variant: null });
