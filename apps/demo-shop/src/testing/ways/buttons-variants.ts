import { addressBy, fill, fillAll, press, pressThrough, see, type Way } from "./way.ts";

export const buttonsVariants: Way = {
  add: async (page, options) => {
    const [swatch, radio] = Object.values(options);
    if (swatch !== undefined) await press(page, `.swatches [data-value="${swatch}"]`);
    if (radio !== undefined) await press(page, `[data-radios] [value="${radio}"]`);
    await press(page, ".grid-2 [data-add]");
    await see(page, ".toast");
    await pressThrough(page, "[data-testid=bag-link]");
  },
  toReview: async (page, buyer) => {
    await pressThrough(page, ".end .primary");
    await fillAll(page, {
      ...addressBy({
        first: "#checkout_first",
        last: "#checkout_last",
        line1: "#checkout_addr",
        city: "#checkout_city",
        zip: "#checkout_zip",
        phone: "#checkout_tel",
      }),
      "#checkout_email": buyer.email,
      "#checkout_region": buyer.state.name,
    });
    await pressThrough(page, ".narrow .primary");
    await press(page, "[name=method][value=bank]");
    await fill(page, "#message", buyer.reference);
  },
  place: (page) => pressThrough(page, "form .primary"),
  thanks: "Order HP-NUMBER placed",
};
