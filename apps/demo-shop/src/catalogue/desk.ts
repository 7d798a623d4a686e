import type { Product } from "./product.ts";

const desk = (product: Omit<Product, "category">): Product => ({ category: "desk", ...product });

export const DESK: readonly Product[] = [
  desk({
    slug: "walnut-desk-organizer",
    sku: "HP-3101",
    title: "Walnut Desk Organizer",
    priceCents: 3_450,
    stock: 76,
    backdrop: "#e7e3dc",
    material: "Solid black walnut, felt feet",
    size: "9 × 4.5 × 4 in",
    description:
      "Three compartments milled from one block: pens, cards, and the small things that wander. Finished with hard wax so it ages like furniture.",
  }),
  desk({
    slug: "brass-reading-lamp",
    sku: "HP-3108",
    title: "Brass Reading Lamp",
    priceCents: 4_800,
    stock: 16,
    backdrop: "#e0e4e6",
    material: "Brushed brass, fabric cord",
    size: "15 in tall, E26 bulb",
    description:
      "A warm pool of light exactly where the page is. The shade turns on a ball joint, and the dimmer is in the base where your hand finds it.",
  }),
  desk({
    slug: "clothbound-notebook",
    sku: "HP-3113",
    title: "Clothbound Notebook",
    priceCents: 1_850,
    stock: 210,
    backdrop: "#e3e6ec",
    material: "Book cloth over board, 100 gsm paper",
    size: "5.5 × 8 in, 192 pages, dotted",
    description:
      "Lies flat at every page because it is sewn, not glued. Ink does not show through, and the ribbon is long enough to be useful.",
  }),
  desk({
    slug: "beech-monitor-riser",
    sku: "HP-3119",
    title: "Beech Monitor Riser",
    priceCents: 6_850,
    stock: 24,
    backdrop: "#ebe6dd",
    material: "Bent beech plywood",
    size: "21 × 9 × 4.5 in",
    description:
      "Lifts a screen to eye height and hides a keyboard underneath. One sheet of beech, bent under steam, with a slot for the cable.",
  }),
  desk({
    slug: "steel-desk-tray",
    sku: "HP-3125",
    title: "Steel Letter Tray",
    priceCents: 2_975,
    stock: 58,
    backdrop: "#e2e5e3",
    material: "Folded steel, powder coat",
    size: "12.5 × 9.5 × 2.5 in",
    description:
      "One sheet of steel, four folds, no welds. Stack two or three for the in, the out and the someday. Takes letter and A4.",
  }),
  desk({
    slug: "brass-task-lamp-refurbished",
    sku: "HP-3131",
    title: "Brass Task Lamp",
    condition: "Refurbished",
    handlingDays: 3,
    priceCents: 3_900,
    stock: 14,
    backdrop: "#e4e2d8",
    material: "Brushed brass, new fabric cord",
    size: "17 in tall, E26 bulb",
    description:
      "Came back to us, was taken apart, rewired and polished, and leaves with the same warranty as its younger siblings.",
  }),
];
