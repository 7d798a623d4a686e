import type { Product } from "./product.ts";

const wear = (product: Omit<Product, "category">): Product => ({ category: "wear", ...product });

export const WEAR: readonly Product[] = [
  wear({
    slug: "merino-crew-sweater",
    sku: "HP-4103",
    title: "Merino Crew Sweater",
    priceCents: 9_800,
    stock: 45,
    backdrop: "#e2e5ea",
    material: "Extra-fine merino wool",
    size: "Regular fit",
    description:
      "Knit in one piece without side seams, in a weight that works under a jacket and alone. Washes cool by machine and does not itch.",
    options: [
      { label: "Size", shownAs: "select", values: ["XS", "S", "M", "L", "XL"] },
      { label: "Color", shownAs: "swatches", values: ["Navy", "Oatmeal", "Forest"] },
    ],
  }),
  wear({
    slug: "canvas-weekender-bag",
    sku: "HP-4110",
    title: "Canvas Weekender Bag",
    priceCents: 12_800,
    stock: 19,
    backdrop: "#e6e3d8",
    material: "18 oz waxed canvas, bridle leather",
    size: "20 × 12 × 9 in, 35 liters",
    description:
      "Two nights, one pair of shoes, no wheels. The canvas is waxed against rain, and the handles are long enough for a shoulder.",
  }),
  wear({
    slug: "leather-card-wallet",
    sku: "HP-4117",
    title: "Leather Card Wallet",
    priceCents: 3_900,
    stock: 88,
    backdrop: "#eae1d8",
    material: "Vegetable-tanned leather, linen thread",
    size: "4 × 3 in, holds 6 cards",
    description:
      "Two pieces of leather and one line of stitches. It starts stiff, takes the shape of your cards in a week, and darkens for years.",
  }),
  wear({
    slug: "wool-felt-slippers",
    sku: "HP-4124",
    title: "Wool Felt Slippers",
    priceCents: 5_400,
    stock: 37,
    backdrop: "#e5e6e1",
    material: "Pressed wool felt, suede sole",
    size: "Unisex, one pair adjusts to 8–11",
    description:
      "Warm in winter, dry in summer, silent on stairs. Thick felt molds to your feet in a few evenings; the soles can be replaced.",
  }),
  wear({
    slug: "waffle-bath-robe",
    sku: "HP-4131",
    title: "Waffle Bath Robe",
    priceCents: 8_950,
    listPriceCents: 11_500,
    stock: 31,
    backdrop: "#e9e6e2",
    material: "Organic cotton waffle",
    size: "Unisex",
    description:
      "Dries you without the weight of terry. Deep pockets, a loop that holds, and a belt that is sewn on so that it stays with the robe.",
    options: [{ label: "Size", shownAs: "select", values: ["S/M", "L/XL"] }],
  }),
  wear({
    slug: "striped-cotton-scarf",
    sku: "HP-4138",
    title: "Striped Cotton Scarf",
    priceCents: 3_225,
    stock: 66,
    backdrop: "#e1e6e4",
    material: "Handloomed cotton",
    size: "20 × 74 in",
    description:
      "A scarf for the eleven months that are not January. Woven loosely on a handloom, so it folds into a coat pocket.",
  }),
];
