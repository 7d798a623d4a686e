import type { Profile } from "./profile.ts";

/** EverShop 2: verified against the real thing by `npm run shops -- evershop`. */
export const evershop: Profile = {
  name: "evershop",
  verified: true,
  detect: ({ assets }) => assets.some((asset) => /\/assets\/frontstore(-vendor)?\/.*client\//i.test(asset)),
  hints: {
    cartPath: "/cart",
    checkoutPath: "/checkout",
    loginPath: "/account/login",
  },
  history: { path: "/account/orders" },
};
