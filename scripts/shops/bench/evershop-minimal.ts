import type { Buyer, Page } from "./buyer.ts";

/**
 * EverShop bought from by hand: the shop's own selectors, no engine, no guard and no second look. Cash on delivery, standard
 * shipping, one piece. Returns the order number.
 */
export const buyMinimal = async (page: Page, productUrl: string, buyer: Buyer): Promise<string> => {
  const field = (name: string) => `[name="${name}"]`;
  const button = (text: string) => `::-p-xpath(//button[normalize-space()="${text}"])`;
  const fill = (name: string, value: string) => page.locator(field(name)).fill(value);
  const pick = async (name: string, option: string) => {
    await page.locator(`[id="field-shippingAddress.${name}"]`).click();
    await page.locator(`::-p-xpath(//*[@role="option"][normalize-space()="${option}"])`).click();
  };

  // A button pressed before the page has come alive does nothing.
  await page.goto(productUrl, { waitUntil: "networkidle2" });
  if (buyer.choice !== undefined) {
    await page.locator(button(buyer.choice)).click();
    await page.waitForFunction("location.search !== ''");
    await page.waitForNetworkIdle();
  }
  await page.locator(button("Add to cart")).click();
  // In the drawer that opens once it is in the cart.
  await page.locator(button("Checkout")).click();
  await page.waitForSelector(field("contact.email"));
  await page.waitForNetworkIdle();
  await fill("contact.email", buyer.email);
  await fill("shippingAddress.full_name", `${buyer.first_name} ${buyer.last_name}`);
  await fill("shippingAddress.telephone", buyer.phone_number);
  await fill("shippingAddress.address_1", buyer.address_line1);
  await fill("shippingAddress.city", buyer.city);
  await pick("country", "United States");
  await pick("province", buyer.state_name);
  await fill("shippingAddress.postcode", buyer.postal_code);
  // The methods are asked for 0.8 s after the address was last changed, and drawn anew.
  await page.waitForResponse((response) => response.request().postData()?.includes("GetCartShippingMethods") === true);

  await page.locator("::-p-text(Standard Shipping)").click();
  await page.waitForSelector("::-p-text(Shipping (Standard Shipping\\))");
  await page.locator("#payment-method-cod-label").click();
  const left = page.waitForNavigation();
  await page.locator(button("Place Order")).click();
  await left;
  const text = await page.$eval("main", (main) => main.innerText);
  const number = /Order #(\d+) is confirmed/.exec(text)?.[1];
  if (number === undefined) throw new Error(`No order number at ${page.url()}.`);
  return number;
};
