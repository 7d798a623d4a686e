import { addToCart, type CartRefusal, changeQuantity, withoutLine } from "../../cart.ts";
import { findProduct, type Product, PRODUCTS } from "../../catalogue.ts";
import type { Visit } from "../../routes/visit.ts";

/** Some shops know their goods by number: the digits of the item number. */
export function productId(product: Product): string {
  return product.sku.replaceAll(/\D/g, "");
}

export function findProductById(id: string | undefined): Product | undefined {
  return PRODUCTS.find((product) => productId(product) === id || product.slug === id);
}

interface Wish {
  product: Product | undefined;
  quantity: string | undefined;
  /** What was chosen of an option, by its label; undefined or empty where nothing was. */
  chosen: (label: string) => string | undefined;
}

/** Puts a thing into the visitor's cart; why not, where that cannot be. */
export function putIntoCart({ session }: Visit, wish: Wish): CartRefusal | undefined {
  const { product, chosen } = wish;
  if (product === undefined) return { code: "sold_out", field: "product", message: "This product is not available." };
  const added = addToCart(session.basket.lines, { product, quantity: wish.quantity ?? "1", chosen });
  if (!("lines" in added)) return added;
  session.basket.lines = added.lines;
  return undefined;
}

/** Changes a line's quantity (0 takes it out); why not, where that cannot be. */
export function setQuantity({ session }: Visit, sku: string, quantity: string): CartRefusal | undefined {
  const changed = changeQuantity(session.basket.lines, sku, quantity);
  if (!("lines" in changed)) return changed;
  session.basket.lines = changed.lines;
  return undefined;
}

export function takeOut({ session }: Visit, sku: string): void {
  session.basket.lines = withoutLine(session.basket.lines, sku);
}

/** Reads `<before>Label<after>` of a form, as in `option[Size]`: the name shops give the field of an option. */
export function chosenIn(visit: Visit, before: string, after = ""): (label: string) => string | undefined {
  return (label) =>
    visit.form[`${before}${label}${after}`] ?? visit.form[`${before}${label.toLowerCase()}${after}`] ?? undefined;
}

export type { Product };
export { findProduct };
