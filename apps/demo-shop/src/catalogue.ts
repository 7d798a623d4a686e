import { DEMO_SCENARIOS, type DemoScenarioName } from "@cartwright/retailers/demo-shop/scenarios";
import { DESK } from "./catalogue/desk.ts";
import { HOME } from "./catalogue/home.ts";
import { KITCHEN } from "./catalogue/kitchen.ts";
import type { Product } from "./catalogue/product.ts";
import { WEAR } from "./catalogue/wear.ts";

export type { Product } from "./catalogue/product.ts";

export const CATEGORIES = [
  { slug: "kitchen", name: "Kitchen", blurb: "Cookware and tableware made to be used every day." },
  { slug: "home", name: "Home", blurb: "Light, texture and quiet things for the rooms you live in." },
  { slug: "desk", name: "Desk", blurb: "Tools for working, writing and keeping things in order." },
  { slug: "wear", name: "Wear & Carry", blurb: "Natural fibers and honest leather, cut to last." },
] as const;

export type Category = (typeof CATEGORIES)[number];

/** Every product, in the order the home page shows them: kinds mixed, as a buyer of the shop would arrange them. */
export const PRODUCTS: readonly Product[] = interleave([KITCHEN, HOME, DESK, WEAR]);

export function findProduct(slug: string | undefined): Product | undefined {
  return PRODUCTS.find((product) => product.slug === slug);
}

export function productsIn(category: Category): Product[] {
  return PRODUCTS.filter((product) => product.category === category.slug);
}

export function searchProducts(query: string): Product[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return PRODUCTS.filter((product) => {
    const text = `${product.title} ${product.description} ${product.material}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Four others of the same kind, starting behind the product itself so that not every page shows the same four. */
export function relatedTo(product: Product): Product[] {
  const kin = PRODUCTS.filter((other) => other.category === product.category);
  const at = kin.indexOf(product);
  return [...kin.slice(at + 1), ...kin.slice(0, at)].slice(0, 4);
}

/** The scenario a product plays in the fault tests; undefined for one that is only for sale. */
export function scenarioOf(slug: string): DemoScenarioName | undefined {
  return DEMO_SCENARIOS.find((entry) => entry.slug === slug)?.scenario;
}

export function isSoldOut(product: Product): boolean {
  return product.stock === 0;
}

function interleave(shelves: readonly (readonly Product[])[]): Product[] {
  const longest = Math.max(...shelves.map((shelf) => shelf.length));
  return Array.from({ length: longest }, (_, row) => shelves.flatMap((shelf) => shelf[row] ?? [])).flat();
}
