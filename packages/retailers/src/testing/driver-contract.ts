import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { CheckoutFailure } from "@cartwright/orders";
import type { FailureCode, ShippingAddress } from "@cartwright/schemas";
import type { CheckoutOrder } from "../driver.ts";
import { plainOrder } from "../plain-order.ts";
import type {
  ContractCase,
  ContractRun,
  ContractRunner,
  ContractShop,
  ContractTry,
  StoredOrder,
} from "./contract-shop.ts";

export type { ContractCase, ContractRunner, ContractShop, ContractTry } from "./contract-shop.ts";

interface Scene {
  shop: ContractShop;
  runner: ContractRunner;
  given: ContractTry;
  order: CheckoutOrder;
  /** How many orders the shop had before. */
  storedBefore: number;
}

/** A guarantee, the case that it is shown with, and the check, which throws where it does not hold. */
export interface ContractClause {
  guarantee: string;
  needs: ContractCase;
  check: (scene: Scene) => Promise<void>;
}

const CLOSED_WITHIN_MS = 3_000;
const PO_NUMBER = "PO-4711";
const ADDRESS: ShippingAddress = {
  first_name: "Zoë",
  last_name: "O’Neil",
  address_line1: "123 Market St. #4",
  address_line2: null,
  city: "San Francisco",
  state: "CA",
  postal_code: "94105-1804",
  phone_number: "+14156935505",
  country: "US",
};

export const CONTRACT: readonly ContractClause[] = [
  {
    guarantee: "stops before the purchase when it is told to",
    needs: "ordinary",
    check: async (scene) => {
      const { outcome, review } = await run(scene, { release: false });
      assert.equal(outcome, undefined);
      assert.equal(review.prices.currency, "USD");
      await expectStored(scene, [0]);
    },
  },
  {
    guarantee: "buys once, for the total that was shown, and leaves nothing open",
    needs: "ordinary",
    check: async (scene) => {
      const { outcome, totalCents, review } = await run(scene, { release: true });
      const [stored] = await expectStored(scene, [1]);
      assert.equal(outcome?.kind, "placed");
      assert.deepEqual(outcome.merchantOrderIds, [stored?.number]);
      assert.equal(stored?.totalCents, totalCents);
      assert.equal(outcome.prices.total, totalCents);
      if (review.isMarkerShown) assert.match(stored?.reference ?? "", new RegExp(PO_NUMBER));
      await expectNothingOpen(scene.shop);
    },
  },
  {
    guarantee: "buys once although the purchase is sent twice",
    needs: "ordinary",
    check: async (scene) => {
      const { outcome } = await run(scene, { release: true, presses: 2 });
      // A page that is left for its second request lets go of the first one's answer, or of the first itself: a doubt then.
      assert.ok(outcome?.kind === "placed" || outcome?.kind === "unclear", `the outcome is ${outcome?.kind}`);
      await expectStored(scene, outcome.kind === "placed" ? [1] : [0, 1]);
    },
  },
  {
    guarantee: "buys the variant that was ordered",
    needs: "variants",
    check: async (scene) => {
      const { outcome } = await run(scene, { release: true });
      assert.equal(outcome?.kind, "placed");
      await expectStored(scene, [1]);
    },
  },
  {
    guarantee: "asks for a variant that was not chosen, and says what there is",
    needs: "variants",
    check: async (scene) => {
      const [item] = scene.order.items;
      scene.order.items = item === undefined ? [] : [{ ...item, variant: null }];
      const { observed } = await expectFailure(scene, ["product_variant_required"]);
      assert.ok(observed["available"]);
    },
  },
  {
    guarantee: "refuses a total above the order's",
    needs: "ordinary",
    check: async (scene) => {
      await expectFailure(scene, ["max_price_exceeded"], { release: true, maxPriceCents: 1 });
    },
  },
  refusal("refuses a total that changes while it is read", "price_changes", "checkout_failed"),
  refusal("refuses a total that cannot be read", "unreadable_price", "checkout_failed"),
  refusal("refuses a foreign currency", "foreign_currency", "checkout_failed"),
  refusal("refuses a cart with something else in it", "tag_along", "cart_mismatch"),
  refusal("knows what is sold out", "out_of_stock", "product_out_of_stock"),
  refusal("knows a page that is not there", "unknown_page", "product_not_found"),
  refusal("knows a login that fails", "login_failed", "login_failed"),
  lateRefusal("knows a payment that was declined, after which the shop has no order", "declined", "payment_declined"),
  lateRefusal(
    "knows what was sold out at last, after which the shop has no order",
    "sold_out_at_last",
    "product_out_of_stock",
  ),
  doubt("calls a lost answer nothing but placed or unclear, and sends no second purchase", "lost_answer"),
  doubt("calls an error after the purchase nothing but placed or unclear", "muddled_answer"),
  {
    guarantee: "finds a placed order again by its marker, and no other one",
    needs: "history",
    check: async (scene) => {
      const { runner, given, order } = scene;
      const before = await runner.lookUp(given.driver, order, given.account);
      // A history that cannot prove an absence says so; what it must not do is find it.
      assert.notEqual(before.kind, "found");
      const { outcome } = await run(scene, { release: true });
      assert.equal(outcome?.kind, "placed");
      const after = await runner.lookUp(given.driver, order, given.account);
      assert.equal(after.kind, "found");
      assert.deepEqual(after.merchantOrderIds, outcome.merchantOrderIds);
      const other = await runner.lookUp(given.driver, { ...order, marker: newMarker() }, given.account);
      assert.notEqual(other.kind, "found");
      await expectStored(scene, [1]);
    },
  },
];

