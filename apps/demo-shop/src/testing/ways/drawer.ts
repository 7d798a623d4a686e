import { addressBy, fill, fillAll, press, pressThrough, see, type Way } from "./way.ts";

export const drawer: Way = {
  add: async (page, options) => {
    // The browser remembers that they were answered; the newsletter asks once more, over the drawer.
    const isFirst = await page.evaluate(() => sessionStorage.getItem("newsletter") === null);
    if (isFirst) await press(page, ".popup__no");
    if (isFirst) await press(page, "[data-consent=all]");
    for (const [label, value] of Object.entries(options)) await fill(page, `select[name="options[${label}]"]`, value);
    await press(page, ".product-form__submit");
    await see(page, ".drawer.active .cart__checkout-button");
    if (isFirst) await press(page, ".popup__no");
  },
  toReview: async (page, buyer) => {
    await pressThrough(page, ".drawer.active .cart__checkout-button");
    const at = (name: string) => `.co [name='${name}']`;
    await fillAll(page, {
      [at("email")]: buyer.email,
      ...addressBy({
        first: at("firstName"),
        last: at("lastName"),
        line1: at("address1"),
        city: at("city"),
        zip: at("postalCode"),
        phone: at("phone"),
      }),
      [at("zone")]: buyer.state.code,
    });
    await pressThrough(page, ".co button[type=submit]");
    await pressThrough(page, ".co button[type=submit]");
    await press(page, "[value=manual-bank]");
    await fill(page, "[name=note]", buyer.reference);
  },
  place: (page) => pressThrough(page, ".co button[type=submit]"),
  thanks: "Confirmation #NUMBER",
};
