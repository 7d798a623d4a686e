/** Where shops keep what no link leads to. */
export const CART_PATHS: readonly string[] = [
  "/cart",
  "/checkout/cart",
  "/basket",
  "/shopping-cart",
  "/bag",
  "/index.php?route=checkout/cart",
  "/cart.php",
  "/cart/view",
];
export const CHECKOUT_PATHS: readonly string[] = [
  "/checkout",
  "/index.php?route=checkout/checkout",
  "/checkout/onepage",
];

/** A language or a country that a shop's paths begin with: "en", "en_US", "us". */
const LOCALE = /^[a-z]{2}([-_][a-z]{2})?$/i;

/** The paths as they would be in the part of the shop that a page stands in: "/us/en/cart" before "/cart". */
export function pathsNear(url: string, paths: readonly string[]): string[] {
  const parts = new URL(url).pathname.split("/").slice(1, 3);
  const length = parts.findIndex((part) => !LOCALE.test(part));
  const prefix = parts.slice(0, length === -1 ? parts.length : length).map((part) => `/${part}`);
  return [...(prefix.length === 0 ? [] : paths.map((path) => prefix.join("") + path)), ...paths];
}
