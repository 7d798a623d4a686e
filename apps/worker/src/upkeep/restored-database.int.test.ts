import { mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  claimOrder,
  commitSubmit,
  type DatabaseHandle,
  findQuarantine,
  recordPlaced,
  registerWorker,
  takeDueOrders,
} from "@cartwright/db";
import type { HistoryLook } from "@cartwright/retailers/driver";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { pino } from "pino";
import { openIntentSpool } from "../checkout/intent-spool.ts";
import { noticeRestore } from "../supervision/notice-restore.ts";
import { identifyWorker } from "../supervision/worker-identity.ts";
import { driverWith } from "../testing/history-looks.ts";
import { keepSpool } from "./keep-spool.ts";
import { leaveQuarantine } from "./leave-quarantine.ts";
import { reconcileOrders } from "./reconcile-orders.ts";

const PRICES = {
  subtotal: 900,
  tax: 100,
  shipping: 0,
  discount: null,
  fees: null,
  total: 1_000,
  currency: "USD",
  cart_items: null,
};
const INTENT = { expectedTotalCents: 1_000, cartHash: "c", isMarkerShown: true, releaseWithinMs: 1, prices: PRICES };
const LOOKS = [0, 1, 2];
const self = identifyWorker();
/** The worker of before the restore: no process has started at tick 1. */
const before = { ...self, id: "00000000-0000-4000-8000-00000000000b", pidStartedAt: "1" };

let database: TestDatabase;
let spoolFolder: string;
beforeEach(async () => {
  database = await createTestDatabase();
  spoolFolder = mkdtempSync(path.join(tmpdir(), "spool-"));
  await registerWorker(database.db, before);
});
afterEach(async () => {
  rmSync(spoolFolder, { recursive: true, force: true });
  await database.close();
});

/** Markers that the retailer's history shows. */
type History = Map<string, HistoryLook>;

const FOUND: HistoryLook = {
  kind: "found",
  merchantOrderIds: ["HP-7"],
  page: { url: "http://shop.test/account/orders/HP-7", title: "Order" },
  prices: PRICES,
  estimatedDelivery: null,
};

/** Buys an order as a worker does: commit, spool, release, record. Returns its marker. */
async function buy(handle: DatabaseHandle, orderId: string, isRecorded = true): Promise<string> {
  const claim = await claimOrder(handle, { orderId, workerId: before.id, leaseMs: 60_000 });
  const committed = claim && (await commitSubmit(handle.pool, claim, INTENT));
  if (claim === undefined || committed === undefined) throw new Error(`order ${orderId} cannot be bought`);
  const spool = await openIntentSpool({ folder: spoolFolder, worker: before });
  const { marker, retailer } = claim.order;
  await spool.append({ ...INTENT, ...committed, orderId, fence: claim.fence, marker, retailer }, 5_000);
  await spool.close();
  const confirmation = { merchant_order_ids: ["HP-7"] };
  if (isRecorded) await recordPlaced(handle.db, claim, { confirmation, prices: PRICES, estimatedDelivery: null });
  return marker;
}

const start = (handle: DatabaseHandle, label?: string) =>
  noticeRestore({ db: handle.db, spoolFolder, label, workerId: self.id, log: pino({ level: "silent" }) });

/** All that upkeep does in a quarantine, as if every next look were due. */
async function heal({ db, pool }: DatabaseHandle, history: History): Promise<void> {
  const common = {
    db,
    pool,
    findDriver: () => driverWith(() => Promise.reject(new Error("asked through lookUp below"))),
    lookUp: ({ order }: { order: { marker: string } }): Promise<HistoryLook> =>
      Promise.resolve(history.get(order.marker) ?? { kind: "absent", proof: "0 orders" }),
    counters: { orderPlaced: () => undefined },
    log: pino({ level: "silent" }),
  };
  const timings = { settleMs: 0, looksAfterMs: LOOKS, lookWithinMs: 60_000, shortestPauseMs: 1 };
  for (let look = 0; look <= LOOKS.length; look += 1) {
    await pool.query("UPDATE quarantine_orders SET next_look_at = clock_timestamp()");
    await pool.query("UPDATE orders SET next_action_at = clock_timestamp() WHERE phase = 'in_doubt'");
    await reconcileOrders({ ...common, self, timings: { ...timings, frozenAfterMs: 60_000 } });
    await leaveQuarantine({ ...common, workerId: self.id, timings: { ...timings, releaseWithinMs: 0 } });
  }
}

