import { CheckoutFailure } from "@cartwright/orders";
import type { FailureCode } from "@cartwright/schemas";
import type { CheckoutSession, RetailerDriver } from "../driver.ts";
import { fillCart } from "../order-options.ts";
import { openPage, pressThrough, textOf } from "../page-steps.ts";
import { chooseGift, requireShownGift } from "./gift.ts";
import { HISTORY_ACCOUNT, lookUp } from "./history-page.ts";
import { addToCart, requireOffer } from "./product-page.ts";
import { readOutcome, waitForAnswer } from "./outcome-page.ts";
import { readCartLinks, readReview } from "./review-page.ts";
import { readShipments } from "./shipments-page.ts";

/** What the shop keeps of a reference. */
const MAX_REFERENCE_LENGTH = 64;
const REFERENCE = "#checkout-payment input[name=reference]";

/** Drives the demo shop: guest checkout, standard shipping, pay later by invoice. */
export const demoShopDriver: RetailerDriver = {
  retailer: "demo-shop",
  begin: (session) => {
    const { page, order, step } = session;
    // The review page shows item numbers without links: which product each is, is learnt from the cart page.
    let productOfSku = new Map<string, string>();
    let isGift = false;
    return {
      reachReview: async () => {
        await fillCart(session, async (item) => {
          await step("open product page", () => openPage(page, item.url), "open_shop");
          await step("read offer", () => requireOffer(page, item, order.handlingDaysMax), "cart");
          await step("add to cart", () => addToCart(page, item));
        });
        productOfSku = await step("read cart", () => readCart(page), "cart");
        await step("identify as guest", () => identify(session), "checkout");
        await step("enter address", () => enterAddress(session));
        isGift = await step("choose gift", () => chooseGift(session));
        await step("choose shipping", () => chooseShipping(session));
        await step("choose payment", () => choosePayment(session));
      },
      readReview: async () => {
        if (isGift) await requireShownGift(page);
        return await readReview(page, productOfSku, order.marker);
      },
      pressBuy: () => page.click("#place-order button[type=submit]"),
      waitForAnswer: () => waitForAnswer(page),
      readOutcome: () => readOutcome(page),
    };
  },
  lookUp: (session) => lookUp(session, referenceOf(session.order, MAX_REFERENCE_LENGTH)),
  historyDelayMs: 0,
  readShipments,
};

/** Adding leads to the cart; a line that was left out leads elsewhere. */
async function readCart(page: CheckoutSession["page"]): Promise<Map<string, string>> {
  const { href } = new URL("/cart", page.url());
  if (page.url() !== href) await openPage(page, href);
  return await readCartLinks(page);
}

async function identify({ page }: CheckoutSession): Promise<void> {
  await openPage(page, new URL("/checkout", page.url()).href);
  await page.click("#checkout-as-guest");
  // The account's own address: the shop shows it the orders that its customer placed as a guest.
  await fill(page, "#checkout-identity input[name=email]", HISTORY_ACCOUNT.email);
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
  await fill(page, REFERENCE, referenceOf(order, MAX_REFERENCE_LENGTH));
  await pressThrough(page, "#checkout-payment button[type=submit]");
  await refuseFault(page, "payment_method_invalid");
}

/** The client's own reference stays in front and whole; ours rides behind it, or is left out where the shop would cut it off. */
function referenceOf({ poNumber, marker }: CheckoutSession["order"], maxLength: number): string {
  if (poNumber === null) return marker;
  const both = `${poNumber} ${marker}`;
  return both.length <= maxLength ? both : poNumber;
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
