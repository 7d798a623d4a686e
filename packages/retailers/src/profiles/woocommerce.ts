import type { Profile } from "./profile.ts";

/** WooCommerce, from public knowledge: no order was placed with it by this project. */
export const woocommerce: Profile = {
  name: "woocommerce",
  verified: false,
  detect: ({ generator, assets, cookies }) =>
    /woocommerce/i.test(generator) ||
    assets.some((asset) => asset.includes("/plugins/woocommerce/")) ||
    cookies.some((name) => name.startsWith("woocommerce_")),
  hints: {
    addToCart: "form.cart button.single_add_to_cart_button:not(.disabled)",
    placeOrder: "#place_order",
    orderNumber: ".woocommerce-order-overview__order strong",
    loginPath: "/my-account/",
  },
  history: { path: "/my-account/orders/" },
};