async function statusOf(handle: DatabaseHandle, orderId: string): Promise<string | undefined> {
  const { rows } = await handle.pool.query<{ status: string }>("SELECT status FROM orders WHERE id = $1", [orderId]);
  return rows[0]?.status;
}

test("what was bought after the backup is placed, nothing is bought twice, and the others go on", async () => {
  const [bought, open] = [await acceptTestOrder(database), await acceptTestOrder(database)];
  const backup = await database.copy();
  try {
    const marker = await buy(database, bought);
    expect(await start(database)).toBe(false);

    // From here on the backup is the database.
    await registerWorker(backup.db, self);
    expect(await start(backup)).toBe(true);
    expect(await start(backup)).toBe(false);
    expect(await takeDueOrders(backup.pool, 10)).toEqual([]);
    for (const orderId of [bought, open]) {
      expect(await claimOrder(backup, { orderId, workerId: self.id, leaseMs: 60_000 })).toBeUndefined();
    }
    const accepted = await acceptTestOrder(backup);
    await heal(backup, new Map([[marker, FOUND]]));

    expect(await findQuarantine(backup.pool)).toBeUndefined();
    expect(await statusOf(backup, bought)).toBe("order_placed");
    expect(await start(backup)).toBe(false);
    for (const orderId of [open, accepted]) {
      expect(await claimOrder(backup, { orderId, workerId: self.id, leaseMs: 60_000 })).toBeDefined();
    }
    expect(await claimOrder(backup, { orderId: bought, workerId: self.id, leaseMs: 60_000 })).toBeUndefined();
  } finally {
    await backup.close();
  }
});

test("a purchase that the spool knows and the retailer does not has failed: past its commit point nothing is tried again", async () => {
  const orderId = await acceptTestOrder(database);
  const backup = await database.copy();
  try {
    await buy(database, orderId, false);
    await registerWorker(backup.db, self);
    await start(backup);
    await heal(backup, new Map());
    expect(await statusOf(backup, orderId)).toBe("order_failed");
    expect(await findQuarantine(backup.pool)).toBeUndefined();
  } finally {
    await backup.close();
  }
});

test("where the spool is lost too, the operator's word is enough: what the history shows is placed, the rest cleared", async () => {
  const [bought, open] = [await acceptTestOrder(database), await acceptTestOrder(database)];
  const backup = await database.copy();
  try {
    const marker = await buy(database, bought);
    rmSync(spoolFolder, { recursive: true });
    expect(await start(backup)).toBe(false);
    expect(await start(backup, "restored on 2026-10-17")).toBe(true);
    await heal(backup, new Map([[marker, FOUND]]));
    expect(await statusOf(backup, bought)).toBe("order_placed");
    expect(await claimOrder(backup, { orderId: open, workerId: self.id, leaseMs: 60_000 })).toBeDefined();
    expect(await start(backup, "restored on 2026-10-17")).toBe(false);
  } finally {
    await backup.close();
  }
});

test("a spool's files go when all they hold is settled and old; the newest stays", async () => {
  const orders = [await acceptTestOrder(database), await acceptTestOrder(database), await acceptTestOrder(database)];
  const [settled = "", unsettled = "", newest = ""] = orders;
  await buy(database, settled);
  await buy(database, unsettled, false);
  await buy(database, newest);
  const deps = {
    db: database.db,
    pool: database.pool,
    spoolFolder,
    label: undefined,
    workerId: self.id,
    keepMs: 60_000,
    log: pino({ level: "silent" }),
  };
  expect(await keepSpool(deps)).toBe(0);
  for (const file of readdirSync(spoolFolder)) utimesSync(path.join(spoolFolder, file), 0, 0);
  expect(await keepSpool(deps)).toBe(1);
  expect(readdirSync(spoolFolder)).toHaveLength(2);
  expect(await findQuarantine(database.pool)).toBeUndefined();
});
