import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SEEDED_ACCOUNT } from "./accounts.ts";
import { type DemoShop, openDemoShop } from "./demo-shop.ts";
import type { Purchase } from "./ledger.ts";
import { ADDRESS, openShopper } from "./testing/shopper.ts";

const SLOW_PAGE_MS = 30;

let folder: string;
let shop: DemoShop;

const openShop = () => openDemoShop({ ledgerPath: join(folder, "ledger.jsonl"), slowPageMs: () => SLOW_PAGE_MS });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "demo-shop-"));
  shop = await openShop();
});
afterEach(async () => {
  await shop.close();
  await rm(folder, { recursive: true });
});

async function purchases(query = ""): Promise<Purchase[]> {
  const response = await fetch(`${shop.url}/__ledger${query}`);
  return ((await response.json()) as { purchases: Purchase[] }).purchases;
}

describe("a guest's checkout", () => {
  test("stores what the review page showed, and shows it again", async () => {
    const shopper = openShopper(shop.url);
    const review = await shopper.goToReview("walnut-desk-organizer", { quantity: "2", reference: "PO-77" });
    expect(review.text).toContain('<dd class="total">$79.26</dd>');

    const placed = await shopper.post("/checkout/place");
    expect(placed).toMatchObject({ status: 303, location: "/checkout/confirmation/HP-100042" });
    const [purchase] = await purchases();
    expect(purchase).toMatchObject({
      order_number: "HP-100042",
      email: ADDRESS.email,
      reference: "PO-77",
      total_cents: 7_926,
      payment_method: "pay_later",
      scenario: "success",
      items: [{ sku: "HP-3101", quantity: 2, unit_price_cents: 3_450, line_total_cents: 6_900 }],
    });

    const thanks = await shopper.get(placed.location);
    expect(thanks.text).toContain('<strong id="order-number">HP-100042</strong>');
    expect(thanks.text).toMatch(/<time id="estimated-delivery" datetime="\d{4}-\d\d-\d\d">/);
    expect((await shopper.get("/cart")).text).toContain("Your cart is empty");
    expect((await openShopper(shop.url).get(placed.location)).status).toBe(404);
  });

  test("goes back to the first step that is not done", async () => {
    const shopper = openShopper(shop.url);
    expect((await shopper.get("/checkout/review")).location).toBe("/cart");
    await shopper.post("/cart/items", { slug: "clothbound-notebook" });
    expect((await shopper.get("/checkout/review")).location).toBe("/checkout");
    expect((await shopper.post("/checkout/place")).location).toBe("/checkout");
    await shopper.post("/checkout", { checkout_as: "guest", email: ADDRESS.email });
    expect((await shopper.get("/checkout/shipping")).location).toBe("/checkout/address");
    expect(await purchases()).toEqual([]);
  });

  test("says beside each field what is wrong with an address, and escapes what was typed", async () => {
    const shopper = openShopper(shop.url);
    await shopper.post("/cart/items", { slug: "clothbound-notebook" });
    await shopper.post("/checkout", { checkout_as: "guest", email: ADDRESS.email });
    const city = '"><script>alert(1)</script>';
    const refused = await shopper.post("/checkout/address", { ...ADDRESS, city, postal_code: "787", state: "ZZ" });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("Enter a ZIP code");
    expect(refused.text).toContain("Choose a state.");
    expect(refused.text).not.toContain("<script>alert");
  });
});

describe("the oracle", () => {
  test("buys twice when Place order is sent twice, one after the other", async () => {
    const shopper = openShopper(shop.url);
    await shopper.goToReview("clothbound-notebook");
    const first = await shopper.post("/checkout/place");
    const second = await shopper.post("/checkout/place");
    expect([first.location, second.location]).toEqual([
      "/checkout/confirmation/HP-100042",
      "/checkout/confirmation/HP-100043",
    ]);
    expect(await purchases()).toHaveLength(2);
  });

  test("buys twice when Place order is sent twice at once", async () => {
    const shopper = openShopper(shop.url);
    await shopper.goToReview("clothbound-notebook");
    await Promise.all([shopper.post("/checkout/place"), shopper.post("/checkout/place")]);
    const [first, second] = await purchases();
    expect(second?.items).toEqual(first?.items);
  });

  test("keeps its purchases and its numbering over a restart", async () => {
    const shopper = openShopper(shop.url);
    await shopper.goToReview("clothbound-notebook", { reference: "PO-1" });
    await shopper.post("/checkout/place");
    await shop.close();
    shop = await openShop();
    expect(await purchases("?reference=PO-1")).toHaveLength(1);
    expect(await purchases("?order_number=HP-100042&email=ANN@example.com")).toHaveLength(1);
    expect(await purchases("?reference=PO-2")).toEqual([]);

    const next = openShopper(shop.url);
    await next.goToReview("clothbound-notebook");
    expect((await next.post("/checkout/place")).location).toBe("/checkout/confirmation/HP-100043");
  });
});

