import type { Page } from "puppeteer";
import { addressBy, fill, fillAll, press, pressThrough, type Way } from "./way.ts";

/** Types into a combobox, waits for its list, and presses the option that reads so. */
async function chooseFromList(page: Page, box: string, text: string): Promise<void> {
  await press(page, box);
  await page.type(box, text.slice(0, 7));
  const option = await page.waitForFunction(
    (text) => [...document.querySelectorAll("#portal [role=option]")].find((option) => option.textContent === text),
    {},
    text,
  );
  await (option.asElement() as Awaited<ReturnType<Page["$"]>>)?.click();
}

export const querySteps: Way = {
  add: async (page, options) => {
    for (const [label, value] of Object.entries(options)) {
      await press(page, `label:has([name="attr.${label}"][value="${value}"])`);
    }
    await pressThrough(page, ".buy button");
  },
  toReview: async (page, buyer) => {
    await pressThrough(page, ".bag-sum .cta");
    await fill(page, "[name='contact.email']", buyer.email);
    await pressThrough(page, "button.cta");
    await chooseFromList(page, "[data-places=country]", "United States");
    const at = (name: string) => `[name='shippingAddress.${name}']`;
    await fillAll(
      page,
      addressBy({
        first: at("firstName"),
        last: at("lastName"),
        line1: at("streetAddress1"),
        city: at("city"),
        zip: at("postalCode"),
        phone: at("phone"),
      }),
    );
    await chooseFromList(page, "[data-places=countryArea]", buyer.state.name);
    await pressThrough(page, "button.cta");
    await press(page, "[name=deliveryMethodId][value=standard]");
    await pressThrough(page, "button.cta");
    await press(page, "[name=gateway][value=invoice]");
    await fill(page, "[name=customerNote]", buyer.reference);
    await pressThrough(page, "button.cta");
  },
  place: (page) => pressThrough(page, "button.cta"),
  thanks: "Thank you for your order",
};
