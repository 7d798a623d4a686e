import type { Profile } from "./profile.ts";

/** Magento 2 and Adobe Commerce, from public knowledge: no order was placed with it by this project. */
export const magento: Profile = {
  name: "magento",
  verified: false,
  detect: ({ assets, cookies }) =>
    assets.some((asset) => /\/static\/version\d+\/frontend\//.test(asset)) || cookies.includes("mage-messages"),
  hints: {
    addToCart: "#product-addtocart-button:not([disabled])",
    cartPath: "/checkout/cart/",
    checkoutPath: "/checkout/",
    loginPath: "/customer/account/login/",
    orderNumber: ".checkout-success .order-number, .checkout-success p > span",
  },
  history: { path: "/sales/order/history/" },
};
