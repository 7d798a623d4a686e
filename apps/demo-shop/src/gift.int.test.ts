import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DemoShop, openDemoShop } from "./demo-shop.ts";
import { openShopper, type Shopper } from "./testing/shopper.ts";

let folder: string;
let shop: DemoShop;
let shopper: Shopper;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "demo-shop-"));
  shop = await openDemoShop({ ledgerPath: join(folder, "ledger.jsonl") });
});
afterAll(async () => {
  await shop.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  shopper = openShopper(shop.url);
});

const SHIPPING = "/checkout/shipping";
const wrap = (message: string) => ({ shipping_method: "standard", is_gift: "yes", gift_message: message });

async function lastPurchase(): Promise<Record<string, unknown> | undefined> {
  const answer = (await (await fetch(`${shop.url}/__ledger`)).json()) as { purchases: Record<string, unknown>[] };
  return answer.purchases.at(-1);
}

test("a gift and its message stand on the review page and in the ledger", async () => {
  await shopper.goToReview("walnut-desk-organizer");
  expect((await shopper.post(SHIPPING, wrap("For <b>Jo</b>"))).location).toBe("/checkout/payment");
  const { text } = await shopper.get("/checkout/review");
  expect(text).toContain('<p id="review-gift">Gift: yes</p>');
  expect(text).toContain("For &lt;b>Jo&lt;/b>");
  await shopper.post("/checkout/place");
  expect(await lastPurchase()).toMatchObject({ is_gift: true, gift_message: "For <b>Jo</b>" });
});

test("a gift that was taken back is none", async () => {
  await shopper.goToReview("walnut-desk-organizer");
  await shopper.post(SHIPPING, wrap(""));
  await shopper.post(SHIPPING, { shipping_method: "standard", gift_message: "left over" });
  expect((await shopper.get("/checkout/review")).text).not.toContain("review-gift");
  await shopper.post("/checkout/place");
  expect(await lastPurchase()).not.toHaveProperty("is_gift");
});

test("a message that is too long is refused", async () => {
  await shopper.goToReview("walnut-desk-organizer");
  const { status, text } = await shopper.post(SHIPPING, wrap("x".repeat(241)));
  expect(status).toBe(422);
  expect(text).toContain("Use at most 240 characters.");
});

test("what its maker sends cannot be a gift, even when it comes into the cart after the gift was chosen", async () => {
  await shopper.goToReview("oak-ladder-shelf");
  const { text } = await shopper.get(SHIPPING);
  expect(text).toContain('id="no-gift"');
  expect(text).not.toContain('name="is_gift"');
  expect((await shopper.post(SHIPPING, wrap(""))).status).toBe(422);

  const late = openShopper(shop.url);
  await late.goToReview("walnut-desk-organizer");
  await late.post(SHIPPING, wrap(""));
  await late.post("/cart/items", { slug: "oak-ladder-shelf", quantity: "1" });
  expect((await late.get("/checkout/review")).text).toContain('<p id="review-gift">Gift: no</p>');
  await late.post("/checkout/place");
  expect(await lastPurchase()).not.toHaveProperty("is_gift");
});
