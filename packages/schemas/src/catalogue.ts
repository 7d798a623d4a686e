import { z } from "zod";
import { MAX_ORDER_CENTS } from "./money.ts";
import { Variant } from "./order.ts";
import { visibleLine, wordsLine } from "./text.ts";

const MAX_DESCRIPTION = 5_000;
const MAX_AVAILABLE = 1_000_000;
/** As many as an order's product may have. */
const MAX_CHOICES = 10;
/** Line breaks and tabs are fine in a description; what Postgres or a terminal chokes on is not. */
// oxlint-disable-next-line no-control-regex -- these are the characters in question
const NO_CONTROL = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/;

export const SupplierId = z
  .string()
  .regex(/^sup_[A-Za-z0-9_-]{1,60}$/, "must be sup_ and 1 to 60 letters, digits, _ or -");
export type SupplierId = z.infer<typeof SupplierId>;

export const ProductId = z
  .string()
  .regex(/^prod_[A-Za-z0-9_-]{1,60}$/, "must be prod_ and 1 to 60 letters, digits, _ or -");
export type ProductId = z.infer<typeof ProductId>;

const Cents = z.int().min(0).max(MAX_ORDER_CENTS);

const CatalogueFileVariant = z.strictObject({
  /** Names the variant from one import to the next. */
  sku: visibleLine(100),
  /** Of one piece, before shipping and tax. */
  price_cents: Cents.min(1),
  /** The retailer's page that it is bought from. */
  url: z.string().trim().min(1).max(2_048),
  /** What to choose on that page. */
  choices: z.array(Variant).max(MAX_CHOICES).default([]),
  /** The most that one order may ask for; null: as many as it likes. */
  available: z.int().min(0).max(MAX_AVAILABLE).nullable().default(null),
});

const CatalogueFileProduct = z.strictObject({
  id: ProductId,
  name: wordsLine(200),
  description: z
    .string()
    .trim()
    .max(MAX_DESCRIPTION)
    .regex(NO_CONTROL, "must not hold control characters")
    .nullable()
    .default(null),
  /** The first is what an order of the product alone means. */
  variants: z.array(CatalogueFileVariant).min(1).max(1_000),
});

const CatalogueFileSupplier = z.strictObject({
  id: SupplierId,
  name: wordsLine(200),
  address: wordsLine(300).nullable().default(null),
  is_available: z.boolean().default(true),
  minimum_order_cents: Cents.default(0),
  shipping_cents: Cents.default(0),
  shipping_per_item_cents: Cents.default(0),
  /** Of the items, in percent with up to two decimals. */
  tax_allowance_percent: z
    .number()
    .min(0)
    .max(100)
    .refine((percent) => toBasisPoints(percent) / 100 === percent, "must have at most two decimals")
    .default(10),
  products: z.array(CatalogueFileProduct).min(1).max(10_000),
});

/** What `npm run catalogue -- import` reads: whole suppliers. What is left out has its default, whatever was there before. */
export const CatalogueFile = z.strictObject({ suppliers: z.array(CatalogueFileSupplier).min(1).max(1_000) });
export type CatalogueFile = z.infer<typeof CatalogueFile>;
export type CatalogueFileSupplier = CatalogueFile["suppliers"][number];
export type CatalogueFileProduct = CatalogueFileSupplier["products"][number];
export type CatalogueFileVariant = CatalogueFileProduct["variants"][number];

/** The columns of a catalogue as CSV, one row a variant, with where in `CatalogueFile` a cell belongs. */
export const CATALOGUE_COLUMNS = {
  supplier_id: { of: "supplier", field: "id" },
  supplier_name: { of: "supplier", field: "name" },
  supplier_address: { of: "supplier", field: "address" },
  supplier_is_available: { of: "supplier", field: "is_available" },
  minimum_order_cents: { of: "supplier", field: "minimum_order_cents" },
  shipping_cents: { of: "supplier", field: "shipping_cents" },
  shipping_per_item_cents: { of: "supplier", field: "shipping_per_item_cents" },
  tax_allowance_percent: { of: "supplier", field: "tax_allowance_percent" },
  product_id: { of: "product", field: "id" },
  product_name: { of: "product", field: "name" },
  product_description: { of: "product", field: "description" },
  sku: { of: "variant", field: "sku" },
  price_cents: { of: "variant", field: "price_cents" },
  url: { of: "variant", field: "url" },
  variant: { of: "variant", field: "choices" },
  available: { of: "variant", field: "available" },
} as const satisfies Record<string, { of: "supplier" | "product" | "variant"; field: string }>;
export type CatalogueColumn = keyof typeof CATALOGUE_COLUMNS;

/** 7.25 % is 725 hundredths of a percent. */
export function toBasisPoints(percent: number): number {
  return Math.round(percent * 100);
}

/** What a client sends to have a coupon applied: compared in lower case. */
export const CouponCode = visibleLine(64);
export const CouponName = wordsLine(100);

/** Who receives where a request names nobody. */
export const RecipientName = wordsLine(120).regex(/\S\s+\S/, "must hold a first and a last name");
