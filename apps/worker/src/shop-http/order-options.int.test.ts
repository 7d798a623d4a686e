import type { RetailerDriver } from "@cartwright/retailers/driver";
import { openMedusaContractShop } from "@cartwright/retailers/medusa/testing/contract-shop";
import { plainOrder } from "@cartwright/retailers/plain-order";
import type { ContractShop } from "@cartwright/retailers/testing/driver-contract";
import { openVendureContractShop } from "@cartwright/retailers/vendure/testing/contract-shop";
import { SAN_FRANCISCO } from "@cartwright/testing";
import { openShopHttpPool } from "./shop-http.ts";
import { tryDriver } from "../testing/try-driver.ts";

// What an order may ask for beside its products, where it is bought through a store API.

const SHOPS = [
  ["Medusa", openMedusaContractShop],
  ["Vendure", openVendureContractShop],
] as const;

describe.each(SHOPS)("at a stand-in of %s", (_, open) => {
  const allowLocal = new Set<string>();
  const shops = { shopHttp: openShopHttpPool({ allowLocal }), browsers: {} as never };
  let shop: ContractShop & { url: string };
  let driver: RetailerDriver;

  beforeAll(async () => {
    shop = await open();
    allowLocal.add(new URL(shop.url).host);
    const { ordinary } = shop.cases;
    if ("skipped" in ordinary) throw new Error("no ordinary case");
    ({ driver } = ordinary);
  });
  afterAll(() => shop.close());

  const buy = (handles: string[], options: Partial<Parameters<typeof plainOrder>[0]>, more: object = {}) => {
    const items = handles.map((handle) => {
      return { url: `${shop.url}/products/${handle}`, quantity: 2, variant: null, ...more };
    });
    const order = { address: SAN_FRANCISCO, email: "orders@cartwright.example", marker: "CW-OPTIONS", items };
    return tryDriver(shops, driver, plainOrder({ ...order, ...options }), { release: true });
  };

  test("a gift is refused, and bought as none only where its buyer takes that", async () => {
    const before = (await shop.orders()).length;
    await expect(buy(["walnut-organizer"], { isGift: true })).rejects.toMatchObject({
      code: "gift_option_unavailable",
    });
    expect(await shop.orders()).toHaveLength(before);
    const { concessions, outcome } = await buy(["walnut-organizer"], {
      isGift: true,
      fulfillment: { gift: "best_effort" },
    });
    expect(outcome?.kind).toBe("placed");
    expect(concessions).toMatchObject([{ concern: "gift", code: "gift_option_unavailable", item_id: null }]);
  });

  test("goods of an unknown condition count as new", async () => {
    const refused = buy(["walnut-organizer"], {}, { conditionIn: ["Refurbished"] });
    await expect(refused).rejects.toMatchObject({ code: "product_unavailable", observed: { condition: "New" } });
  });

  test("what there is too little of is left out, with all that was put into the cart of it", async () => {
    const fulfillment = { items: "best_effort" } as const;
    const { review, concessions, outcome } = await buy(["few-left", "walnut-organizer"], { fulfillment });
    expect(outcome?.kind).toBe("placed");
    expect(review.lines).toMatchObject([{ quantity: 2, url: `${shop.url}/products/walnut-organizer` }]);
    expect(concessions).toMatchObject([
      { concern: "items", code: "product_quantity_unavailable", requested_quantity: 2 },
    ]);
  });
});
