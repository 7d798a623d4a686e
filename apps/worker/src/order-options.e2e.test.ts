import type { NewOrder, OrderRecord } from "@cartwright/db";
import { openDriver } from "@cartwright/retailers/drivers";
import { RetailerSettings } from "@cartwright/schemas";
import { acceptTestOrder, type LedgerLine } from "@cartwright/testing";
import { type Buying, startBuying } from "./testing/buying.ts";

// What an order may ask for beside its products: by the demo shop's own driver, and by the engine that has never seen the shop.

const ENGINE = {
  id: "demo-shop",
  driver: "storefront" as const,
  settings: RetailerSettings.parse({}),
  recording: null,
};
const MESSAGE = "Happy birthday, dear Jo!";

type Line = Partial<NewOrder["items"][number]> & { slug: string };
type Bought = { order: OrderRecord; bought: LedgerLine[] };

async function buy({ shop, database, settled }: Buying, lines: Line[], order: Partial<NewOrder>): Promise<Bought> {
  const items = lines.map(({ slug, ...line }) => {
    return { url: shop.productUrl(slug), quantity: 1, variant: null, ...line };
  });
  const placed = await settled(await acceptTestOrder(database, { maxPriceCents: 60_000, ...order, items }));
  const bought = (await shop.ledger()).filter(({ reference }) => reference === placed.marker);
  return { order: placed, bought };
}

/** What every way to buy there has to do. `emails`: whose orders they are, which tells one way from the other. */
function testOptions(buying: () => Buying, emails: RegExp): void {
  test("a gift and its message arrive", async () => {
    const gift = { isGift: true, giftMessage: MESSAGE };
    const { order, bought } = await buy(buying(), [{ slug: "clothbound-notebook" }], gift);
    expect(order).toMatchObject({ status: "order_placed", concessions: [] });
    expect(bought).toMatchObject([{ is_gift: true, gift_message: MESSAGE, email: expect.stringMatching(emails) }]);
  });

  test("what cannot be sent as a gift is not bought", async () => {
    const { order, bought } = await buy(buying(), [{ slug: "oak-ladder-shelf" }], { isGift: true });
    expect(order).toMatchObject({ failureCode: "gift_option_unavailable", charged: "no", concessions: [] });
    expect(order.items).toMatchObject([{ status: "failed" }]);
    expect(bought).toEqual([]);
  });

  test("what cannot be had is left out where its buyer takes that, and the rest is bought", async () => {
    const lines = [
      { slug: "walnut-desk-organizer", quantity: 12 },
      { slug: "brass-task-lamp-refurbished", conditionIn: ["New" as const] },
      { slug: "ceramic-pour-over-set" },
    ];
    const fulfillment = { items: "best_effort", quantity: "best_effort" } as const;
    const { order, bought } = await buy(buying(), lines, { fulfillment });
    const [organizer, lamp, pourOver] = order.items;
    expect(order).toMatchObject({ status: "order_placed", charged: "yes" });
    expect(bought).toMatchObject([{ items: [{ slug: "walnut-desk-organizer", quantity: 10 }] }]);
    expect(organizer).toMatchObject({ status: "ordered", quantity: 12, errorType: null });
    expect(lamp).toMatchObject({ status: "skipped", errorType: "product_unavailable" });
    expect(pourOver).toMatchObject({ status: "skipped", errorType: "product_out_of_stock" });
    expect(order.concessions).toMatchObject([
      { concern: "quantity", code: "quantity_limit_exceeded", item_id: organizer?.id, fulfilled_quantity: 10 },
      { concern: "items", code: "product_unavailable", item_id: lamp?.id, url: lamp?.url, fulfilled_quantity: 0 },
      { concern: "items", code: "product_out_of_stock", item_id: pourOver?.id },
    ]);
  });
}

describe("at the demo shop, by the storefront engine", () => {
  let buying: Buying;
  beforeAll(async () => {
    const openEngine = () => openDriver(ENGINE, { useProfiles: false });
    buying = await startBuying({ change: (outside) => ({ ...outside, openDriver: openEngine }) });
  });
  afterAll(() => buying.close());

  testOptions(() => buying, /cartwright/);
});

describe("at the demo shop, by its own driver", () => {
  let buying: Buying;
  beforeAll(async () => {
    buying = await startBuying();
  });
  afterAll(() => buying.close());

  testOptions(() => buying, /^buyer@/);

  test("a gift is bought as none where its buyer takes that", async () => {
    const { order, bought } = await buy(buying, [{ slug: "oak-ladder-shelf" }], {
      isGift: true,
      giftMessage: MESSAGE,
      fulfillment: { gift: "best_effort" },
    });
    expect(order).toMatchObject({ status: "order_placed", items: [{ status: "ordered" }] });
    expect(order.concessions).toMatchObject([{ concern: "gift", code: "gift_option_unavailable", item_id: null }]);
    expect(bought).toHaveLength(1);
    expect(bought[0]?.is_gift).toBeUndefined();
  });

  test("a doubt that the history settles keeps what was given up", async () => {
    const fulfillment = { quantity: "best_effort" } as const;
    const { order, bought } = await buy(buying, [{ slug: "wool-felt-slippers", quantity: 11 }], { fulfillment });
    expect(order.status).toBe("order_placed");
    expect(bought).toMatchObject([{ items: [{ quantity: 10 }] }]);
    expect(order.concessions).toMatchObject([{ concern: "quantity", fulfilled_quantity: 10 }]);
  });

  test("another condition, and longer handling, than was ordered are refused", async () => {
    const used = await buy(buying, [{ slug: "brass-task-lamp-refurbished", conditionNotIn: ["Refurbished"] }], {});
    expect(used.order).toMatchObject({ failureCode: "product_unavailable", charged: "no" });
    expect(used.order.failure?.observed).toMatchObject({ condition: "Refurbished" });
    const late = await buy(buying, [{ slug: "oak-ladder-shelf" }], { handlingDaysMax: 5 });
    expect(late.order).toMatchObject({ failureCode: "product_unavailable" });
    expect(late.order.failure?.observed).toEqual({ handling_days: 10, handling_days_max: 5 });
    expect([...used.bought, ...late.bought]).toEqual([]);
  });

  test("an order of which nothing is to be had fails, whatever its buyer takes", async () => {
    const fulfillment = { items: "best_effort" } as const;
    const { order, bought } = await buy(buying, [{ slug: "ceramic-pour-over-set" }], { fulfillment });
    expect(order).toMatchObject({
      failureCode: "product_out_of_stock",
      concessions: [],
      items: [{ status: "failed" }],
    });
    expect(bought).toEqual([]);
  });
});
