import { HISTORY_ACCOUNT } from "../demo-shop/history-page.ts";
import type { Profile } from "./profile.ts";

/** The demo shop, for the engine: what its own driver knows beyond what its pages say. */
export const demoShop: Profile = {
  name: "demo-shop",
  verified: true,
  detect: ({ siteName }) => siteName === "Harbor & Pine",
  history: { path: "/account/orders", account: { login: HISTORY_ACCOUNT.email, password: HISTORY_ACCOUNT.password } },
  // Proven to store no order: the scenario tests count what the shop's ledger says.
  refusals: [
    { selector: "[role=alert][data-code=payment_declined]", code: "payment_declined" },
    { selector: "[role=alert][data-code=sold_out]", code: "product_out_of_stock" },
  ],
};
