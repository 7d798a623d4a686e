import { DEMO_LAYOUTS, type DemoLayoutName } from "@cartwright/retailers/demo-shop/layouts";
import { DEMO_SCENARIOS, type DemoScenarioName } from "@cartwright/retailers/demo-shop/scenarios";
import { requireChromiumPath } from "@cartwright/testing";
import { type BrowserShop, openBrowserShop, type Page } from "../testing/browser-shop.ts";
import { buyer } from "../testing/ways/way.ts";
import { WAYS } from "../testing/ways/ways.ts";

const NAMES = DEMO_LAYOUTS.map(({ name }) => name);
/** Of $98.00 in Texas, with standard shipping. */
const SWEATER_TOTAL_CENTS = 10_413;
/** A page that does not go on is not waited for: it is what the test expects. */
const IMPATIENT_MS = 1_500;

const ADDRESS_OF_PLAIN_FORM = {
  email: "ann@example.com",
  firstName: "Ann",
  lastName: "Lee",
  street: "1 Main St",
  city: "Austin",
  provinceCode: "US-TX",
  postcode: "78701",
  countryCode: "US",
  phoneNumber: "(512) 555-0100",
};

let shop: BrowserShop;

let page: Page;

beforeAll(async () => {
  shop = await openBrowserShop(requireChromiumPath());
});
afterAll(() => shop.close());
beforeEach(async () => {
  page = await shop.openPage();
});
afterEach(() => page.browserContext().close());

const slugOf = (scenario: DemoScenarioName) => DEMO_SCENARIOS.find((entry) => entry.scenario === scenario)?.slug ?? "";

async function openProduct(layout: DemoLayoutName, slug: string): Promise<void> {
  await page.goto(`${shop.url}/products/${slug}?layout=${layout}`);
}

/** What there is to read: in the page, in its frames, and in the native dialog it came with. */
async function textOf(page: Page): Promise<string> {
  const texts = await Promise.all(page.frames().map((frame) => frame.evaluate(() => document.body.innerText)));
  const alerts = await page.$$eval("[data-alert]", (all) => all.map((element) => element.getAttribute("data-alert")));
  return [...texts, ...alerts].join("\n");
}

describe.each(NAMES)("the layout %s", (layout) => {
  const way = WAYS[layout];

  test("sells what was chosen, once, to the address that was given", async () => {
    await openProduct(layout, "merino-crew-sweater");
    await way.add(page, { Size: "M", Color: "Navy" });
    const reference = `PO-${layout}`;
    await way.toReview(page, buyer(reference));
    expect(await textOf(page)).toContain("$104.13");
    expect(await shop.purchases(reference)).toEqual([]);
    await way.place(page);
    const bought = await shop.purchases(reference);
    const number = bought[0]?.order_number.slice("HP-".length) ?? "";
    expect(await textOf(page)).toContain(way.thanks.replace("NUMBER", number));
    expect(bought).toMatchObject([
      {
        email: layout === "account-required" ? "buyer@example.com" : "ann@example.com",
        items: [{ sku: "HP-4103-M-NAVY", quantity: 1 }],
        address: { first_name: "Ann", last_name: "Lee", address_line1: "1 Main St", city: "Austin", state: "TX" },
        shipping_method: "standard",
        total_cents: SWEATER_TOTAL_CENTS,
      },
    ]);
  });
});

