import { fill, fillAll, press, pressThrough, type Way } from "./way.ts";

/** Every native dialog is agreed to, as a person does. */
export const termsAndAlerts: Way = {
  add: async (page, options) => {
    if (page.listenerCount("dialog") === 0) page.on("dialog", (dialog) => void dialog.accept());
    for (const [label, value] of Object.entries(options))
      await press(page, `[name="choice_${label}"][value="${value}"]`);
    await pressThrough(page, ".Item-form .Push");
  },
  toReview: async (page, buyer) => {
    await pressThrough(page, ".Num .Push");
    await fillAll(page, {
      "#d-firstName": "Ann Lee",
      "#d-street": "1 Main St",
      "#d-town": "Austin",
      "#d-state": buyer.state.code,
      "#d-zip": "78701",
      "#d-tel": "(512) 555-0100",
      "#d-mail": buyer.email,
    });
    await pressThrough(page, "form .Push");
    await fill(page, "#memo", buyer.reference);
    await press(page, ".Terms-label");
  },
  place: (page) => pressThrough(page, ".Push--big"),
  thanks: "HP-NUMBER",
};
