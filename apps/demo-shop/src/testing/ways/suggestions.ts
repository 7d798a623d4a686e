import { fill, fillAll, press, pressThrough, see, type Way } from "./way.ts";

/** Leaves the address by Escape: the list would be over the next field. */
export const suggestions: Way = {
  add: async (page, options) => {
    for (const [label, value] of Object.entries(options)) {
      await fill(page, `[name=dwvar_${label.toLowerCase()}]`, value);
    }
    await pressThrough(page, ".c-pdp .c-btn");
  },
  toReview: async (page, buyer) => {
    await pressThrough(page, ".c-summary .c-btn");
    await page.type("#dlv-addr", "1 Main St");
    await see(page, ".c-suggest__list");
    await page.keyboard.press("Escape");
    await fillAll(page, {
      "#dlv-mail": buyer.email,
      "#dlv-fname": "Ann",
      "#dlv-lname": "Lee",
      "#dlv-town": "Austin",
      "#dlv-region": buyer.state.code,
      "#dlv-zipcode": "78701",
      "#dlv-mobile": "(512) 555-0100",
    });
    await press(page, "#dlv .c-btn");
    await pressThrough(page, "[data-use=entered]");
    await pressThrough(page, "[name=sm][value=standard]");
    await press(page, "[name=pm][value=invoice]");
    await fill(page, "[name=poref]", buyer.reference);
  },
  place: (page) => pressThrough(page, "form[action='/checkout/submit'] .c-btn"),
  thanks: "#HP-NUMBER",
};
