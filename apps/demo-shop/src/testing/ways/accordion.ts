import type { Page } from "puppeteer";
import { addressBy, fill, fillAll, press, pressThrough, see, type Way } from "./way.ts";

async function pressContinue(page: Page, panel: string): Promise<void> {
  await press(page, `[data-panel=${panel}] input[value=Continue]`);
}

/** Chooses the option that reads so, once the list has it. */
async function chooseByText(page: Page, selector: string, text: string): Promise<void> {
  const value = await page.waitForFunction(
    (selector, text) => {
      const options = document.querySelectorAll<HTMLOptionElement>(`${selector} option`);
      return [...options].find((option) => option.textContent.trim() === text)?.value;
    },
    {},
    selector,
    text,
  );
  await page.select(selector, (await value.jsonValue()) ?? "");
}

export const accordion: Way = {
  add: async (page, options) => {
    for (const [label, value] of Object.entries(options)) await fill(page, `select[name="option[${label}]"]`, value);
    await press(page, "#button-cart");
    await see(page, ".alert-success a");
    await pressThrough(page, ".alert-success a");
  },
  toReview: async (page, buyer) => {
    await pressThrough(page, ".buttons a.btn-primary");
    await press(page, "input[value=guest]");
    await pressContinue(page, "checkout-option");
    await fillAll(page, {
      "#input-payment-email": buyer.email,
      ...addressBy({
        first: "#input-payment-firstname",
        last: "#input-payment-lastname",
        line1: "#input-payment-address-1",
        city: "#input-payment-city",
        zip: "#input-payment-postcode",
        phone: "#input-payment-telephone",
      }),
    });
    await chooseByText(page, "#input-payment-country", "United States");
    await chooseByText(page, "#input-payment-zone", buyer.state.name);
    await pressContinue(page, "payment-address");
    await fill(page, "textarea[name=comment]", buyer.reference);
    await pressContinue(page, "shipping-method");
    await press(page, "input[name=agree]");
    await pressContinue(page, "payment-method");
    await see(page, "#button-confirm");
  },
  place: async (page) => {
    await press(page, "#button-confirm");
    await page.waitForFunction(
      () => location.pathname.endsWith("/success") || document.querySelector(".alert-danger") !== null,
    );
  },
  thanks: "Your order ID is: #NUMBER",
};
