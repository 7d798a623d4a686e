import { addressBy, fill, fillAll, press, pressThrough, type Way } from "./way.ts";

export const guestLink: Way = {
  add: async (page, options) => {
    for (const [label, value] of Object.entries(options)) await press(page, `#product_attribute_${label}_${value}`);
    await press(page, ".add-to-cart-button");
    await pressThrough(page, ".bar-notification.success a");
  },
  toReview: async (page, buyer) => {
    await press(page, "#termsofservice");
    await pressThrough(page, "#checkout");
    await pressThrough(page, ".tiny a");
    await fillAll(page, { "#GuestEmail": buyer.email, "#GuestConfirm": buyer.email });
    await pressThrough(page, "form .button-1");
    await fillAll(page, {
      ...addressBy({
        first: "#BillingNewAddress_FirstName",
        last: "#BillingNewAddress_LastName",
        line1: "#BillingNewAddress_Address1",
        city: "#BillingNewAddress_City",
        zip: "#BillingNewAddress_ZipPostalCode",
        phone: "#BillingNewAddress_PhoneNumber",
      }),
      "#BillingNewAddress_CountryId": "US",
      "#BillingNewAddress_StateProvinceId": buyer.state.code,
    });
    await press(page, "#ShipToSameAddress");
    await pressThrough(page, "form .button-1");
    await press(page, "#pm_PurchaseOrder");
    await fill(page, "#PurchaseOrderNumber", buyer.reference);
    await pressThrough(page, "form .button-1");
  },
  place: (page) => pressThrough(page, "form .button-1"),
  thanks: "Order number: NUMBER",
};
