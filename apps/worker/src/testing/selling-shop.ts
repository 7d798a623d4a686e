import type { DatabaseHandle } from "@cartwright/db";
import type { CheckoutRun, PurchaseOutcome, Review } from "@cartwright/retailers/driver";
import { onlyTotal } from "@cartwright/schemas";
import { SAN_FRANCISCO } from "@cartwright/testing";
import { pino } from "pino";
import type { FulfilDeps } from "../checkout/fulfil-order.ts";
import { openHands } from "../checkout/hands.ts";

// A shop that always sells, without a browser: for the tests of what becomes of its orders.

export const PRODUCT = "http://shop.test/products/walnut-desk-organizer";
export const WORKER = "00000000-0000-4000-8000-00000000000a";

const PRICES = onlyTotal(1_000);
export const REVIEW: Review = {
  lines: [
    { url: PRODUCT, title: "Organizer", variant: null, quantity: 1, unitPriceCents: 1_000, lineTotalCents: 1_000 },
  ],
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
export const SELLS: CheckoutRun = {
  reachReview: () => Promise.resolve(),
  readReview: () => Promise.resolve(REVIEW),
  pressBuy: () => Promise.resolve(),
  waitForAnswer: () => Promise.resolve(),
  readOutcome: () => Promise.resolve(PLACED),
};

/** A gate that lets its purchase go when it may, and tells `onRelease`. */
const openSellingGate = (onRelease: () => void) => ({
  handler: () => Promise.resolve(),
  arm: () => undefined,
  waitForPurchase: () => Promise.resolve({ method: "POST", url: "http://shop.test/buy" }),
  release: (mayRelease: () => boolean) => {
    if (!mayRelease()) return Promise.resolve(undefined);
    onRelease();
    return Promise.resolve({ status: 200 });
  },
  shut: () => undefined,
});

/** What `fulfilOrder` is given at that shop; every test says only what matters to it. */
export function sellingDeps(
  { db, pool }: DatabaseHandle,
  parts: Record<string, unknown>,
  onRelease: () => void = () => undefined,
): FulfilDeps {
  const page = { url: () => PRODUCT, title: () => Promise.resolve(""), evaluate: () => Promise.resolve("") };
  const deps = {
    db,
    pool,
    browsers: {
      withPage: (use: (attempt: unknown) => Promise<unknown>) =>
        use({ page, gate: openSellingGate(onRelease), hosts: new Set(), lost: new AbortController().signal }),
    },
    spool: { append: () => Promise.resolve(), close: () => Promise.resolve() },
    findDriver: () => ({ retailer: "demo-shop", begin: () => SELLS }),
    workerId: WORKER,
    hands: openHands(),
    keyring: undefined,
    timings: {
      leaseMs: 60_000,
      heartbeatMs: 30_000,
      attemptWithinMs: 60_000,
      releaseWithinMs: 30_000,
      storeWithinMs: 1_000,
    },
    retryPolicy: { maxAttempts: 9, backoffMs: [0] },
    breakerPolicy: { afterFailures: 99, openMs: 1, longestMs: 1 },
    maxClaims: 99,
    counters: {
      attemptEnded: () => undefined,
      leaseLost: () => undefined,
      stepTook: () => undefined,
      orderPlaced: () => undefined,
    },
    checkoutEmail: "orders@cartwright.example",
    draining: new AbortController().signal,
    log: pino({ level: "silent" }),
    ...parts,
  };
  return deps as unknown as FulfilDeps;
}
