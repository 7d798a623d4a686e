import type { Product } from "./product.ts";

const kitchen = (product: Omit<Product, "category">): Product => ({ category: "kitchen", ...product });

export const KITCHEN: readonly Product[] = [
  kitchen({
    slug: "cast-iron-skillet",
    sku: "HP-1104",
    title: "Cast Iron Skillet, 10 inch",
    priceCents: 4_200,
    stock: 64,
    backdrop: "#e9e2d6",
    material: "Cast iron, seasoned with flaxseed oil",
    size: "10.25 in across, 5.1 lb",
    description:
      "Poured in one piece and seasoned twice, so it is ready for eggs on the first morning. It goes from the stove to the oven to the table, and gets better every year.",
  }),
  kitchen({
    slug: "hand-thrown-mug",
    sku: "HP-1117",
    title: "Hand-Thrown Stoneware Mug",
    priceCents: 2_450,
    stock: 18,
    backdrop: "#dfe6e4",
    material: "Stoneware with a speckled glaze",
    size: "12 oz",
    description:
      "Thrown on the wheel in small batches, each with its own faint rings. The handle takes three fingers and the rim is thin enough for good coffee.",
  }),
  kitchen({
    slug: "enamel-stock-pot",
    sku: "HP-1123",
    title: "Enamel Stock Pot, 8 quart",
    priceCents: 8_600,
    stock: 27,
    backdrop: "#e3e8ea",
    material: "Enameled steel with a wooden knob",
    size: "8 qt, 9.5 in across",
    description:
      "Light enough to lift when it is full, wide enough for corn. The enamel cleans with a sponge and works on every stove, induction too.",
  }),
  kitchen({
    slug: "ceramic-pour-over-set",
    sku: "HP-1131",
    title: "Ceramic Pour-Over Set",
    priceCents: 5_800,
    stock: 0,
    backdrop: "#ddcebc",
    material: "Glazed porcelain and borosilicate glass",
    size: "Makes 20 oz",
    description:
      "A ribbed dripper over a glass carafe. The porcelain holds its heat for the whole pour, and everything goes in the dishwasher.",
  }),
  kitchen({
    slug: "glass-carboy",
    sku: "HP-1138",
    title: "Glass Carboy, 3 gallon",
    priceCents: 5_250,
    stock: 12,
    backdrop: "#dde5dc",
    material: "Thick-walled glass with a cork",
    size: "3 gal, 16 in tall",
    description:
      "For cider, mead and kombucha, or as a vase for one tall branch. Heavy glass with a narrow neck that takes a number 6 stopper.",
  }),
  kitchen({
    slug: "maple-cutting-board",
    sku: "HP-1142",
    title: "Maple Cutting Board",
    priceCents: 6_400,
    stock: 40,
    backdrop: "#ece5da",
    material: "Edge-grain hard maple",
    size: "16 × 11 × 1.25 in",
    description:
      "One clean slab of Vermont maple with a juice groove on one side and a flat face on the other. Oiled by hand before it leaves the shop.",
  }),
  kitchen({
    slug: "linen-tea-towels",
    sku: "HP-1150",
    title: "Linen Tea Towels, set of 3",
    priceCents: 2_895,
    stock: 120,
    backdrop: "#e6e6df",
    material: "Washed European linen",
    size: "18 × 27 in",
    description:
      "Three stripes, one roll. Linen dries glasses without leaving lint and is soft from the first wash because we did the first wash.",
  }),
];