describe("customers", () => {
  test("see every order of their email in their account, newest first, and no one else's", async () => {
    const guest = openShopper(shop.url);
    for (const [email, reference] of [
      [SEEDED_ACCOUNT.email, "PO-1"],
      [SEEDED_ACCOUNT.email.toUpperCase(), "PO-2"],
      ["other@example.com", "PO-3"],
    ] as const) {
      await guest.goToReview("clothbound-notebook", { email, reference });
      await guest.post("/checkout/place");
    }
    const buyer = openShopper(shop.url);
    expect((await buyer.get("/account/orders")).location).toBe("/account/sign-in");
    const wrong = await buyer.post("/account/sign-in", { email: SEEDED_ACCOUNT.email, password: "wrong" });
    expect(wrong.status).toBe(422);
    await buyer.post("/account/sign-in", { ...SEEDED_ACCOUNT });

    const { text } = await buyer.get("/account/orders");
    expect(text).toContain(`<strong id="account-email">${SEEDED_ACCOUNT.email}</strong>`);
    expect(text.indexOf("PO-2")).toBeLessThan(text.indexOf("PO-1"));
    expect(text).not.toContain("PO-3");
    expect((await buyer.get("/account/orders?reference=PO-1")).text).toContain('data-order-number="HP-100042"');
    expect((await buyer.get("/account/orders/HP-100042")).text).toContain("PO-1");
    expect((await buyer.get("/account/orders/HP-100044")).status).toBe(404);
  });

  test("who are guests find an order by its number and email only", async () => {
    const guest = openShopper(shop.url);
    await guest.goToReview("clothbound-notebook");
    await guest.post("/checkout/place");
    const look = (form: Record<string, string>) => openShopper(shop.url).post("/orders/lookup", form);
    expect((await look({ order_number: "hp-100042", email: ADDRESS.email })).text).toContain("Clothbound Notebook");
    expect((await look({ order_number: "HP-100042", email: "other@example.com" })).status).toBe(404);
    expect((await look({ order_number: "HP-100042", email: "" })).status).toBe(404);
  });
});

describe("cards", () => {
  test("are taken by the payment provider alone; a declined one stores no order", async () => {
    const shopper = openShopper(shop.url);
    const provider = openShopper(shop.payUrl);
    await shopper.goToReview("clothbound-notebook");
    const pay = async (card_number: string) => {
      const kept = await provider.post("/card-tokens", { card_number, expiry: "12/40", cvc: "123" });
      const payment_token = /data-token="(\w+)"/.exec(kept.text)?.[1] ?? "";
      await shopper.post("/checkout/payment", { payment_method: "card", payment_token });
      return shopper.post("/checkout/place");
    };
    expect((await provider.post("/card-tokens", { card_number: "4242424242424241" })).status).toBe(422);
    expect((await shopper.post("/checkout/payment", { payment_method: "card" })).status).toBe(422);
    expect((await pay("4000 0000 0000 0002")).status).toBe(402);
    expect(await purchases()).toEqual([]);
    expect((await pay("4242 4242 4242 4242")).location).toBe("/checkout/confirmation/HP-100042");
  });
});

test("answers as a page of its own origin: no foreign content, no framing", async () => {
  const { headers } = await openShopper(shop.url).get("/");
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`frame-src ${shop.payUrl}`);
  expect(headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Lax/);
  expect((await fetch(`${shop.url}/health`)).status).toBe(200);
});
