import { findProduct, isSoldOut, type Product, scenarioOf } from "./catalogue.ts";

/** What one customer may buy of one thing in one order. */
export const MAX_QUANTITY = 10;

/** The line the `cart_surprise` scenario slips in. It is no product: it has no page. */
const PROTECTION_PLAN = { slug: "protection-plan", sku: "HP-9002", title: "2-Year Protection Plan", priceCents: 1_299 };

interface ChosenOption {
  label: string;
  value: string;
}

export interface CartLine {
  slug: string;
  /** Tells variants apart, so it names the line. */
  sku: string;
  title: string;
  variant: ChosenOption[];
  quantity: number;
  unitPriceCents: number;
}

/** Why a thing was not put into the cart; `field` is the form field it is about. */
export interface CartRefusal {
  code: "variant_required" | "quantity_invalid" | "quantity_limit" | "sold_out";
  field: string;
  message: string;
}

export interface AddRequest {
  product: Product;
  quantity: string;
  /** What was chosen of a product's option; undefined where nothing was. */
  chosen: (label: string) => string | undefined;
}

/** The lines with the product added, or why not. The lines given are left as they are. */
export function addToCart(lines: readonly CartLine[], request: AddRequest): { lines: CartLine[] } | CartRefusal {
  const { product } = request;
  if (isSoldOut(product)) return { code: "sold_out", field: "quantity", message: "This item is sold out." };
  const variant: ChosenOption[] = [];
  for (const option of product.options ?? []) {
    const value = request.chosen(option.label);
    if (value === undefined || !option.values.includes(value)) {
      const message = `Please choose a ${option.label.toLowerCase()}.`;
      return { code: "variant_required", field: optionField(option.label), message };
    }
    variant.push({ label: option.label, value });
  }

  const sku = [product.sku, ...variant.map((option) => skuPart(option.value))].join("-");
  const inCart = lines.find((line) => line.sku === sku)?.quantity ?? 0;
  const refusal = refuseQuantity(request.quantity, inCart) ?? refuseByScenario(product);
  if (refusal !== undefined) return refusal;

  const { slug, title, priceCents } = product;
  const line = { slug, sku, title, variant, quantity: Number(request.quantity) + inCart, unitPriceCents: priceCents };
  return { lines: withSurprise([...lines.filter((other) => other.sku !== sku), line]) };
}

/** The lines with one line's quantity changed (0 takes it out), or why not. */
export function changeQuantity(
  lines: readonly CartLine[],
  sku: string,
  quantity: string,
): { lines: CartLine[] } | CartRefusal {
  if (quantity.trim() === "0") return { lines: withoutLine(lines, sku) };
  const refusal = refuseQuantity(quantity, 0);
  if (refusal !== undefined) return refusal;
  return { lines: lines.map((line) => (line.sku === sku ? { ...line, quantity: Number(quantity) } : line)) };
}

export function withoutLine(lines: readonly CartLine[], sku: string): CartLine[] {
  return lines.filter((line) => line.sku !== sku);
}

export function itemCount(lines: readonly CartLine[]): number {
  return lines.reduce((sum, line) => sum + line.quantity, 0);
}

/** The name of the form field that holds an option: "Size" → "option_size". */
export function optionField(label: string): string {
  return `option_${label.toLowerCase()}`;
}

function refuseQuantity(quantity: string, inCart: number): CartRefusal | undefined {
  if (!/^\d{1,4}$/.test(quantity.trim()) || Number(quantity) < 1) {
    return { code: "quantity_invalid", field: "quantity", message: "Please enter a quantity of 1 or more." };
  }
  if (Number(quantity) + inCart <= MAX_QUANTITY) return undefined;
  return { code: "quantity_limit", field: "quantity", message: `Limit ${MAX_QUANTITY} per customer.` };
}

function refuseByScenario(product: Product): CartRefusal | undefined {
  if (scenarioOf(product.slug) !== "quantity_limit") return undefined;
  const message = "You have reached the purchase limit for this item.";
  return { code: "quantity_limit", field: "quantity", message };
}

function withSurprise(lines: CartLine[]): CartLine[] {
  const surprised = lines.some((line) => scenarioOf(line.slug) === "cart_surprise");
  if (!surprised || lines.some((line) => line.sku === PROTECTION_PLAN.sku)) return lines;
  const { slug, sku, title, priceCents } = PROTECTION_PLAN;
  return [...lines, { slug, sku, title, variant: [], quantity: 1, unitPriceCents: priceCents }];
}

/** False for what the shop itself added. */
export function hasPage(line: CartLine): boolean {
  return findProduct(line.slug) !== undefined;
}

function skuPart(value: string): string {
  return value.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "");
}
