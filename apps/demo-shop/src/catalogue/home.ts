import type { Product } from "./product.ts";

const home = (product: Omit<Product, "category">): Product => ({ category: "home", ...product });

export const HOME: readonly Product[] = [
  home({
    slug: "linen-throw-blanket",
    sku: "HP-2102",
    title: "Linen Throw Blanket",
    priceCents: 6_400,
    listPriceCents: 8_900,
    stock: 33,
    backdrop: "#e8e3da",
    material: "Stonewashed linen with knotted fringe",
    size: "50 × 70 in",
    description:
      "Heavy enough to feel, light enough for summer. The fringe is knotted by hand and the color comes from one slow dye bath.",
  }),
  home({
    slug: "stoneware-planter",
    sku: "HP-2109",
    title: "Stoneware Planter",
    priceCents: 3_675,
    stock: 51,
    backdrop: "#e2e7dc",
    material: "Unglazed stoneware with a saucer",
    size: "7 in across, 6.5 in tall",
    description:
      "A quiet pot with a drainage hole and its own saucer. Porous clay lets roots breathe, so forgetful gardeners do better with it.",
  }),
  home({
    slug: "mechanical-wall-clock",
    sku: "HP-2116",
    title: "Mechanical Wall Clock",
    priceCents: 7_450,
    stock: 9,
    backdrop: "#e5e1e0",
    material: "Powder-coated steel, spring movement",
    size: "11 in across",
    description:
      "Wound once a week, no battery and no hum. A plain dial that can be read from across the room, and a tick you stop hearing after a day.",
  }),
  home({
    slug: "limited-edition-print",
    sku: "HP-2120",
    title: "“Low Tide” Limited Edition Print",
    priceCents: 4_500,
    stock: 22,
    backdrop: "#ebe7e0",
    material: "Three-color risograph on cotton paper",
    size: "12 × 16 in, unframed",
    description:
      "Printed in an edition of 300 by a small studio on the coast of Maine, numbered and signed in pencil. Shipped flat between boards.",
  }),
  home({
    slug: "oak-step-stool",
    sku: "HP-2127",
    title: "Oak Step Stool",
    priceCents: 7_900,
    stock: 14,
    backdrop: "#e9e1d5",
    material: "Solid white oak, oil finish",
    size: "15 × 11 × 16 in",
    description:
      "Two steps to the top shelf, one seat by the door. Wedged joints and no screws; it holds 300 pounds and weighs nine.",
  }),
  home({
    slug: "beeswax-pillar-candles",
    sku: "HP-2133",
    title: "Beeswax Pillar Candles, pair",
    priceCents: 2_250,
    stock: 85,
    backdrop: "#f0e8d6",
    material: "Pure beeswax, cotton wick",
    size: "3 × 6 in, burns 60 hours",
    description:
      "Poured from filtered wax that smells of honey and nothing else. They burn slowly and do not drip when they are kept from a draft.",
  }),
  home({
    slug: "wool-area-rug",
    sku: "HP-2140",
    title: "Flatweave Wool Rug",
    priceCents: 21_900,
    stock: 7,
    backdrop: "#e4e4e2",
    material: "Handwoven wool on a cotton warp",
    size: "4 × 6 ft",
    description:
      "Reversible, so a spill only costs you one side. Woven flat in a plain pattern that sits well under a table or beside a bed.",
  }),
  home({
    slug: "oak-ladder-shelf",
    sku: "HP-2147",
    title: "Oak Ladder Shelf",
    handlingDays: 10,
    isSentByMaker: true,
    priceCents: 14_900,
    stock: 30,
    backdrop: "#e8e0d2",
    material: "Solid white oak, brass pins",
    size: "24 × 14 × 72 in",
    description:
      "Made to order by a two-person workshop in Maine, and sent from there. Leans on any wall and needs no screws.",
  }),
];
