import { claimOrder } from "@cartwright/db";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { type DispatchDeps, dispatchOrders } from "./dispatch-orders.ts";

const WORKER = "00000000-0000-4000-8000-00000000000a";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

/** A queue that remembers, and forgets or fails when a test says so. */
function openMemoryQueue() {
  const jobs = new Set<string>();
  let isDown = false;
  const id = (orderId: string, generation: number) => `${orderId} g${generation}`;
  const requireUp = () => {
    if (isDown) throw new Error("Redis is not connected");
  };
  return {
    jobs,
    setDown: (down: boolean) => {
      isDown = down;
    },
    announce: async (orderId: string, generation: number) => {
      requireUp();
      jobs.add(id(orderId, generation));
    },
    isJobAlive: async (orderId: string, generation: number) => {
      requireUp();
      return jobs.has(id(orderId, generation));
    },
  };
}

function depsWith(queue: DispatchDeps["queue"]): DispatchDeps {
  return { pool: database.pool, queue, lookAgainMs: 30_000 };
}

const lookNow = () => database.pool.query("UPDATE orders SET dispatch_look_at = clock_timestamp()");

test("an order whose first job was never added gets one", async () => {
  const queue = openMemoryQueue();
  const orderId = await acceptTestOrder(database);
  expect(await dispatchOrders(depsWith(queue))).toBe(1);
  expect([...queue.jobs]).toEqual([`${orderId} g1`]);
});

test("an order whose job is alive gets no second one, and is not looked at again at once", async () => {
  const queue = openMemoryQueue();
  const orderId = await acceptTestOrder(database);
  await queue.announce(orderId, 0);
  expect(await dispatchOrders(depsWith(queue))).toBe(0);
  queue.jobs.clear();
  expect(await dispatchOrders(depsWith(queue))).toBe(0);
  await lookNow();
  expect(await dispatchOrders(depsWith(queue))).toBe(1);
});

test("everything due is dispatched again after Redis forgot it all, under new job ids", async () => {
  const queue = openMemoryQueue();
  const ids = await Promise.all(Array.from({ length: 250 }, () => acceptTestOrder(database)));
  expect(await dispatchOrders(depsWith(queue))).toBe(250);
  queue.jobs.clear();
  await lookNow();
  expect(await dispatchOrders(depsWith(queue))).toBe(250);
  expect(queue.jobs).toEqual(new Set(ids.map((id) => `${id} g2`)));
});

test("an order that a silent worker left behind is dispatched at once, although its old job looks alive, and once", async () => {
  const queue = openMemoryQueue();
  const orderId = await acceptTestOrder(database);
  await queue.announce(orderId, 0);
  expect(await dispatchOrders(depsWith(queue))).toBe(0);
  await claimOrder(database, { orderId, workerId: WORKER, leaseMs: 1 });
  expect(await dispatchOrders(depsWith(queue))).toBe(1);
  expect(await dispatchOrders(depsWith(queue))).toBe(0);
});

test("an order in a worker's hands, or waiting for its retry, is left alone", async () => {
  const queue = openMemoryQueue();
  const held = await acceptTestOrder(database);
  await claimOrder(database, { orderId: held, workerId: WORKER, leaseMs: 60_000 });
  const waiting = await acceptTestOrder(database);
  await database.pool.query("UPDATE orders SET next_action_at = now() + interval '1 hour' WHERE id = $1", [waiting]);
  await lookNow();
  expect(await dispatchOrders(depsWith(queue))).toBe(0);
});

test("while Redis is away nothing is lost: the orders are dispatched when it is back", async () => {
  const queue = openMemoryQueue();
  await acceptTestOrder(database);
  queue.setDown(true);
  await expect(dispatchOrders(depsWith(queue))).rejects.toThrow(/not connected/);
  queue.setDown(false);
  await lookNow();
  expect(await dispatchOrders(depsWith(queue))).toBe(1);
});

test("two dispatchers at once give each order one job", async () => {
  const queue = openMemoryQueue();
  await Promise.all(Array.from({ length: 100 }, () => acceptTestOrder(database)));
  const added = await Promise.all([dispatchOrders(depsWith(queue)), dispatchOrders(depsWith(queue))]);
  expect(added[0] + added[1]).toBe(100);
  expect(queue.jobs.size).toBe(100);
});
