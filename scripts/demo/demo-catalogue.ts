import { findProduct } from "../../apps/demo-shop/src/catalogue.ts";

const VARIANTS: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = {
  "merino-crew-sweater": [
    { Size: "M", Color: "Navy" },
    { Size: "L", Color: "Navy" },
    { Size: "S", Color: "Oatmeal" },
    { Size: "XL", Color: "Forest" },
  ],
  "waffle-bath-robe": [{ Size: "S/M" }, { Size: "L/XL" }],
};
const SLUGS = [
  "walnut-desk-organizer",
  "clothbound-notebook",
  "linen-throw-blanket",
  "maple-cutting-board",
  "beeswax-pillar-candles",
  ...Object.keys(VARIANTS),
];

/** A catalogue of the demo shop at that address, as `npm run catalogue -- import` takes it: at the shop's own prices. */
export const demoCatalogue = (shopUrl: string): object => ({
  suppliers: [
    {
      id: "sup_harbor",
      name: "Harbor & Pine",
      address: "1200 Westlake Avenue North, Seattle, WA 98109",
      // Standard; it costs nothing from $75 on.
      shipping_cents: 595,
      // The dearest of the shop's sales taxes, Puerto Rico's.
      tax_allowance_percent: 10.5,
      products: SLUGS.map((slug) => toProduct(shopUrl, slug)),
    },
  ],
});

const toProduct = (shopUrl: string, slug: string): object => {
  const product = findProduct(slug);
  if (product === undefined) throw new Error(`the demo shop does not sell ${slug}`);
  const { sku, title, description, priceCents, stock } = product;
  return {
    id: `prod_${slug.replaceAll("-", "_")}`,
    name: title,
    description,
    variants: (VARIANTS[slug] ?? [{}]).map((choices) => ({
      sku: [sku, ...Object.values(choices)].join("-").replace("/", "").toUpperCase(),
      price_cents: priceCents,
      url: `${shopUrl}/products/${slug}`,
      choices: Object.entries(choices).map(([label, value]) => ({ label, value })),
      available: stock,
    })),
  };
};
