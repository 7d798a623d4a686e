import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEMO_SCENARIOS, type DemoScenarioName } from "@cartwright/retailers/demo-shop/scenarios";
import { type DemoShop, openDemoShop } from "./demo-shop.ts";
import type { Purchase } from "./ledger.ts";
import { openShopper } from "./testing/shopper.ts";

const SLOW_PAGE_MS = 50;

let folder: string;
let shop: DemoShop;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "demo-shop-"));
  shop = await openDemoShop({ ledgerPath: join(folder, "ledger.jsonl"), slowPageMs: () => SLOW_PAGE_MS });
});
afterEach(async () => {
  await shop.close();
  await rm(folder, { recursive: true });
});

async function purchases(): Promise<Purchase[]> {
  const response = await fetch(`${shop.url}/__ledger`);
  return ((await response.json()) as { purchases: Purchase[] }).purchases;
}

function slugOf(scenario: DemoScenarioName): string {
  return DEMO_SCENARIOS.find((entry) => entry.scenario === scenario)?.slug ?? "";
}

async function timed(wait: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await wait;
  return performance.now() - start;
}

describe("scenarios that are bought", () => {
  test("sale_price charges the sale price and shows the list price struck through", async () => {
    const shopper = openShopper(shop.url);
    expect((await shopper.get(`/products/${slugOf("sale_price")}`)).text).toContain('<s class="price-was">$89.00</s>');
    await shopper.goToReview(slugOf("sale_price"));
    await shopper.post("/checkout/place");
    expect(await purchases()).toMatchObject([{ subtotal_cents: 6_400, scenario: "sale_price" }]);
  });

  test("slow_pages keeps every page of the checkout waiting, and is bought", async () => {
    const shopper = openShopper(shop.url);
    await shopper.goToReview(slugOf("slow_pages"));
    expect(await timed(shopper.get("/checkout/review"))).toBeGreaterThanOrEqual(SLOW_PAGE_MS - 2);
    await shopper.post("/checkout/place");
    expect(await timed(shopper.get("/checkout/confirmation/HP-100042"))).toBeGreaterThanOrEqual(SLOW_PAGE_MS - 2);
    expect(await purchases()).toHaveLength(1);
  });

  test("variant_required is sold in the variant chosen, and not without one", async () => {
    const slug = slugOf("variant_required");
    const shopper = openShopper(shop.url);
    const refused = await shopper.post("/cart/items", { slug, quantity: "1", option_size: "M" });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("Please choose a color.");
    await shopper.goToReview(slug, { options: { option_size: "M", option_color: "Navy" } });
    await shopper.post("/checkout/place");
    const variant = [
      { label: "Size", value: "M" },
      { label: "Color", value: "Navy" },
    ];
    expect(await purchases()).toMatchObject([{ items: [{ sku: "HP-4103-M-NAVY", variant }] }]);
  });

  test("price_rises_at_review charges what the review page says", async () => {
    const shopper = openShopper(shop.url);
    const slug = slugOf("price_rises_at_review");
    expect((await shopper.get(`/products/${slug}`)).text).toContain("$48.00");
    expect((await shopper.goToReview(slug)).text).toContain("$5,048.00");
    expect((await shopper.get("/cart")).text).not.toContain("$5,048.00");
    await shopper.post("/checkout/place");
    expect(await purchases()).toMatchObject([{ subtotal_cents: 504_800 }]);
  });
});

describe("scenarios that never reach the review", () => {
  test("product_not_found answers 404", async () => {
    expect((await openShopper(shop.url).get(`/products/${slugOf("product_not_found")}`)).status).toBe(404);
  });

  test("out_of_stock says so to people and machines, while other products can be bought from its page", async () => {
    const slug = slugOf("out_of_stock");
    const { text } = await openShopper(shop.url).get(`/products/${slug}`);
    expect(text).toContain("https://schema.org/OutOfStock");
    expect(text).toContain('<button type="submit" class="primary" disabled>Sold out</button>');
    expect(text).toContain(">Add to cart</button>");
    expect((await openShopper(shop.url).post("/cart/items", { slug })).text).toContain("This item is sold out.");
  });

  test("quantity_limit puts nothing into the cart", async () => {
    const answer = await openShopper(shop.url).goToReview(slugOf("quantity_limit"));
    expect(answer.text).toContain("You have reached the purchase limit for this item.");
  });

  test("captcha answers 403 to every step, the last one too", async () => {
    const shopper = openShopper(shop.url);
    await shopper.post("/cart/items", { slug: slugOf("captcha") });
    for (const path of ["/checkout", "/checkout/review"]) {
      expect(await shopper.get(path)).toMatchObject({
        status: 403,
        text: expect.stringContaining("captcha") as string,
      });
    }
    expect((await shopper.post("/checkout/place")).status).toBe(403);
  });

  test("no_shipping_to_state ships to Alaska only", async () => {
    const slug = slugOf("no_shipping_to_state");
    const refused = await openShopper(shop.url).goToReview(slug, { state: "TX" });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("cannot ship “Glass Carboy, 3 gallon” to Texas");
    expect((await openShopper(shop.url).goToReview(slug, { state: "AK" })).status).toBe(200);
  });
});

describe("scenarios of the review and the click that buys", () => {
  test("unreadable_total has its total in no text of the review page", async () => {
    const shopper = openShopper(shop.url);
    const { text } = await shopper.goToReview(slugOf("unreadable_total"));
    const picture = await shopper.get("/checkout/review/total.svg");
    const total = /\$[\d.,]+/.exec(picture.text)?.[0] ?? "no total";
    expect(total).toBe("$45.00");
    expect(text).not.toContain(total);
  });

  test("cart_surprise shows its warranty up to the review", async () => {
    const { text } = await openShopper(shop.url).goToReview(slugOf("cart_surprise"));
    expect(text).toContain("2-Year Protection Plan");
  });

  test("error_before_purchase answers 500 and stores nothing, however often", async () => {
    const shopper = openShopper(shop.url);
    expect((await shopper.goToReview(slugOf("error_before_purchase"))).status).toBe(500);
    expect((await shopper.post("/checkout/place")).status).toBe(500);
    expect(await purchases()).toEqual([]);
  });

  test.each([
    ["out_of_stock_at_placing", 409, "sold out"],
    ["payment_declined", 402, "Your payment was declined."],
  ] as const)("%s answers %d, stores no order and says so", async (scenario, status, says) => {
    const shopper = openShopper(shop.url);
    expect((await shopper.goToReview(slugOf(scenario))).status).toBe(200);
    const answer = await shopper.post("/checkout/place");
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(says);
    expect(answer.text).toContain("No order has been placed.");
    expect(await purchases()).toEqual([]);
  });

  test("error_after_purchase stores the order and answers 500", async () => {
    const shopper = openShopper(shop.url);
    await shopper.goToReview(slugOf("error_after_purchase"));
    const answer = await shopper.post("/checkout/place");
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain("HP-");
    expect(await purchases()).toHaveLength(1);
  });

  test("lost_confirmation stores the order and answers nothing", async () => {
    const shopper = openShopper(shop.url);
    await shopper.goToReview(slugOf("lost_confirmation"));
    await expect(shopper.post("/checkout/place")).rejects.toThrow("fetch failed");
    expect(await purchases()).toMatchObject([{ scenario: "lost_confirmation" }]);
  });
});
