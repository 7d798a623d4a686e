import { claimOrder, listOrderEvents } from "@cartwright/db";
import type { CheckoutRun, PurchaseOutcome, Review } from "@cartwright/retailers/driver";
import { acceptTestOrder, createTestDatabase, SAN_FRANCISCO, type TestDatabase } from "@cartwright/testing";
import { pino } from "pino";
import { type FulfilDeps, fulfilOrder } from "./fulfil-order.ts";
import type { IntentSpool } from "./intent-spool.ts";

const PRODUCT = "http://shop.test/products/walnut-desk-organizer";
const WORKER = "00000000-0000-4000-8000-00000000000a";
const PRICES = {
  subtotal: 1_000,
  tax: null,
  shipping: null,
  discount: null,
  fees: null,
  total: 1_000,
  currency: "USD",
  cart_items: null,
};
const LINE = {
  url: PRODUCT,
  title: "Organizer",
  variant: null,
  quantity: 1,
  unitPriceCents: 1_000,
  lineTotalCents: 1_000,
};
const REVIEW: Review = {
  lines: [LINE],
  shipTo: Object.values(SAN_FRANCISCO).join(" "),
  isMarkerShown: true,
  prices: PRICES,
};
const PLACED: PurchaseOutcome = {
  kind: "placed",
  merchantOrderIds: ["HP-1"],
  page: { url: "http://shop.test/thanks", title: "Thanks" },
  prices: PRICES,
  estimatedDelivery: null,
};
const RUN: CheckoutRun = {
  reachReview: () => Promise.resolve(),
  readReview: () => Promise.resolve(REVIEW),
  pressBuy: () => Promise.resolve(),
  waitForAnswer: () => Promise.resolve(),
  readOutcome: () => Promise.resolve(PLACED),
};

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

/** A shop that always sells, behind a gate that counts what it releases. */
function shopWith(append: IntentSpool["append"]): { deps: FulfilDeps; released: () => number } {
  let released = 0;
  const gate = {
    handler: () => Promise.resolve(),
    arm: () => undefined,
    waitForPurchase: () => Promise.resolve({ method: "POST", url: "http://shop.test/buy" }),
    release: (mayRelease: () => boolean) => {
      if (!mayRelease()) return Promise.resolve(undefined);
      released += 1;
      return Promise.resolve({ status: 200 });
    },
    shut: () => undefined,
  };
  const page = { url: () => PRODUCT, title: () => Promise.resolve(""), evaluate: () => Promise.resolve("") };
  const deps = {
    db: database.db,
    pool: database.pool,
    browsers: {
      withPage: (use: (attempt: unknown) => Promise<unknown>) =>
        use({ page, gate, hosts: new Set(), lost: new AbortController().signal }),
    },
    spool: { append, close: () => Promise.resolve() },
    findDriver: () => ({ retailer: "demo-shop", begin: () => RUN }),
    workerId: WORKER,
    timings: {
      leaseMs: 60_000,
      heartbeatMs: 30_000,
      attemptWithinMs: 60_000,
      releaseWithinMs: 30_000,
      storeWithinMs: 1_000,
    },
    retryPolicy: { maxAttempts: 2, backoffMs: [0] },
    breakerPolicy: { afterFailures: 99, openMs: 1, longestMs: 1 },
    maxClaims: 99,
    counters: { attemptEnded: () => undefined, leaseLost: () => undefined },
    checkoutEmail: "orders@cartwright.example",
    draining: new AbortController().signal,
    log: pino({ level: "silent" }),
  };
  return { deps: deps as unknown as FulfilDeps, released: () => released };
}

async function read(orderId: string): Promise<unknown> {
  const { rows } = await database.pool.query<Record<string, unknown>>(
    "SELECT phase, status, failure_code, charged, failure ->> 'message' AS message FROM orders WHERE id = $1",
    [orderId],
  );
  return rows[0];
}

const order = () => acceptTestOrder(database, { items: [{ url: PRODUCT, quantity: 1, variant: null }] });
const diskFull = () => Promise.reject(Object.assign(new Error("ENOSPC: no space left on /spool"), { code: "ENOSPC" }));

