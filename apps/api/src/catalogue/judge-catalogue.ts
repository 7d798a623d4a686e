import type { Catalogue } from "@cartwright/db";
import { findRetailer, type Retailer, type RetailerCatalog } from "@cartwright/retailers/catalog";
import { CatalogueFile, type KeyMode } from "@cartwright/schemas";
import { z } from "zod";
import { fieldErrors } from "../http/field-errors.ts";
import { shownUrl } from "../orders/read-products.ts";
import type { PathFault } from "./catalogue-fault.ts";

export interface Judgement {
  /** Undefined where there are faults. */
  catalogue: Catalogue | undefined;
  faults: PathFault[];
}

/** Whether a catalogue holds together, and can be ordered from: everything that can be said of it without the database. */
export function judgeCatalogue(catalog: RetailerCatalog, raw: unknown): Judgement {
  const parsed = CatalogueFile.safeParse(raw);
  const ofWords = parsed.success ? [] : parsed.error.issues.flatMap((issue) => wordFaults(issue, raw));
  const suppliers = Sketch.parse(raw).suppliers.map((supplier, index) =>
    Object.assign(supplier, { path: ["suppliers", index] }),
  );
  const judged = suppliers.map((supplier) => judgeUrls(catalog, supplier));
  const modes = judged.map(({ retailer }) => (retailer?.sandbox === true ? "test" : "live"));
  const faults = [...ofWords, ...judged.flatMap((supplier) => supplier.faults), ...findTwice(suppliers, modes)];
  if (!parsed.success || faults.length > 0) return { catalogue: undefined, faults };
  return { catalogue: withModes(parsed.data, modes, judged), faults };
}

// What the rules below look at, whatever the rest is like: every fault is told at once.
const SketchVariant = z.object({
  sku: z.string().trim().optional().catch(undefined),
  url: z.string().optional().catch(undefined),
});
const SketchProduct = z.object({
  id: z.string().optional().catch(undefined),
  variants: z.array(SketchVariant.catch({})).catch([]),
});
const SketchSupplier = z.object({
  id: z.string().optional().catch(undefined),
  products: z.array(SketchProduct.catch({ variants: [] })).catch([]),
});
const Sketch = z
  .object({ suppliers: z.array(SketchSupplier.catch({ products: [] })).catch([]) })
  .catch({ suppliers: [] });

type SupplierSketch = z.infer<typeof SketchSupplier> & { path: PropertyKey[] };

function wordFaults(issue: z.core.$ZodIssue, raw: unknown): PathFault[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: "is no field of a catalogue" }));
  }
  return fieldErrors([issue], raw).map(({ message, received, expected }) => {
    return { path: issue.path, message, received, expected };
  });
}

interface JudgedUrls {
  /** The one that all are of. */
  retailer: Retailer | undefined;
  /** As they are kept, by the product's index and the variant's. */
  urls: string[][];
  faults: PathFault[];
}

function judgeUrls(catalog: RetailerCatalog, { products, path }: SupplierSketch): JudgedUrls {
  const faults: PathFault[] = [];
  let retailer: Retailer | undefined;
  const judge = (url: string, at: PropertyKey[]): string => {
    const match = findRetailer(catalog, url.trim());
    const about = { path: at, received: shownUrl(url) };
    if (!match.ok) faults.push({ ...about, message: match.message });
    else if (retailer !== undefined && retailer.id !== match.retailer.id) {
      const message = `is of ${match.retailer.name}, but what comes before is of ${retailer.name}: ${whyOne(retailer, match.retailer)}`;
      faults.push({ ...about, message });
    } else retailer = match.retailer;
    return match.ok ? match.productUrl : url;
  };
  const urls = products.map(({ variants }, product) =>
    variants.map(({ url }, variant) =>
      url === undefined || url.trim() === ""
        ? ""
        : judge(url, [...path, "products", product, "variants", variant, "url"]),
    ),
  );
  return { retailer, urls, faults };
}

const whyOne = (one: Retailer, other: Retailer): string =>
  one.sandbox === other.sandbox
    ? "a supplier sells what one retailer has"
    : "a supplier is for test keys (a sandbox) or for live ones";

function findTwice(suppliers: readonly SupplierSketch[], modes: readonly KeyMode[]): PathFault[] {
  const faults: PathFault[] = [];
  const seen = new Map<string, string>();
  /** `of` is what may have the name once. */
  const note = (of: string, name: string | undefined, path: PropertyKey[], owner: string): void => {
    const first = name === undefined ? undefined : seen.get(`${of} ${name}`);
    if (first !== undefined) faults.push({ path, message: `is there twice: ${first} has it too`, received: name });
    else if (name !== undefined) seen.set(`${of} ${name}`, owner);
  };
  for (const [at, { id, products, path }] of suppliers.entries()) {
    note("supplier", id, [...path, "id"], "an earlier supplier");
    for (const [product, { id: productId, variants }] of products.entries()) {
      const ofProduct = [...path, "products", product];
      note("product", productId, [...ofProduct, "id"], `a product of ${id ?? "an earlier supplier"}`);
      for (const [variant, { sku }] of variants.entries()) {
        // Test and live suppliers may use the same ones.
        note(`sku ${modes[at]}`, sku, [...ofProduct, "variants", variant, "sku"], productId ?? "an earlier product");
      }
    }
  }
  return faults;
}

function withModes({ suppliers }: CatalogueFile, modes: readonly KeyMode[], judged: readonly JudgedUrls[]): Catalogue {
  return {
    suppliers: suppliers.map((supplier, at) => ({
      ...supplier,
      mode: modes[at] ?? "live",
      products: supplier.products.map((product, of) => ({
        ...product,
        variants: product.variants.map((variant, index) => ({
          ...variant,
          url: judged[at]?.urls[of]?.[index] ?? variant.url,
        })),
      })),
    })),
  };
}
