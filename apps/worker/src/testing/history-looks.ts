import type { BrowserDriver, HistoryLook } from "@cartwright/retailers/driver";
import type { PriceComponents } from "@cartwright/schemas";
import { SELLS } from "./selling-shop.ts";

/** A driver that buys nothing here, and shows no history but where a test gives it one. */
export const driverWith = (lookUp?: BrowserDriver["lookUp"]): BrowserDriver => ({
  retailer: "demo-shop",
  begin: () => SELLS,
  ...(lookUp === undefined ? {} : { lookUp }),
});

// What a retailer's history may say of an order, for the tests of who asks.

export const HISTORY_PRICES: PriceComponents = {
  subtotal: 900,
  tax: 100,
  shipping: 0,
  discount: null,
  fees: null,
  total: 1_000,
  currency: "USD",
  cart_items: null,
};
export const FOUND: HistoryLook = {
  kind: "found",
  merchantOrderIds: ["HP-7"],
  page: { url: "http://shop.test/account/orders/HP-7", title: "Order" },
  prices: HISTORY_PRICES,
  estimatedDelivery: "2026-12-01",
};
export const ABSENT: HistoryLook = { kind: "absent", proof: "0 orders" };
export const UNREADABLE: HistoryLook = { kind: "unreadable", message: "the login failed" };
