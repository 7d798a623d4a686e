import { openDriver } from "@cartwright/retailers/drivers";
import { DEMO_SCENARIOS, type DemoScenario } from "@cartwright/retailers/demo-shop/scenarios";
import { RetailerSettings } from "@cartwright/schemas";
import { acceptTestOrder, SAN_FRANCISCO } from "@cartwright/testing";
import { type Buying, startBuying } from "./testing/buying.ts";

// The demo shop without the driver that was written for it: the storefront engine drives it like a shop it has never seen. Its
// profile adds the two refusals that are proven to store no order, and where the sandbox's customer finds its orders.

let buying: Buying;

beforeAll(async () => {
  const shop = {
    id: "demo-shop",
    driver: "storefront" as const,
    // The sandbox's own customer sees in its history what guests bought with its email.
    settings: RetailerSettings.parse({ checkout_email: "buyer@example.com" }),
    recording: null,
  };
  buying = await startBuying({
    change: (outside) => ({ ...outside, openDriver: () => openDriver(shop, { useProfiles: true }) }),
  });
});

afterAll(() => buying.close());

const scenariosThatEndAs = (status: DemoScenario["expectedStatus"]) =>
  DEMO_SCENARIOS.filter((scenario) => scenario.expectedStatus === status).map(
    (scenario) => [scenario.scenario, scenario] as const,
  );

test.each(scenariosThatEndAs("order_placed"))(
  "%s is placed once by the engine, as the ledger has it",
  async (_, scenario) => {
    const { order, bought } = await buying.play(scenario);
    expect(bought).toHaveLength(1);
    expect(order).toMatchObject({ status: "order_placed", failureCode: null, charged: "yes" });
    const [line] = bought;
    expect(order.confirmation?.merchant_order_ids).toEqual([line?.order_number]);
    expect(order.priceComponents?.total).toBe(line?.total_cents);
    expect(line?.reference).toBe(order.marker);
  },
);

test.each(scenariosThatEndAs("order_failed"))(
  "%s fails with its code, and the engine buys nothing",
  async (_, scenario) => {
    const { order, bought } = await buying.play(scenario);
    expect(bought).toEqual([]);
    expect(order).toMatchObject({ status: "order_failed", failureCode: scenario.expectedErrorType, charged: "no" });
  },
);

test("a variant and a quantity reach the shop as ordered, by the client's own words for them", async () => {
  const before = (await buying.shop.ledger()).length;
  const orderId = await acceptTestOrder(buying.database, {
    maxPriceCents: 100_000,
    poNumber: "PO-78",
    items: [
      {
        url: buying.shop.productUrl("merino-crew-sweater"),
        quantity: 2,
        variant: [
          { label: "size", value: "medium" },
          { label: "Colour", value: "navy" },
        ],
      },
      { url: buying.shop.productUrl("walnut-desk-organizer"), quantity: 3, variant: null },
    ],
  });
  const order = await buying.settled(orderId);
  expect(order.status).toBe("order_placed");
  const [line] = (await buying.shop.ledger()).slice(before);
  expect(line?.items).toMatchObject([
    { slug: "merino-crew-sweater", quantity: 2, variant: [{ value: "M" }, { value: "Navy" }] },
    { slug: "walnut-desk-organizer", quantity: 3 },
  ]);
  expect(line?.address).toMatchObject({ address_line1: SAN_FRANCISCO.address_line1, state: "CA" });
  expect(line?.reference).toBe(`PO-78 ${order.marker}`);
});
