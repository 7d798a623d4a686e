import { CheckoutFailure } from "@cartwright/orders";
import type { CheckoutOrder } from "../driver.ts";

/** The handle or slug that ends a storefront's product URL: "/us/products/harbor-tee" → "harbor-tee". */
export function requireHandle(productUrl: string): string {
  const { pathname } = new URL(productUrl);
  const last = pathname.split("/").findLast((segment) => segment !== "");
  if (last === undefined) {
    throw new CheckoutFailure("invalid_product_url", `${productUrl} names no product.`);
  }
  try {
    return decodeURIComponent(last);
  } catch {
    throw new CheckoutFailure("invalid_product_url", `${productUrl} is not a URL that can be read.`);
  }
}

/** Where the shop's API is: as the operator said, else where its storefront is. Without a slash at the end. */
export function apiBase(apiUrl: string | undefined, order: CheckoutOrder): string {
  const base = apiUrl ?? new URL(order.items[0]?.url ?? "").origin;
  return base.replace(/\/+$/, "");
}