test("a purchase is spooled after its commit and before its release, with what it takes to find it again", async () => {
  const orderId = await order();
  const seen: unknown[] = [];
  const shop = shopWith(async (intent) => {
    const submits = await database.pool.query("SELECT fence::int, intent_at FROM order_submits WHERE outcome IS NULL");
    seen.push({ intent, committed: submits.rows, released: shop.released() });
  });
  await fulfilOrder(shop.deps, orderId);
  expect(seen).toEqual([
    {
      intent: {
        orderId,
        marker: expect.any(String),
        retailer: "demo-shop",
        fence: 1,
        expectedTotalCents: 1_000,
        cartHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        isMarkerShown: true,
        intentAt: expect.any(Date),
        deadline: expect.any(Date),
        lsn: expect.stringMatching(/^[0-9A-F]+\/[0-9A-F]+$/),
        systemIdentifier: expect.stringMatching(/^\d+$/),
      },
      committed: [{ fence: 1, intent_at: expect.any(Date) }],
      released: 0,
    },
  ]);
  expect(shop.released()).toBe(1);
  expect(await read(orderId)).toMatchObject({ status: "order_placed" });
});

test("a purchase that cannot be spooled is not released, and is tried again like one that failed at the shop", async () => {
  const orderId = await order();
  const shop = shopWith(diskFull);
  await fulfilOrder(shop.deps, orderId);
  expect(await read(orderId)).toMatchObject({ phase: "queued", status: "in_progress" });
  await fulfilOrder(shop.deps, orderId);
  expect(await read(orderId)).toEqual({
    phase: "done",
    status: "order_failed",
    failure_code: "checkout_failed",
    charged: "no",
    message: "The intent could not be spooled (ENOSPC): nothing was bought.",
  });
  expect(shop.released()).toBe(0);
  const events = (await listOrderEvents(database.db, orderId)).map(({ type, label }) => [type, label]);
  expect(events).toContainEqual([
    "purchase_not_released",
    "The intent could not be spooled (ENOSPC): nothing was bought",
  ]);
});

test("a spool that is mended serves the next attempt", async () => {
  const orderId = await order();
  await fulfilOrder(shopWith(diskFull).deps, orderId);
  const mended = shopWith(() => Promise.resolve());
  await fulfilOrder(mended.deps, orderId);
  expect(await read(orderId)).toMatchObject({ status: "order_placed" });
  expect(mended.released()).toBe(1);
});

test("a quarantine that begins during an attempt keeps its purchase from being committed or spooled", async () => {
  const orderId = await order();
  const shop = shopWith(() => Promise.reject(new Error("must not be asked")));
  const deps: FulfilDeps = {
    ...shop.deps,
    findDriver: () => ({
      retailer: "demo-shop",
      begin: () => ({
        ...RUN,
        pressBuy: async () => {
          await database.pool.query("INSERT INTO quarantines (reason) VALUES ('restored')");
        },
        readReview: () => Promise.resolve(REVIEW),
      }),
    }),
    browsers: slowGate(shop.deps.browsers),
  };
  await fulfilOrder(deps, orderId);
  expect(shop.released()).toBe(0);
  expect(await read(orderId)).toMatchObject({ phase: "working" });
  expect(await claimOrder(database, { orderId, workerId: WORKER, leaseMs: 1 })).toBeUndefined();
});

/** Holds the purchase a little later than the button is pressed, as a browser does. */
function slowGate(browsers: FulfilDeps["browsers"]): FulfilDeps["browsers"] {
  return {
    ...browsers,
    withPage: (use) =>
      browsers.withPage(async (attempt) =>
        use({
          ...attempt,
          gate: {
            ...attempt.gate,
            waitForPurchase: async (timeoutMs) => {
              await new Promise((resolve) => setTimeout(resolve, 200));
              return attempt.gate.waitForPurchase(timeoutMs);
            },
          },
        }),
      ),
  };
}
