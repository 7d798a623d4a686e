import type { Page } from "puppeteer";
import { fill, press, pressThrough, see, type Way } from "./way.ts";

/** Presses a button that a spinner follows, and then another page. */
async function pressOn(page: Page): Promise<void> {
  await pressThrough(page, "form[data-action] button[type=submit]:not(:disabled)");
}

async function typeInto(page: Page, name: string, value: string): Promise<void> {
  await page.type(`[name=${name}]`, value);
  await page.keyboard.press("Tab");
}

export const lateButtons: Way = {
  add: async (page, options) => {
    for (const [label, value] of Object.entries(options)) await fill(page, `[name="variant.${label}"]`, value);
    await pressOn(page);
  },
  toReview: async (page, buyer) => {
    await pressThrough(page, "button[data-route]");
    await typeInto(page, "emailAddress", buyer.email);
    await typeInto(page, "mobileNum", "(512) 555-0100");
    await pressOn(page);
    await typeInto(page, "recipientGiven", "Ann");
    await typeInto(page, "recipientFamily", "Lee");
    await typeInto(page, "streetLine", "1 Main St");
    await typeInto(page, "place", "Austin");
    await typeInto(page, "zipCode", "78701");
    await fill(page, "[name=stateCode]", buyer.state.code);
    await pressOn(page);
    await press(page, "[name=deliveryId][value=standard]");
    await pressOn(page);
    await fill(page, "[name=reference]", buyer.reference);
    await see(page, "form[data-last] button");
  },
  place: async (page) => {
    await press(page, "form[data-last] button");
    await page.waitForFunction(
      () => location.pathname.includes("completion") || document.querySelector(".mat-error:not([hidden])") !== null,
    );
  },
  thanks: "check the status with the number NUMBER",
};
