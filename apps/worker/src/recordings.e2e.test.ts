import { readFileSync } from "node:fs";
import path from "node:path";
import { CheckoutFailure } from "@cartwright/orders";
import { plainOrder } from "@cartwright/retailers/plain-order";
import type { CheckoutOrder } from "@cartwright/retailers/driver";
import { openDriver } from "@cartwright/retailers/drivers";
import { openStorefrontDriver } from "@cartwright/retailers/storefront/driver";
import { RetailerSettings } from "@cartwright/schemas";
import { requireChromiumPath, SAN_FRANCISCO, startDemoShop, type TestShop } from "@cartwright/testing";
import { readRecording } from "../../../packages/retailers/src/recordings/read-recording.ts";
import type { StoredRecording } from "../../../packages/retailers/src/recordings/recorded-purchase.ts";
import { type BrowserPool, openBrowserPool } from "./browser/browser-pool.ts";
import { openShopHttpPool } from "./shop-http/shop-http.ts";
import { tryDriver, type TrialStep } from "./testing/try-driver.ts";

const FIXTURE = path.join(__dirname, "../../../packages/retailers/src/recordings/fixtures/canvas-control.json");
const RECORDED = JSON.parse(readFileSync(FIXTURE, "utf8")) as unknown;
const TOLD = {
  product_url: "http://localhost:4100/products/merino-crew-sweater?layout=canvas-control",
  quantity: 2,
  variant: [
    { label: "Size", value: "M" },
    { label: "Color", value: "Navy" },
  ],
  first_name: "Ann",
  last_name: "Lee",
  address_line1: "1 Main St",
  city: "Austin",
  state: "TX",
  postal_code: "78701",
  phone_number: "+15125550100",
  email: "ann@example.com",
  reference: "PO-4711",
};
const SETTINGS = RetailerSettings.parse({});

let shop: TestShop;
let browsers: BrowserPool;
let steps: TrialStep[] = [];

beforeAll(async () => {
  shop = await startDemoShop();
  browsers = openBrowserPool({
    executablePath: requireChromiumPath(),
    unprivilegedUid: 65_534,
    allowLocal: new Set(shop.hosts),
  });
});
afterAll(async () => {
  await browsers.close();
  await shop.close();
});
beforeEach(() => {
  steps = [];
});

const shops = () => ({ browsers, shopHttp: openShopHttpPool({ allowLocal: new Set(shop.hosts) }) });

function anOrder(overrides: Partial<CheckoutOrder["items"][number]> = {}): CheckoutOrder {
  const variant = [
    { label: "size", value: "large" },
    { label: "Colour", value: "Forest" },
  ];
  const url = `${shop.productUrl("merino-crew-sweater")}?layout=canvas-control`;
  return plainOrder({
    items: [{ url, quantity: 3, variant, ...overrides }],
    address: { ...SAN_FRANCISCO, address_line2: "Apt 4" },
    email: "orders+1@cartwright.example",
    marker: "CW-RECORDED01",
  });
}

/** Plays a recording for an order; the shop's ledger has grown by what it bought. */
async function play(recording: StoredRecording | null, order: CheckoutOrder) {
  const retailer = { id: "slots.example", driver: "recording", settings: SETTINGS, recording } as const;
  const driver = openDriver(retailer, { useProfiles: false });
  return await tryDriver(shops(), driver, order, { release: true, onStep: (step) => steps.push(step) });
}

/** What was bought while `run` failed, and how it failed. */
async function failing(run: Promise<unknown>): Promise<{ failure: unknown; bought: number }> {
  const before = (await shop.ledger()).length;
  const failure: unknown = await run.then(
    () => undefined,
    (error: unknown) => error,
  );
  return { failure, bought: (await shop.ledger()).length - before };
}

test("a purchase that was shown once is played for another address, variant and quantity, and bought once", async () => {
  const { recording, open } = readRecording(RECORDED, TOLD);
  expect(open).toEqual([]);
  const before = (await shop.ledger()).length;
  const { review, outcome } = await play(recording, anOrder());
  const bought = (await shop.ledger()).slice(before);
  expect(bought).toMatchObject([
    {
      reference: "CW-RECORDED01",
      email: "orders+1@cartwright.example",
      items: [{ slug: "merino-crew-sweater", quantity: 3 }],
      address: { city: "San Francisco", state: "CA", postal_code: "94105" },
      total_cents: review.prices.total,
    },
  ]);
  expect(bought[0]?.address.address_line1).toContain("123 Market Street");
  expect(bought[0]?.items[0]?.variant.map(({ value }) => value)).toEqual(["L", "Forest"]);
  expect(outcome).toMatchObject({ kind: "placed", merchantOrderIds: [expect.stringMatching(/\d/)] });
  // The step behind the buy click, and with it whatever it does, is never played.
  expect(steps.filter(({ name }) => name.startsWith("recorded step"))).toHaveLength(recording.steps.length);
  expect(steps.at(-1)?.name).toBe('recorded step 27: click "Place order"');
});

