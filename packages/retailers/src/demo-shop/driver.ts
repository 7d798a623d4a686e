import { CheckoutFailure } from "@cartwright/orders";
import type { FailureCode } from "@cartwright/schemas";
import type { CheckoutSession, RetailerDriver } from "../driver.ts";
import { openPage, pressThrough, textOf } from "../page-steps.ts";
import { addToCart } from "./product-page.ts";
import { readOutcome, waitForAnswer } from "./outcome-page.ts";
import { readCartLinks, readReview } from "./review-page.ts";

const REFERENCE = "#checkout-payment input[name=reference]";

/** Drives the demo shop: guest checkout, standard shipping, pay later by invoice. */
export const demoShopDriver: RetailerDriver = {
  retailer: "demo-shop",
  begin: (session) => {
    const { page, order, step } = session;
    // The review page shows item numbers without links: which product each is, is learnt from the cart page.
    let productOfSku = new Map<string, string>();
    return {
      reachReview: async () => {
        for (const item of order.items) await step("add to cart", () => addToCart(page, item));
        productOfSku = await step("read cart", () => readCartLinks(page));
        await step("identify as guest", () => identify(session));
        await step("enter address", () => enterAddress(session));
        await step("choose shipping", () => chooseShipping(session));
        await step("choose payment", () => choosePayment(session));
      },
      readReview: () => readReview(page, productOfSku),
      pressBuy: () => page.click("#place-order button[type=submit]"),
      waitForAnswer: () => waitForAnswer(page),
      readOutcome: () => readOutcome(page),
    };
  },
};

async function identify({ page, order }: CheckoutSession): Promise<void> {
  await openPage(page, new URL("/checkout", page.url()).href);
  await page.click("#checkout-as-guest");
  await fill(page, "#checkout-identity input[name=email]", order.email);
  await pressThrough(page, "#checkout-identity button[type=submit]");
  await refuseFault(page, "form_validation_error");
}

async function enterAddress({ page, order }: CheckoutSession): Promise<void> {
  const { address } = order;
  const at = (token: string) => `#checkout-address [autocomplete~=${token}]`;
  await page.select(at("country"), address.country);
  await fill(page, at("given-name"), address.first_name);
  await fill(page, at("family-name"), address.last_name);
  await fill(page, at("address-line1"), address.address_line1);
  await fill(page, at("address-line2"), address.address_line2 ?? "");
  await fill(page, at("address-level2"), address.city);
  await page.select(at("address-level1"), address.state);
  await fill(page, at("postal-code"), address.postal_code);
  await fill(page, at("tel"), address.phone_number);
  await pressThrough(page, "#checkout-address button[type=submit]");
  await refuseFault(page, "shipping_address_invalid");
}

async function chooseShipping({ page }: CheckoutSession): Promise<void> {
  await page.click("#checkout-shipping input[name=shipping_method][value=standard]");
  await pressThrough(page, "#checkout-shipping button[type=submit]");
  await refuseFault(page, "shipping_method_unavailable");
}

async function choosePayment({ page, order }: CheckoutSession): Promise<void> {
  await page.click("#payment-pay-later");
  await fill(page, REFERENCE, referenceOf(order, await maxLengthOf(page, REFERENCE)));
  await pressThrough(page, "#checkout-payment button[type=submit]");
  await refuseFault(page, "payment_method_invalid");
}

/**
 * The client's own reference stays in front and whole; ours rides behind it, or is left out where a shop would cut it off.
 * (The checkout's email carries it too.)
 */
function referenceOf({ poNumber, marker }: CheckoutSession["order"], maxLength: number): string {
  if (poNumber === null) return marker;
  const both = `${poNumber} ${marker}`;
  return both.length <= maxLength ? both : poNumber;
}

async function maxLengthOf(page: CheckoutSession["page"], selector: string): Promise<number> {
  const given = await page.$eval(selector, (field) => field.getAttribute("maxlength"));
  return given === null ? Number.MAX_SAFE_INTEGER : Number(given);
}

async function fill(page: CheckoutSession["page"], selector: string, value: string): Promise<void> {
  await page.locator(selector).fill(value);
}

/** Throws when the page came back with a fault: the step's own code, but for a destination that is not served. */
async function refuseFault(page: CheckoutSession["page"], code: FailureCode): Promise<void> {
  const fault = await textOf(page, "[role=alert]");
  if (fault === undefined) return;
  const isUnserved = (await page.$("[role=alert][data-code=shipping_unavailable]")) !== null;
  throw new CheckoutFailure(isUnserved ? "shipping_unavailable" : code, fault);
}
