import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEMO_LAYOUTS } from "@cartwright/retailers/demo-shop/layouts";
import { SEEDED_ACCOUNT } from "../accounts.ts";
import { type DemoShop, openDemoShop } from "../demo-shop.ts";
import { openShopper, type Shopper } from "../testing/shopper.ts";

const NOTEBOOK = "/products/clothbound-notebook";

let folder: string;
let shop: DemoShop;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "demo-shop-"));
  shop = await openDemoShop({ ledgerPath: join(folder, "ledger.jsonl") });
});
afterAll(async () => {
  await shop.close();
  await rm(folder, { recursive: true });
});

const addressForm = (email: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      email,
      firstName: "Ann",
      lastName: "Lee",
      street: "1 Main St",
      city: "Austin",
      provinceCode: "US-TX",
      postcode: "78701",
      countryCode: "US",
      phoneNumber: "(512) 555-0100",
    }).map(([name, value]) => [`checkout[address][${name}]`, value]),
  );

/** Through the checkout of a plain layout, up to its last page. */
async function goToCompletion(shopper: Shopper, payment: string, reference: string): Promise<void> {
  await shopper.post("/checkout/address", addressForm(SEEDED_ACCOUNT.email));
  await shopper.post("/checkout/select-shipping", { "checkout[shipment]": "standard" });
  await shopper.post("/checkout/select-payment", { "checkout[payment]": payment, "checkout[notes]": reference });
}

describe("a session's layout", () => {
  test.each(DEMO_LAYOUTS)("$name is served from the first page on, and to nobody else", async ({ name }) => {
    const shopper = openShopper(shop.url);
    const first = await shopper.get(`${NOTEBOOK}?layout=${name}`);
    expect(first.status).toBe(200);
    expect(first.text).toContain("/assets/layouts/");
    expect(first.headers.getSetCookie()).toHaveLength(1);
    for (const path of [NOTEBOOK, "/", "/search?q=wool"]) {
      expect((await shopper.get(path)).text).toContain("/assets/layouts/");
    }
    expect((await shopper.get("/no/such/page")).status).toBe(404);
    expect((await openShopper(shop.url).get(NOTEBOOK)).text).not.toContain("/assets/layouts/");
  });

  test("keeps the cart when it changes", async () => {
    const shopper = openShopper(shop.url);
    await shopper.post("/cart/items", { slug: "clothbound-notebook" });
    expect((await shopper.get("/cart?layout=accordion")).text).toContain("Clothbound Notebook");
    expect((await shopper.get("/bag?layout=query-steps")).text).toContain("Clothbound Notebook");
  });

  test("that does not exist is not found", async () => {
    const shopper = openShopper(shop.url);
    expect((await shopper.get(`${NOTEBOOK}?layout=two-page`)).status).toBe(404);
    expect((await shopper.get(`${NOTEBOOK}?layout=constructor`)).status).toBe(404);
    expect((await shopper.get(NOTEBOOK)).text).not.toContain("/assets/layouts/");
  });
});

describe("error-after-storing", () => {
  test("answers 400 to an order that it stored, and shows it in the account's history with its reference", async () => {
    const shopper = openShopper(shop.url);
    await shopper.get("/?layout=error-after-storing");
    await shopper.post(NOTEBOOK, { "add[quantity]": "1" });
    await goToCompletion(shopper, "on_account", "PO-400");
    const answer = await shopper.post("/checkout/complete");
    expect(answer.status).toBe(400);
    expect(answer.text).not.toMatch(/1000\d\d/);

    expect((await shopper.get("/customer/my-orders")).location).toBe("/customer/sign-in");
    await shopper.post("/customer/sign-in", { ...SEEDED_ACCOUNT });
    const history = await shopper.get("/customer/my-orders");
    const number = /my-orders\/(\d+)/.exec(history.text)?.[1] ?? "";
    expect(history.text).toContain("PO-400");
    expect((await shopper.get(`/customer/my-orders/${number}`)).text).toContain("Clothbound Notebook");
  });
});

describe("account-required", () => {
  test("lets no guest pass, and keeps an account's cart from one session to the next", async () => {
    const shopper = openShopper(shop.url);
    await shopper.get("/?layout=account-required");
    await shopper.post("/products/walnut-desk-organizer", { "add[quantity]": "2" });
    const entrance = (await shopper.get("/checkout")).location;
    expect(entrance).toBe("/account/signin?back=/checkout/address");
    expect((await shopper.get("/checkout/complete")).location).toBe(entrance);
    const back = await shopper.post("/account/signin", { ...SEEDED_ACCOUNT, back: "/checkout/address" });
    expect(back.location).toBe("/checkout/address");

    const cart = await shopper.get("/cart");
    expect(cart.text).toContain("Clothbound Notebook");
    expect(cart.text).toContain("Walnut Desk Organizer");
    await shopper.post("/cart", { remove: "HP-3113", "cart[items][HP-3101]": "2" });

    const later = openShopper(shop.url);
    await later.get("/?layout=account-required");
    await later.post("/account/signin", { ...SEEDED_ACCOUNT });
    const kept = await later.get("/cart");
    expect(kept.text).not.toContain("Clothbound Notebook");
    expect(kept.text).toContain('value="2"');

    await goToCompletion(later, "monthly_bill", "PO-1");
    expect((await later.post("/checkout/complete")).location).toMatch(/^\/order\/\d+\/complete$/);
    expect((await shopper.get("/cart")).text).toContain("Your cart is empty");
  });
});

test("a resent last request buys again in a layout too", async () => {
  const shopper = openShopper(shop.url);
  await shopper.get("/?layout=canvas-control");
  await shopper.post(NOTEBOOK, { "add[quantity]": "1" });
  await shopper.post("/checkout/address", addressForm("twice@example.com"));
  await shopper.post("/checkout/slot", { slot: "4-1" });
  await goToCompletion(shopper, "cash", "PO-2");
  await shopper.post("/checkout/complete");
  await shopper.post("/checkout/complete");
  const ledger = await fetch(`${shop.url}/__ledger?reference=PO-2`);
  expect((await ledger.json()) as unknown).toMatchObject({ purchases: [{}, {}] });
});

test("no-number shows its guests no number", async () => {
  const shopper = openShopper(shop.url);
  const { text } = await shopper.get("/checkout/success?layout=no-number");
  expect(text).toContain("Your order has been placed!");
  expect(text).not.toContain("Your order ID");
});
