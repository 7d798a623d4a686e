import { addressBy, fill, fillAll, press, pressThrough, see, type Way } from "./way.ts";

export const dependentState: Way = {
  add: async (page, options) => {
    for (const [label, value] of Object.entries(options)) await fill(page, `#pa_${label.toLowerCase()}`, value);
    await pressThrough(page, ".single_add_to_cart_button");
  },
  toReview: async (page, buyer) => {
    await pressThrough(page, ".checkout-button");
    await fill(page, "#shipping_country", "US");
    await fillAll(page, {
      ...addressBy({
        first: "#shipping_first_name",
        last: "#shipping_last_name",
        line1: "#shipping_address_1",
        city: "#shipping_city",
        zip: "#shipping_postcode",
        phone: "#billing_phone",
      }),
      "#billing_email": buyer.email,
      "#order_comments": buyer.reference,
    });
    await page.waitForFunction(() => document.querySelectorAll("#shipping_state option").length > 50);
    await fill(page, "#shipping_state", buyer.state.code);
    await press(page, "#save_address");
    await press(page, "#shipping_method_0_standard");
    await see(page, "#place_order");
    await page.waitForNetworkIdle({ idleTime: 100 });
  },
  place: async (page) => {
    await press(page, "#place_order");
    await page.waitForFunction(
      () => location.pathname.includes("order-received") || document.querySelector("#notices li") !== null,
    );
  },
  thanks: "Order number: NUMBER",
};
