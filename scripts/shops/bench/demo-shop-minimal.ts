import type { Buyer, Page } from "./buyer.ts";

/**
 * The demo shop bought from by hand, in its own layout: the shop's own selectors, no engine, no guard and no second look. By
 * invoice, standard shipping, one piece. Returns the order number.
 */
export const buyMinimal = async (page: Page, productUrl: string, buyer: Buyer): Promise<string> => {
  const fill = (name: string, value: string) => page.locator(`form [autocomplete~=${name}]`).fill(value);
  const press = async (selector: string) => {
    await Promise.all([page.waitForNavigation(), page.click(selector)]);
  };

  await page.goto(productUrl);
  if (buyer.choice !== undefined) await page.select("#add-to-cart select[required]", buyer.choice);
  await press("#add-to-cart button[type=submit]");

  await page.goto(new URL("/checkout", productUrl).href);
  await page.click("#checkout-as-guest");
  await page.locator("#checkout-identity [name=email]").fill(buyer.email);
  await press("#checkout-identity button[type=submit]");

  await page.select("#country", buyer.country);
  await fill("given-name", buyer.first_name);
  await fill("family-name", buyer.last_name);
  await fill("address-line1", buyer.address_line1);
  await fill("address-level2", buyer.city);
  await page.select("#state", buyer.state);
  await fill("postal-code", buyer.postal_code);
  await fill("tel", buyer.phone_number);
  await press("#checkout-address button[type=submit]");

  await page.click("#checkout-shipping [value=standard]");
  await press("#checkout-shipping button[type=submit]");
  await page.click("#payment-pay-later");
  await press("#checkout-payment button[type=submit]");
  await press("#place-order button[type=submit]");
  return await page.$eval("#order-number", (element) => element.textContent ?? "");
};
