import type { Profile } from "./profile.ts";

/** Shopify, from public knowledge: no order was placed with it by this project. */
export const shopify: Profile = {
  name: "shopify",
  verified: false,
  detect: ({ url, assets, cookies }) =>
    url.hostname.endsWith(".myshopify.com") ||
    assets.some((asset) => asset.includes("cdn.shopify.com") || asset.includes("/cdn/shop/")) ||
    cookies.some((name) => name.startsWith("_shopify_")),
  hints: { cartPath: "/cart", checkoutPath: "/checkout", loginPath: "/account/login" },
  history: { path: "/account" },
};
