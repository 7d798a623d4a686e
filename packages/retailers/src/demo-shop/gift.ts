import { CheckoutFailure } from "@cartwright/orders";
import type { Page } from "puppeteer";
import type { CheckoutSession } from "../driver.ts";
import { refuseGift } from "../order-options.ts";
import { textOf } from "../page-steps.ts";

const BOX = "#gift-option input[name=is_gift]";
const MESSAGE = "#gift-option input[name=gift_message]";

/** Makes the order a gift on the page of the shipping methods. False: it is none, or its buyer takes it as none. */
export async function chooseGift(session: CheckoutSession): Promise<boolean> {
  const { page, order } = session;
  if (!order.isGift) return false;
  if ((await page.$(BOX)) === null) {
    refuseGift(session, (await textOf(page, "#no-gift")) ?? "The shop's checkout offers no gift option.");
    return false;
  }
  await page.click(BOX);
  await page.locator(MESSAGE).fill(order.giftMessage ?? "");
  return true;
}

/** Throws unless the review page says that the order is a gift. */
export async function requireShownGift(page: Page): Promise<void> {
  if ((await textOf(page, "#review-gift")) === "Gift: yes") return;
  throw new CheckoutFailure("gift_option_unavailable", "The review page does not show that the order is a gift.");
}
