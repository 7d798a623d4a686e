import { CheckoutFailure } from "@cartwright/orders";
import type { CheckoutRun, CheckoutSession } from "@cartwright/retailers/driver";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import type { CountedEnd } from "../supervision/metrics.ts";
import { PRODUCT, SELLS, sellingDeps } from "../testing/selling-shop.ts";
import { type FulfilDeps, fulfilOrder } from "./fulfil-order.ts";

let database: TestDatabase;
let ends: CountedEnd[];
beforeEach(async () => {
  database = await createTestDatabase();
  ends = [];
});
afterEach(() => database.close());

/** A shop that sells, but for what a test has it do. */
const depsWith = (
  run: (session: CheckoutSession) => Partial<CheckoutRun>,
  parts: Partial<FulfilDeps> = {},
): FulfilDeps =>
  sellingDeps(database, {
    findDriver: () => ({
      retailer: "demo-shop",
      begin: (session: CheckoutSession) => ({ ...SELLS, ...run(session) }),
    }),
    breakerPolicy: { afterFailures: 2, openMs: 30_000, longestMs: 900_000 },
    maxClaims: 10,
    counters: {
      attemptEnded: (end: CountedEnd) => ends.push(end),
      leaseLost: () => undefined,
      stepTook: () => undefined,
      orderPlaced: () => undefined,
    },
    ...parts,
  });

/** Live: a sandbox's breaker is not so easily opened. */
const accept = () => acceptTestOrder(database, { mode: "live", items: [{ url: PRODUCT, quantity: 1, variant: null }] });

async function read(orderId: string): Promise<unknown> {
  const { rows } = await database.pool.query<Record<string, unknown>>(
    "SELECT phase, status, failure_code, charged, attempts FROM orders WHERE id = $1",
    [orderId],
  );
  return rows[0];
}

async function breaker(): Promise<unknown[]> {
  const found = await database.pool.query<Record<string, unknown>>(
    "SELECT failures_in_a_row, open_until > now() AS is_open FROM retailers",
  );
  return found.rows;
}

const failing = (code: "retailer_unavailable" | "checkout_failed") => () =>
  Promise.reject(new CheckoutFailure(code, "It failed."));

test("an order whose workers ended ten times fails uncharged, and its shop is not visited again", async () => {
  const orderId = await accept();
  await database.pool.query("UPDATE orders SET fence = 10 WHERE id = $1", [orderId]);
  let visits = 0;
  const deps = depsWith(() => {
    visits += 1;
    return {};
  });
  await fulfilOrder(deps, orderId);
  expect(visits).toBe(0);
  expect(await read(orderId)).toMatchObject({ status: "order_failed", failure_code: "checkout_failed", charged: "no" });
  const [told] = (
    await database.pool.query("SELECT label FROM order_events WHERE type = 'order_failed' AND order_id = $1", [orderId])
  ).rows;
  expect(told).toEqual({ label: "Given up: it was started 10 times and never came to an end. Nothing was bought." });
  expect(ends).toEqual(["failed"]);
});

test("an order that was claimed nine times in vain is worked on like any other", async () => {
  const orderId = await accept();
  await database.pool.query("UPDATE orders SET fence = 9 WHERE id = $1", [orderId]);
  await fulfilOrder(
    depsWith(() => ({})),
    orderId,
  );
  expect(await read(orderId)).toMatchObject({ status: "order_placed" });
});

test("a shop that is closed is tried again as ever; the second failure in a row opens its breaker", async () => {
  const orderId = await accept();
  const deps = depsWith(() => ({ reachReview: failing("retailer_unavailable") }));
  await fulfilOrder(deps, orderId);
  expect(await breaker()).toEqual([{ failures_in_a_row: 1, is_open: null }]);
  await fulfilOrder(deps, orderId);
  expect(await breaker()).toEqual([{ failures_in_a_row: 2, is_open: true }]);
  expect(await read(orderId)).toMatchObject({ phase: "queued", status: "in_progress", attempts: 2 });
  // A third job comes too early: the breaker is open.
  await fulfilOrder(deps, orderId);
  expect(await read(orderId)).toMatchObject({ phase: "queued", attempts: 2 });
  expect(ends).toEqual(["retried", "retried"]);
});

