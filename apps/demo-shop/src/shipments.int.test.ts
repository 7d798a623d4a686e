import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SEEDED_ACCOUNT } from "./accounts.ts";
import { type DemoShop, openDemoShop } from "./demo-shop.ts";
import { openShopper } from "./testing/shopper.ts";

let folder: string;
let shop: DemoShop;

const openShop = () => openDemoShop({ ledgerPath: join(folder, "ledger.jsonl") });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "demo-shop-"));
  shop = await openShop();
});
afterEach(async () => {
  await shop.close();
  await rm(folder, { recursive: true });
});

const ORDER = "HP-100042";

/** An order of two lines, by the account's own email. */
async function placeOrder(): Promise<void> {
  const shopper = openShopper(shop.url);
  await shopper.post("/cart/items", { slug: "clothbound-notebook" });
  await shopper.goToReview("walnut-desk-organizer", { quantity: "2", email: SEEDED_ACCOUNT.email });
  expect((await shopper.post("/checkout/place")).location).toBe(`/checkout/confirmation/${ORDER}`);
}

async function step(name: string, body?: Record<string, unknown>, order = ORDER) {
  const sent =
    body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`${shop.url}/__orders/${order}/${name}`, { method: "POST", ...sent });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function orderPage(): Promise<string> {
  const buyer = openShopper(shop.url);
  await buyer.post("/account/sign-in", { ...SEEDED_ACCOUNT });
  return (await buyer.get(`/account/orders/${ORDER}`)).text;
}

test("an order's page shows its parcels, each with its own lines, scans and link", async () => {
  await placeOrder();
  expect(await orderPage()).toContain('<span id="order-status">Processing</span>');
  expect(
    (await step("ship", { items: ["clothbound-notebook"], carrier: "USPS", tracking_number: "9400" })).status,
  ).toBe(200);
  const partly = await orderPage();
  expect(partly).toContain('<span id="order-status">Partly shipped</span>');
  expect(partly).toContain('href="https://tools.usps.com/go/TrackConfirmAction?tLabels=9400"');
  expect(partly).toMatch(/data-line="HP-3101" data-status="ordered"/);

  await step("ship");
  await step("scan", { message: "Arrived <b>here</b>", city: "Boise", state: "ID", postal_code: "83701" });
  const shipped = await orderPage();
  expect(shipped).toContain("Parcel 2 of 2");
  expect(shipped).toMatch(/data-line="HP-3101" data-status="shipped"/);
  expect(shipped).toContain("Arrived &lt;b>here&lt;/b>");

  await step("deliver");
  expect(await orderPage()).toContain('<span id="order-status">Delivered</span>');
});

test("what the shop cancelled says so with its reason, and leaves the rest to be shipped", async () => {
  await placeOrder();
  await step("cancel", { items: ["HP-3101"], reason: "Damaged in the warehouse" });
  const page = await orderPage();
  expect(page).toContain("Cancelled by the shop");
  expect(page).toContain("Damaged in the warehouse");
  const { body } = await step("ship");
  expect(body["parcels"]).toMatchObject([{ skus: [expect.not.stringContaining("HP-3101")] }]);
});

test("a restart keeps what was shipped", async () => {
  await placeOrder();
  await step("ship");
  await step("undeliverable");
  await shop.close();
  shop = await openShop();
  expect(await orderPage()).toContain('data-status="undeliverable"');
});

test("refuses what cannot be, and changes nothing then", async () => {
  await placeOrder();
  expect((await step("ship", {}, "HP-1")).status).toBe(404);
  expect((await step("deliver")).status).toBe(409);
  expect((await step("ship", { items: ["no-such-thing"] })).status).toBe(409);
  expect((await step("ship", { carier: "UPS" })).status).toBe(422);
  expect(await orderPage()).not.toContain("data-tracking-number");
  await step("ship");
  expect((await step("ship")).status).toBe(409);
  expect((await step("cancel")).status).toBe(409);
});
