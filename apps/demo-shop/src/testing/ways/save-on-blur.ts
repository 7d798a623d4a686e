import { addressBy, fill, press, pressThrough, see, type Way } from "./way.ts";

/** Countries first: the form forgets what was typed before. Each field is left by Tab, which saves it. */
export const saveOnBlur: Way = {
  add: async (page, options) => {
    for (const [label, value] of Object.entries(options)) await fill(page, `[data-option="${label}"]`, value);
    await pressThrough(page, "[data-test=add]");
  },
  toReview: async (page, buyer) => {
    await pressThrough(page, ".end_88cc a");
    await fill(page, "select[name=country]", "US");
    await page.waitForFunction(() => document.querySelector("select[name=state] option[value=TX]") !== null);
    const address = addressBy({
      first: "[name=given]",
      last: "[name=family]",
      line1: "[name=line1]",
      city: "[name=city]",
      zip: "[name=zip]",
      phone: "[name=phone]",
    });
    for (const [selector, value] of Object.entries({ "[name=email]": buyer.email, ...address })) {
      await page.focus(selector);
      await page.keyboard.type(value);
      await page.keyboard.press("Tab");
      // What is typed while the form is drawn anew may go into the field before: nobody types that fast.
      await page.waitForNetworkIdle({ idleTime: 60 });
    }
    await fill(page, "select[name=state]", buyer.state.code);
    await press(page, "[name=ship][value=standard]");
    await page.waitForNetworkIdle({ idleTime: 150 });
    await fill(page, "[name=note]", buyer.reference);
    await press(page, "[name=pay][value=later]");
    await page.waitForNetworkIdle({ idleTime: 150 });
    await see(page, "[data-buy]:not(:disabled)");
  },
  place: async (page) => {
    await press(page, "[data-buy]");
    await page.waitForFunction(
      () => location.pathname.startsWith("/order-confirmation/") || document.querySelector(".problem_d00d") !== null,
    );
  },
  thanks: "We've got it! Order NUMBER",
};
