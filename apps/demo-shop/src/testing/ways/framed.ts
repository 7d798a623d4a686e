import type { Frame, Page } from "puppeteer";
import { addressBy, fill, pressThrough, type Way } from "./way.ts";

async function innerFrame(page: Page, path: string): Promise<Frame> {
  return page.waitForFrame((frame) => frame.url().endsWith(`/frames/checkout/${path}`));
}

async function pressInFrame(frame: Frame): Promise<void> {
  await Promise.all([frame.waitForNavigation(), frame.locator("input[type=submit]").click()]);
}

export const framed: Way = {
  add: async (page, options) => {
    for (const [label, value] of Object.entries(options)) await fill(page, `[name="opt_${label}"]`, value);
    await pressThrough(page, "input[value='Buy Now']");
  },
  toReview: async (page, buyer) => {
    await pressThrough(page, "input[value='Secure Checkout']");
    const start = await innerFrame(page, "start");
    const fields = addressBy({
      first: "#x_ship_to_first_name",
      last: "#x_ship_to_last_name",
      line1: "#x_ship_to_address",
      city: "#x_ship_to_city",
      zip: "#x_ship_to_zip",
      phone: "#x_phone",
    });
    const rest = { "#x_email": buyer.email, "#x_ship_to_state": buyer.state.code };
    for (const [selector, value] of Object.entries({ ...fields, ...rest })) await start.locator(selector).fill(value);
    await pressInFrame(start);
    const how = await innerFrame(page, "how");
    await how.locator("#x_po_num").fill(buyer.reference);
    await pressInFrame(how);
    await innerFrame(page, "look");
  },
  place: async (page) => {
    const look = await innerFrame(page, "look");
    await Promise.all([page.waitForNavigation(), look.locator("input[type=submit]").click()]);
  },
  thanks: "Order #NUMBER received",
};
