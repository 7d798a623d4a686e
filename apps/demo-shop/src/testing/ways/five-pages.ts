import { fill, fillAll, press, pressThrough, type Way } from "./way.ts";

export const fivePages: Way = {
  add: async (page, options) => {
    for (const [label, value] of Object.entries(options)) await fill(page, `select[name="id[${label}]"]`, value);
    await pressThrough(page, "input[type=image]");
  },
  toReview: async (page, buyer) => {
    await pressThrough(page, "td a[href='/checkout_shipping'] img");
    await fillAll(page, { "[name=email_address]": buyer.email, "[name=telephone]": "(512) 555-0100" });
    await pressThrough(page, "input[type=image]");
    await fillAll(page, {
      "[name=firstname]": "Ann",
      "[name=lastname]": "Lee",
      "[name=street_address]": "1 Main St",
      "[name=postcode]": "78701",
      "[name=city]": "Austin",
      "[name=zone_id]": buyer.state.code,
      "[name=country]": "US",
    });
    await pressThrough(page, "input[type=image]");
    await fill(page, "[name=comments]", buyer.reference);
    await pressThrough(page, "input[type=image]");
    await press(page, "[value=moneyorder]");
    await pressThrough(page, "input[type=image]");
  },
  place: (page) => pressThrough(page, "input[type=image]"),
  thanks: "Order number: NUMBER",
};