// What the scenarios do is the same code for all layouts: four that show it differently stand for them.
describe.each(["one-page", "five-pages", "framed", "late-buttons"] as const)("in the layout %s", (layout) => {
  const way = WAYS[layout];

  test("plays at its review what a cart is made to play, and stores nothing that was declined", async () => {
    const playing = ["price_rises_at_review", "unreadable_total", "cart_surprise", "payment_declined"] as const;
    for (const scenario of playing) {
      await openProduct(layout, slugOf(scenario));
      await way.add(page, {});
    }
    await way.toReview(page, buyer(`NO-${layout}`));
    const review = await textOf(page);
    expect(review).toContain("5,048.00");
    expect(review).toContain("2-Year Protection Plan");
    const drawn = await Promise.all(page.frames().map((frame) => frame.$("img[src='/media/total.svg']")));
    expect(drawn.some((image) => image !== null)).toBe(true);

    await way.place(page);
    expect(await textOf(page)).toMatch(/declined|not accepted/i);
    expect(await shop.purchases(`NO-${layout}`)).toEqual([]);
  });

  test("a thing that sells out at the last moment is not bought", async () => {
    await openProduct(layout, slugOf("out_of_stock_at_placing"));
    await way.add(page, {});
    await way.toReview(page, buyer(`LATE-${layout}`));
    await way.place(page);
    expect(await textOf(page)).toMatch(/out of stock|sold out/i);
    expect(await shop.purchases(`LATE-${layout}`)).toEqual([]);
  });

  test.each([
    ["captcha", /Verify you are human/],
    ["no_shipping_to_state", /ships to Alaska only/],
  ] as const)("%s ends the checkout", async (scenario, says) => {
    await openProduct(layout, slugOf(scenario));
    await way.add(page, {});
    page.setDefaultTimeout(IMPATIENT_MS);
    await expect(way.toReview(page, buyer("none"))).rejects.toThrow();
    expect(await textOf(page)).toMatch(says);
  });
});

test.each(NAMES)("%s says that a thing is sold out, and a missing one is not found", async (layout) => {
  await openProduct(layout, slugOf("out_of_stock"));
  expect(await textOf(page)).toMatch(/sold out|out of stock|unavailable|not available|no longer available/i);
  const missing = await page.goto(`${shop.url}/products/${slugOf("product_not_found")}`);
  expect(missing?.status()).toBe(404);
});

test("buttons-variants adds nothing, and says nothing, without a choice", async () => {
  await openProduct("buttons-variants", "merino-crew-sweater");
  await page.click(".grid-2 [data-add]");
  await page.waitForNetworkIdle({ idleTime: 100 });
  expect(await page.$(".toast")).toBeNull();
  expect(await page.$eval("#bag-count", (count) => count.textContent)).toBe("0");
});

test("canvas-control goes nowhere where the drawing is pressed beside its free slots", async () => {
  await openProduct("canvas-control", "clothbound-notebook");
  await WAYS["canvas-control"].add(page, {});
  const form = Object.entries(ADDRESS_OF_PLAIN_FORM).map(([name, value]) => [`checkout[address][${name}]`, value]);
  await page.evaluate(async (form) => {
    await fetch("/checkout/address", { method: "POST", body: new URLSearchParams(form) });
  }, form);
  await page.goto(`${shop.url}/checkout/complete`);
  expect(page.url()).toContain("/checkout/slot");
  await page.click("#slots", { offset: { x: 50, y: 40 } });
  await page.goto(`${shop.url}/checkout/select-shipping`);
  expect(page.url()).toContain("/checkout/slot");
});

test("a card is typed into the provider's frame, and pays for the order", async () => {
  await openProduct("drawer", "clothbound-notebook");
  await WAYS.drawer.add(page, {});
  await WAYS.drawer.toReview(page, buyer("CARD-1"));
  await page.click("[value=creditcards]");
  const frame = await page.waitForFrame((frame) => frame.url().endsWith("/card-form"));
  await frame.locator("#card_number").fill("4242 4242 4242 4242");
  await frame.locator("#expiry").fill("12/40");
  await frame.locator("#cvc").fill("123");
  await frame.locator("button").click();
  await page.waitForFunction(() => document.querySelector("[data-card-note]")?.textContent?.includes("4242"));
  await WAYS.drawer.place(page);
  expect(await shop.purchases("CARD-1")).toMatchObject([{ payment_method: "card" }]);
});
