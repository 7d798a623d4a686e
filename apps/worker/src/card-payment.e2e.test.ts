import { CheckoutFailure } from "@cartwright/orders";
import { plainOrder } from "@cartwright/retailers/plain-order";
import { openStorefrontDriver } from "@cartwright/retailers/storefront/driver";
import { RetailerSettings } from "@cartwright/schemas";
import { requireChromiumPath, SAN_FRANCISCO, startDemoShop, type TestShop } from "@cartwright/testing";
import { type BrowserPool, openBrowserPool } from "./browser/browser-pool.ts";
import { openShopHttpPool } from "./shop-http/shop-http.ts";
import { tryDriver, type TrialStep } from "./testing/try-driver.ts";

// The demo shop's card form stands in a frame of its payment provider, at another origin.

const CARD = { number: "4242424242424242", name: "Cartwright Ltd", expiryMonth: 12, expiryYear: 2040, code: "123" };

let shop: TestShop;
let browsers: BrowserPool;

beforeAll(async () => {
  shop = await startDemoShop();
  browsers = openBrowserPool({
    executablePath: requireChromiumPath(),
    unprivilegedUid: 65_534,
    allowLocal: new Set(shop.hosts),
  });
});

afterAll(async () => {
  await browsers.close();
  await shop.close();
});

function payByCard(paymentOrigins: string[], steps: TrialStep[] = []) {
  const settings = RetailerSettings.parse({ payment: "card", payment_origins: paymentOrigins });
  const driver = openStorefrontDriver({ retailer: "card-shop", settings, profiles: [], card: CARD });
  const order = plainOrder({
    items: [{ url: shop.productUrl("walnut-desk-organizer"), quantity: 1, variant: null }],
    address: SAN_FRANCISCO,
    email: "orders@cartwright.example",
    marker: "CW-CARD000001",
  });
  const shops = { browsers, shopHttp: openShopHttpPool({ allowLocal: new Set() }) };
  return tryDriver(shops, driver, order, { release: true, onStep: (step) => steps.push(step) });
}

test("the card is typed into no frame of a provider that nobody has listed", async () => {
  const before = (await shop.ledger()).length;
  const refused = await payByCard([]).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(CheckoutFailure);
  expect(refused).toMatchObject({
    code: "payment_method_invalid",
    message: expect.stringContaining("no known payment"),
  });
  expect((await shop.ledger()).length).toBe(before);
});

test("at a listed provider the order is paid with the operator's card, of which no step says anything", async () => {
  const before = (await shop.ledger()).length;
  const steps: TrialStep[] = [];
  const { outcome } = await payByCard([`http://${shop.hosts[1] ?? ""}`], steps);
  expect(outcome?.kind).toBe("placed");
  expect((await shop.ledger()).slice(before)).toMatchObject([{ payment_method: "card" }]);
  expect(JSON.stringify(steps)).not.toMatch(/4242|Cartwright Ltd/);
});
