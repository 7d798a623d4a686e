import type { Page } from "puppeteer";
import { SEEDED_ACCOUNT } from "../../accounts.ts";
import { addressBy, type Buyer, fill, fillAll, press, pressThrough, type Way } from "./way.ts";

async function add(page: Page, options: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(options)) await fill(page, `#add_variant_${label}`, value);
  await pressThrough(page, "form[name=add_to_cart] button");
}

async function giveAddress(page: Page, buyer: Buyer): Promise<void> {
  const at = (name: string) => `#checkout_address_${name}`;
  await fillAll(page, {
    ...addressBy({
      first: at("firstName"),
      last: at("lastName"),
      line1: at("street"),
      city: at("city"),
      zip: at("postcode"),
      phone: at("phoneNumber"),
    }),
    [at("countryCode")]: "US",
    [at("provinceCode")]: `US-${buyer.state.code}`,
  });
}

async function chooseMethods(page: Page, buyer: Buyer, payment: string): Promise<void> {
  await pressThrough(page, "#next-step");
  await press(page, `[value=${payment}]`);
  await fill(page, "#checkout_notes", buyer.reference);
  await pressThrough(page, "#next-step");
}

const place = (page: Page) => pressThrough(page, "form[name=checkout_complete] button");

export const errorAfterStoring: Way = {
  add,
  toReview: async (page, buyer) => {
    await pressThrough(page, ".totals a");
    await fill(page, "#checkout_address_email", buyer.email);
    await giveAddress(page, buyer);
    await pressThrough(page, "#next-step");
    await chooseMethods(page, buyer, "on_account");
  },
  place,
  thanks: "Error",
};

export const canvasControl: Way = {
  add,
  toReview: async (page, buyer) => {
    await pressThrough(page, ".totals a");
    await fill(page, "#checkout_address_email", buyer.email);
    await giveAddress(page, buyer);
    await pressThrough(page, "#next-step");
    await Promise.all([page.waitForNavigation(), page.click("#slots", { offset: { x: 450, y: 120 } })]);
    await chooseMethods(page, buyer, "cash");
  },
  place,
  thanks: "Your order #NUMBER is on our list",
};

/** Signs in, and takes out what an earlier visit left in the cart. */
export const accountRequired: Way = {
  add,
  toReview: async (page, buyer) => {
    await pressThrough(page, ".totals a");
    await fillAll(page, { "#input-email": SEEDED_ACCOUNT.email, "#input-password": SEEDED_ACCOUNT.password });
    await pressThrough(page, ".account-form .btn");
    await pressThrough(page, "#cart-button");
    const isLeft = (await page.$("[name=remove][value=HP-3113]")) !== null;
    if (isLeft) await pressThrough(page, "[name=remove][value=HP-3113]");
    await pressThrough(page, ".totals a");
    await giveAddress(page, buyer);
    await pressThrough(page, "#next-step");
    await chooseMethods(page, buyer, "monthly_bill");
  },
  place,
  thanks: "You have placed order HP-NUMBER",
};