test("the review is read without the click that buys, and what lies behind it", async () => {
  const { recording } = readRecording(RECORDED, TOLD);
  const more = { type: "click", selectors: [["#nowhere"]], offsetX: 1, offsetY: 1 };
  const retailer = { id: "slots.example", driver: "recording", settings: SETTINGS } as const;
  const driver = openDriver(
    { ...retailer, recording: { ...recording, steps: [...recording.steps, more] } },
    { useProfiles: false },
  );
  const told = { release: true, maxPriceCents: 1, onStep: (step: TrialStep) => steps.push(step) };
  const { failure, bought } = await failing(tryDriver(shops(), driver, anOrder(), told));
  expect(failure).toMatchObject({ code: "max_price_exceeded" });
  expect(bought).toBe(0);
  expect(steps.at(-1)).toMatchObject({ name: 'recorded step 26: click "Next"', failed: false });
});

test("a selector that finds nothing any more fails the order by the step's number and name, and buys nothing", async () => {
  const { recording } = readRecording(RECORDED, TOLD);
  const steps = recording.steps.map((step, index) =>
    index === 21 ? Object.assign({}, step, { selectors: [["#slot-picker"]], timeout: 500 }) : step,
  );
  const { failure, bought } = await failing(play({ ...recording, steps }, anOrder()));
  expect(bought).toBe(0);
  expect(failure).toMatchObject({
    code: "checkout_failed",
    message: expect.stringMatching(/step 22: click #slot-picker/),
  });
});

test("a click that would press a button that buys, and was recorded as another, is not done", async () => {
  const { recording } = readRecording(RECORDED, TOLD);
  const early = { ...recording.steps[26], selectors: [["form[name=checkout_complete] button"]] };
  const steps = [...recording.steps.slice(0, 26), { ...early, type: "click" }, ...recording.steps.slice(26)];
  const { failure, bought } = await failing(play({ ...recording, steps, buyStep: 28 }, anOrder()));
  expect(bought).toBe(0);
  expect(failure).toMatchObject({ code: "checkout_failed", message: expect.stringMatching(/step 27.*"Place order"/) });
});

test.each([
  [
    "two products",
    (order: CheckoutOrder) => ({ ...order, items: [...order.items, ...order.items] }),
    "retailer_not_supported",
  ],
  [
    "a choice that no step makes",
    (order: CheckoutOrder) => withVariant(order, "Monogram", "AQ"),
    "product_variant_unavailable",
  ],
] as const)("an order for %s is refused before the shop is opened", async (_, change, code) => {
  const { recording } = readRecording(RECORDED, TOLD);
  const { failure, bought } = await failing(play(recording, change(anOrder())));
  expect(failure).toMatchObject({ code });
  expect(bought).toBe(0);
  expect(steps).toEqual([]);
});

function withVariant(order: CheckoutOrder, label: string, value: string): CheckoutOrder {
  return {
    ...order,
    items: order.items.map((item) => ({ ...item, variant: [...(item.variant ?? []), { label, value }] })),
  };
}

test("an order for another quantity than the recorded one is refused where no step takes it", async () => {
  const { recording } = readRecording(RECORDED, TOLD);
  const steps = recording.steps.map((step, index) => (index === 5 ? Object.assign({}, step, { value: "2" }) : step));
  const { failure, bought } = await failing(play({ ...recording, steps }, anOrder()));
  expect(failure).toMatchObject({ code: "product_quantity_unavailable", message: expect.stringContaining("buys 2") });
  expect(bought).toBe(0);
});

test("without a recording an order fails as not supported", async () => {
  const { failure } = await failing(play(null, anOrder()));
  expect(failure).toMatchObject({ code: "retailer_not_supported", message: expect.stringContaining("slots.example") });
});

test("the engine alone does not get through this shop, and buys nothing", async () => {
  const driver = openStorefrontDriver({ retailer: "slots.example", settings: SETTINGS, profiles: [] });
  const { failure, bought } = await failing(tryDriver(shops(), driver, anOrder(), { release: true }));
  expect(failure).toBeInstanceOf(CheckoutFailure);
  expect(bought).toBe(0);
});
