import type { Page } from "puppeteer";
import { fill, press, pressThrough, type Way } from "./way.ts";

/** `>>>` looks into shadow roots. */
const field = (name: string) => `pine-field[name="${name}"] >>> input`;
const submit = async (page: Page): Promise<void> => pressThrough(page, "main pine-button[submit] >>> button");

export const webComponents: Way = {
  add: async (page, options) => {
    for (const [label, value] of Object.entries(options)) {
      await fill(page, `pine-select[name="pick-${label}"] >>> select`, value);
    }
    await submit(page);
  },
  toReview: async (page, buyer) => {
    await pressThrough(page, "pine-button[href='/check-out'] >>> button");
    for (const [name, value] of [
      ["who.mail", buyer.email],
      ["who.given", "Ann"],
      ["who.family", "Lee"],
      ["where.line", "1 Main St"],
      ["where.city", "Austin"],
      ["where.zip", "78701"],
      ["who.phone", "(512) 555-0100"],
    ] as const) {
      await fill(page, field(name), value);
    }
    await fill(page, "pine-select[name='where.region'] >>> select", buyer.state.code);
    await fill(page, "pine-select[name='where.country'] >>> select", "US");
    await submit(page);
    await press(page, "pine-choice[name=ship] >>> input[value=standard]");
    await press(page, "pine-choice[name=pay] >>> input[value=invoice]");
    await fill(page, field("po"), buyer.reference);
    await submit(page);
  },
  place: submit,
  thanks: "Purchase No. NUMBER is confirmed",
};
