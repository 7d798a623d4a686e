import { listOrderEvents, type OrderRecord } from "@cartwright/db";
import { DEMO_SCENARIOS } from "@cartwright/retailers/demo-shop/scenarios";
import { acceptTestOrder } from "@cartwright/testing";
import { startBuying, type Buying } from "./testing/buying.ts";
import { testScenarios } from "./testing/scenario-tests.ts";

let buying: Buying;

beforeAll(async () => {
  buying = await startBuying();
});

afterAll(() => buying.close());

testScenarios(
  () => buying,
  [
    { label: "size", value: "m" },
    { label: "Color", value: "Navy" },
  ],
);

test.each(["error_after_purchase", "lost_confirmation"])(
  "%s is in doubt first, and never bought again",
  async (name) => {
    const scenario = DEMO_SCENARIOS.find(({ scenario }) => scenario === name);
    if (scenario === undefined) throw new Error(`no scenario ${name}`);
    const { order, bought } = await buying.play(scenario);
    expect(bought).toHaveLength(1);
    const events = await listOrderEvents(buying.database.db, order.id);
    const types = events.map((event) => event.type);
    expect(types.slice(types.indexOf("purchase_committed"))).toEqual([
      "purchase_committed",
      "in_doubt",
      "order_placed",
    ]);
  },
);

test("nothing is bought one cent above max_price, and everything at exactly max_price", async () => {
  const items = [{ url: buying.shop.productUrl("walnut-desk-organizer"), quantity: 1, variant: null }];
  const refused = await buying.settled(await acceptTestOrder(buying.database, { items, maxPriceCents: 1 }));
  expect(refused.failureCode).toBe("max_price_exceeded");
  const total = Number(refused.failure?.observed["observed_total"]);
  expect(refused.failure?.observed["exceeded_by"]).toBe(total - 1);

  const before = (await buying.shop.ledger()).length;
  const below = await buying.settled(await acceptTestOrder(buying.database, { items, maxPriceCents: total - 1 }));
  expect(below.failureCode).toBe("max_price_exceeded");
  expect((await buying.shop.ledger()).length).toBe(before);

  const exact = await buying.settled(await acceptTestOrder(buying.database, { items, maxPriceCents: total }));
  expect(exact.status).toBe("order_placed");
  expect(exact.placedTotalCents).toBe(total);
});

test("one product on two lines is bought in both quantities; a long po_number stays whole, without our marker", async () => {
  const before = (await buying.shop.ledger()).length;
  const poNumber = "P".repeat(64);
  const url = buying.shop.productUrl("walnut-desk-organizer");
  const orderId = await acceptTestOrder(buying.database, {
    maxPriceCents: 100_000,
    poNumber,
    items: [
      { url, quantity: 1, variant: null },
      { url, quantity: 2, variant: null },
    ],
  });
  const order = await buying.settled(orderId);
  expect(order.status).toBe("order_placed");
  const [line] = (await buying.shop.ledger()).slice(before);
  expect(line).toMatchObject({ reference: poNumber, items: [{ quantity: 3 }] });
});

test("an address that our own way out refuses is not blamed on the shop", async () => {
  const items = [{ url: "http://10.0.0.1/products/walnut-desk-organizer", quantity: 1, variant: null }];
  expect((await buying.settled(await acceptTestOrder(buying.database, { items }))).failureCode).toBe(
    "retailer_not_supported",
  );
});

test("forty orders at once are placed once each, and none is held up", async () => {
  const before = (await buying.shop.ledger()).length;
  const items = [{ url: buying.shop.productUrl("walnut-desk-organizer"), quantity: 1, variant: null }];
  const ids = await Promise.all(Array.from({ length: 40 }, () => acceptTestOrder(buying.database, { items })));
  const placed: OrderRecord[] = [];
  for (const id of ids) placed.push(await buying.settled(id));
  expect(placed.filter((order) => order.status !== "order_placed")).toEqual([]);
  const references = (await buying.shop.ledger()).slice(before).map((line) => line.reference);
  expect(references).toHaveLength(ids.length);
  expect(new Set(references)).toEqual(new Set(placed.map((order) => order.marker)));
}, 240_000);
