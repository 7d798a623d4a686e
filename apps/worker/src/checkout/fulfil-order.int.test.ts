import { claimOrder, listOrderEvents } from "@cartwright/db";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { PRODUCT, REVIEW, SELLS, WORKER, sellingDeps } from "../testing/selling-shop.ts";
import { type FulfilDeps, fulfilOrder } from "./fulfil-order.ts";
import type { IntentSpool } from "./intent-spool.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

/** A shop that always sells, behind a gate that counts what it releases. */
function shopWith(append: IntentSpool["append"]): { deps: FulfilDeps; released: () => number } {
  let released = 0;
  const parts = { spool: { append, close: () => Promise.resolve() }, retryPolicy: { maxAttempts: 2, backoffMs: [0] } };
  const deps = sellingDeps(database, parts, () => {
    released += 1;
  });
  return { deps, released: () => released };
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
        concessions: [],
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
        ...SELLS,
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
