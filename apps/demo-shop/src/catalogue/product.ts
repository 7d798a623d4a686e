/** A choice a buyer must make: shown as a `<select>` or as color swatches. */
interface ProductOption {
  label: string;
  shownAs: "select" | "swatches";
  values: readonly string[];
}

/** Something for sale. Its pictures are drawn from `assets/drawings/<slug>.svg`. */
export interface Product {
  slug: string;
  sku: string;
  title: string;
  category: "kitchen" | "home" | "desk" | "wear";
  priceCents: number;
  /** The price it had before a sale. */
  listPriceCents?: number;
  /** How many the shop has; it does not count down, so that a scenario plays the same every time. */
  stock: number;
  /** The color behind its pictures. */
  backdrop: string;
  material: string;
  size: string;
  description: string;
  options?: readonly ProductOption[];
  /** New where it is left out. */
  condition?: "Refurbished";
  /** Business days until it is handed over; 1 where it is left out. */
  handlingDays?: number;
  /** Its maker sends it, with the invoice: it cannot be a gift. */
  isSentByMaker?: true;
}
