import { fill, fillAll, press, pressThrough, type Way } from "./way.ts";

export const germanOrder: Way = {
  add: async (page, options) => {
    for (const [label, value] of Object.entries(options)) {
      await press(page, `[name="group-${label}"][value="${value}"] + label`);
    }
    await pressThrough(page, ".btn-buy");
  },
  toReview: async (page, buyer) => {
    await pressThrough(page, ".begin-checkout-btn");
    const at = (name: string) => `[name="billingAddress[${name}]"]`;
    await fillAll(page, {
      "[name=salutationId]": "mrs",
      "[name=lastName]": "Lee",
      "[name=firstName]": "Ann",
      "[name=email]": buyer.email,
      [at("street")]: "Main St",
      [at("houseNumber")]: "1",
      [at("zipcode")]: "78701",
      [at("city")]: "Austin",
      [at("countryId")]: "US",
      [at("countryStateId")]: buyer.state.code,
      [at("phoneNumber")]: "(512) 555-0100",
    });
    await pressThrough(page, "form .btn-primary");
    await pressThrough(page, "[value=invoice]");
    await fill(page, "[name=customerComment]", buyer.reference);
    await press(page, "#tos");
  },
  place: (page) => pressThrough(page, "button[form=confirmOrderForm]"),
  thanks: "Your order number: #NUMBER",
};