test("answers that make no sense open the breaker too, and a purchase that is placed closes it", async () => {
  const unclear = depsWith(() => ({ readOutcome: () => Promise.resolve({ kind: "unclear", message: "?" }) }));
  await fulfilOrder(unclear, await accept());
  await fulfilOrder(unclear, await accept());
  expect(await breaker()).toEqual([{ failures_in_a_row: 2, is_open: true }]);
  await database.pool.query("UPDATE retailers SET open_until = now() - interval '1 second'");
  await fulfilOrder(
    depsWith(() => ({})),
    await accept(),
  );
  expect(await breaker()).toEqual([{ failures_in_a_row: 0, is_open: null }]);
  expect(ends).toEqual(["unclear", "unclear", "placed"]);
});

test("a breaker that cannot be told takes nothing from the record of a purchase", async () => {
  const orderId = await accept();
  const deps = depsWith(() => ({
    waitForAnswer: async () => {
      await database.pool.query("ALTER TABLE retailers RENAME TO elsewhere");
    },
  }));
  await fulfilOrder(deps, orderId);
  expect(await read(orderId)).toMatchObject({ status: "order_placed", charged: "yes" });
});

test("a review page that makes no sense costs an order two attempts, although nine are allowed", async () => {
  const orderId = await accept();
  const deps = depsWith(() => ({ readReview: failing("checkout_failed") }));
  for (let n = 0; n < 3; n += 1) await fulfilOrder(deps, orderId);
  expect(await read(orderId)).toMatchObject({ status: "order_failed", charged: "no", attempts: 2 });
  expect(ends).toEqual(["retried", "failed"]);
});

test("a button whose press fails is not pressed again", async () => {
  const orderId = await accept();
  let presses = 0;
  const deps = depsWith(() => ({
    pressBuy: () => {
      presses += 1;
      return failing("checkout_failed")();
    },
  }));
  // The press fails before anything is held.
  const { browsers } = deps;
  const holdsNothing: FulfilDeps["browsers"] = {
    ...browsers,
    withPage: (use) =>
      browsers.withPage((attempt) =>
        use({ ...attempt, gate: { ...attempt.gate, waitForPurchase: () => new Promise(() => undefined) } }),
      ),
  };
  await fulfilOrder({ ...deps, browsers: holdsNothing }, orderId);
  await fulfilOrder({ ...deps, browsers: holdsNothing }, orderId);
  expect(presses).toBe(1);
  expect(await read(orderId)).toMatchObject({ status: "order_failed", charged: "no", attempts: 1 });
});

test("a step that names its stage decides how long a closed shop is left alone", async () => {
  const orderId = await accept();
  const policy = { retryPolicy: { maxAttempts: 9, backoffMs: [10_000] } };
  const waitsOf = async () =>
    (
      await database.pool.query<{ s: number }>(
        "SELECT round(extract(epoch FROM next_action_at - clock_timestamp()))::int AS s FROM orders WHERE id = $1",
        [orderId],
      )
    ).rows[0]?.s;
  await fulfilOrder(
    depsWith(() => ({ reachReview: failing("retailer_unavailable") }), policy),
    orderId,
  );
  expect(await waitsOf()).toBe(30);
  await database.pool.query("UPDATE orders SET next_action_at = now()");
  const inCart = depsWith(
    ({ step }) => ({ reachReview: () => step("add", failing("retailer_unavailable"), "cart") }),
    policy,
  );
  await fulfilOrder(inCart, orderId);
  expect(await waitsOf()).toBe(10);
});
