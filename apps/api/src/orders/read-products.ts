import type { NewOrderItem } from "@cartwright/db";
import { findRetailer, type Retailer, type RetailerCatalog } from "@cartwright/retailers/catalog";
import { type FieldError, type KeyMode, type OrderProduct, parseUrl } from "@cartwright/schemas";
import { fieldProblem } from "../http/problem.ts";
import { showReceived } from "../http/show-received.ts";

export interface OrderLines {
  retailer: Retailer;
  items: NewOrderItem[];
}

/** The retailer that all products are of, and the lines as an order keeps them. Throws a Problem that names the product. */
export function readProducts(catalog: RetailerCatalog, mode: KeyMode, products: readonly OrderProduct[]): OrderLines {
  const malformed: FieldError[] = [];
  const unsupported: FieldError[] = [];
  const found: { retailer: Retailer; item: OrderLines["items"][number] }[] = [];
  for (const [index, product] of products.entries()) {
    const about = { field: `products[${index}].url`, received: shownUrl(product.url) };
    const match = findRetailer(catalog, product.url);
    if (match.ok) {
      const fault = modeFault(match.retailer, mode);
      if (fault !== undefined) unsupported.push({ ...about, ...fault });
      found.push({ retailer: match.retailer, item: toItem(product, match.productUrl) });
    } else if (match.reason === "unknown_retailer" || match.reason === "retailer_disabled") {
      unsupported.push({ ...about, code: match.reason, message: match.message });
    } else {
      malformed.push({ ...about, code: match.reason, message: match.message });
    }
  }
  if (malformed.length > 0) throw fieldProblem("validation_error", malformed);
  if (unsupported.length > 0) throw fieldProblem("unsupported_retailer", unsupported);
  return { retailer: requireOneRetailer(found.map((line) => line.retailer)), items: found.map((line) => line.item) };
}

/** An empty list of conditions is no constraint, like none. */
function toItem({ quantity, variant, condition_in, condition_not_in }: OrderProduct, url: string): NewOrderItem {
  return {
    url,
    quantity,
    variant: variant ?? null,
    conditionIn: condition_in?.length === 0 ? null : condition_in,
    conditionNotIn: condition_not_in?.length === 0 ? null : condition_not_in,
  };
}

function modeFault(retailer: Retailer, mode: KeyMode): { code: string; message: string } | undefined {
  if (mode === "test" && !retailer.sandbox) {
    return { code: "live_only", message: `is of ${retailer.name}: a test key orders from sandbox retailers only` };
  }
  if (mode === "live" && retailer.sandbox) {
    return { code: "sandbox_only", message: `is of ${retailer.name}, a sandbox: it takes orders of test keys only` };
  }
  return undefined;
}

function requireOneRetailer(retailers: readonly Retailer[]): Retailer {
  const [first] = retailers;
  if (first === undefined) throw new Error("the schema lets no order without products through");
  const errors = retailers.flatMap((retailer, index) =>
    retailer.id === first.id
      ? []
      : [
          {
            field: `products[${index}].url`,
            code: "mismatching_retailer",
            message: `is of ${retailer.name}, but products[0] is of ${first.name}: place one order a retailer`,
            received: retailer.id,
            expected: first.id,
          },
        ],
  );
  if (errors.length > 0) throw fieldProblem("mismatching_retailer", errors);
  return first;
}

/** Without a password that somebody put into it, and without its query, which may hold a token. */
export function shownUrl(url: string): unknown {
  const parsed = parseUrl(url);
  if (parsed === undefined) return showReceived(url.replace(/\/\/[^/@]*@/, "//"));
  const { protocol, host, pathname } = parsed;
  return showReceived(`${protocol}//${host}${pathname}`);
}