/** Runs one clause at a shop. Returns why not, where the shop has no such case. */
export async function runClause(
  { needs, check }: ContractClause,
  shop: ContractShop,
  runner: ContractRunner,
): Promise<string | undefined> {
  const given = shop.cases[needs];
  if ("skipped" in given) return given.skipped;
  const marker = newMarker();
  const email = `orders+${marker.toLowerCase()}@cartwright.example`;
  const order = plainOrder({ items: [given.item], address: ADDRESS, email, marker, poNumber: PO_NUMBER });
  await check({ shop, runner, given, order, storedBefore: (await shop.orders()).length });
  return undefined;
}

/** The contract as a test suite. A case that the shop does not have stands in the test's name, with the reason. */
export function describeDriverContract(
  name: string,
  skipped: Partial<Record<ContractCase, string>>,
  open: () => Promise<ContractShop>,
  runner: ContractRunner,
): void {
  describe(`the driver contract at ${name}`, () => {
    let shop: ContractShop;
    beforeAll(async () => {
      shop = await open();
    });
    afterAll(() => shop.close());

    for (const clause of CONTRACT) {
      const why = skipped[clause.needs];
      const title = why === undefined ? clause.guarantee : `${clause.guarantee} (not here: ${why})`;
      test(title, async () => {
        expect(await runClause(clause, shop, runner)).toBe(why);
      });
    }
  });
}

let markers = 0;

function newMarker(): string {
  markers += 1;
  return `CW${Date.now().toString(36).toUpperCase()}${markers.toString(36).toUpperCase()}`;
}

function run({ runner, given, order }: Scene, how: ContractRun) {
  return runner.run(given.driver, order, { account: given.account, ...how });
}

function refusal(guarantee: string, needs: ContractCase, code: FailureCode): ContractClause {
  return {
    guarantee,
    needs,
    check: async (scene) => {
      await expectFailure(scene, [code]);
    },
  };
}

function lateRefusal(guarantee: string, needs: ContractCase, code: FailureCode): ContractClause {
  return {
    guarantee,
    needs,
    check: async (scene) => {
      const { outcome } = await run(scene, { release: true });
      assert.equal(outcome?.kind, "declined");
      assert.equal(outcome.code, code);
      await expectStored(scene, [0]);
    },
  };
}

/** The order is stored, whatever the answer says. */
function doubt(guarantee: string, needs: ContractCase): ContractClause {
  return {
    guarantee,
    needs,
    check: async (scene) => {
      const { outcome } = await run(scene, { release: true });
      assert.notEqual(outcome?.kind, "declined");
      await expectStored(scene, [1]);
    },
  };
}

async function expectFailure(
  scene: Scene,
  codes: FailureCode[],
  how: ContractRun = { release: true },
): Promise<CheckoutFailure> {
  const ended = await run(scene, how).catch((error: unknown) => error);
  if (!(ended instanceof CheckoutFailure)) throw new Error("the driver did not refuse", { cause: ended });
  assert.ok(codes.includes(ended.code), `${ended.code} (${ended.message}), not ${codes.join(" or ")}`);
  await expectStored(scene, [0]);
  return ended;
}

async function expectStored({ shop, storedBefore }: Scene, counts: number[]): Promise<StoredOrder[]> {
  const stored = (await shop.orders()).slice(storedBefore);
  assert.ok(counts.includes(stored.length), `the shop stored ${stored.length} orders, not ${counts.join(" or ")}`);
  return stored;
}

async function expectNothingOpen({ openConnections }: ContractShop): Promise<void> {
  if (openConnections === undefined) return;
  const until = performance.now() + CLOSED_WITHIN_MS;
  while (openConnections() > 0 && performance.now() < until) await sleep(20);
  assert.equal(openConnections(), 0, "connections to the shop are left open");
}
