import { addressBy, fill, fillAll, press, pressThrough, see, type Way } from "./way.ts";

export const onePage: Way = {
  add: async (page, options) => {
    for (const [label, value] of Object.entries(options)) {
      await fill(page, `select[name="super_attribute[${label}]"]`, value);
    }
    await press(page, "#product-addtocart-button");
    await see(page, ".message-success a");
    await pressThrough(page, ".message-success a");
  },
  toReview: async (page, buyer) => {
    await pressThrough(page, "button.checkout");
    await fill(page, "#customer-email", buyer.email);
    await press(page, "[data-save=contact] button");
    await press(page, "[data-open=address]");
    await fillAll(page, {
      ...addressBy({
        first: "#K7FQ1ND",
        last: "#P02LWTX",
        line1: "#A9DW5LE",
        city: "#M5YTB93",
        zip: "#Z6HUE18",
        phone: "#Q4VJX55",
      }),
      "#R8SJK07": buyer.state.code,
    });
    await press(page, ".action-save-address");
    await press(page, "input[name=ko_unique_1][value=standard]");
    await press(page, "input[value=purchaseorder]");
    await fill(page, "#po_number", buyer.reference);
    await see(page, "[data-place]:not(:disabled)");
  },
  place: async (page) => {
    await press(page, "[data-place]");
    await page.waitForFunction(
      () => location.pathname.includes("/success/") || document.querySelector("[role=alert].message") !== null,
    );
  },
  thanks: "Your order # is: NUMBER",
};
