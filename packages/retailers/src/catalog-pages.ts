// What a URL alone tells of a page of a shop that nobody described: only what it surely is not.

/** "/en-us/cart" is a cart, too. */
const LOCALE = /^[a-z]{2}(?:[-_][a-z]{2})?$/i;

const NO_PRODUCT_SEGMENTS = new Set([
  "account",
  "accounts",
  "admin",
  "bag",
  "basket",
  "cart",
  "checkout",
  "checkouts",
  "contact",
  "contact-us",
  "customer",
  "login",
  "logout",
  "my-account",
  "onepage-checkout",
  "policies",
  "privacy-policy",
  "register",
  "search",
  "shopping-cart",
  "sign-in",
  "sign-up",
  "signin",
  "signup",
  "wishlist",
  "wp-admin",
  "wp-login.php",
]);

/** Older systems say in the query which page it is: `?route=checkout/cart`, `?main_page=login`. */
const PAGE_PARAMETERS = ["route", "main_page", "controller", "dispatch"];
const NO_PRODUCT_PAGE = /^(?:account|checkout|common|fast_checkout|login|one_page_checkout|order|search|shopping_cart)/;

/** A product on the front page's own path: `/?product=red-mug`. */
const PRODUCT_PARAMETERS = ["product", "product_id", "products_id", "p", "sku", "item"];

/** False for pages that are surely not a product's: the front page, the cart, the checkout, an account's. */
export function isProductAddress(url: URL): boolean {
  const segments = url.pathname.toLowerCase().split("/").filter(Boolean);
  const own = LOCALE.test(segments[0] ?? "") ? segments.slice(1) : segments;
  const [first] = own;
  const page = PAGE_PARAMETERS.map((name) => url.searchParams.get(name)).find((value) => value !== null);
  if (page !== undefined && page !== null && NO_PRODUCT_PAGE.test(page)) return false;
  if (first === undefined) return PRODUCT_PARAMETERS.some((name) => (url.searchParams.get(name) ?? "") !== "");
  return !NO_PRODUCT_SEGMENTS.has(first);
}
