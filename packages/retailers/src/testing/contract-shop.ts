import type {
  CheckoutOrder,
  HistoryLook,
  PurchaseOutcome,
  RetailerDriver,
  Review,
  ShopAccount,
  WantedProduct,
} from "../driver.ts";

/** What a shop can be made to do, so that a driver is seen to cope. */
const CONTRACT_CASES = [
  "ordinary",
  /** A product that is sold in variants; the item is one that is there. */
  "variants",
  /** Its total is another one at the second look. */
  "price_changes",
  /** Its total is shown in a way that cannot be read. */
  "unreadable_price",
  "foreign_currency",
  /** The shop puts something into the cart by itself. */
  "tag_along",
  "out_of_stock",
  "unknown_page",
  "declined",
  /** In stock until the purchase itself. */
  "sold_out_at_last",
  "login_failed",
  /** Stores the purchase, then closes the connection. */
  "lost_answer",
  /** Stores the purchase, and answers with an error. */
  "muddled_answer",
  /** Bought with an account, whose history is read afterwards. */
  "history",
] as const;
export type ContractCase = (typeof CONTRACT_CASES)[number];

export interface ContractTry {
  driver: RetailerDriver;
  item: WantedProduct;
  account?: ShopAccount;
}

export interface StoredOrder {
  /** As the shop shows it. */
  number: string;
  reference: string | null;
  totalCents: number;
}

/** One shop, and how each case is met there. */
export interface ContractShop {
  /** Every case, or why this shop has none. */
  cases: Record<ContractCase, ContractTry | { skipped: string }>;
  /** What the shop itself has stored, the oldest first. */
  orders: () => Promise<StoredOrder[]>;
  /** Connections that are open at the shop now, where it can tell. */
  openConnections?: () => number;
  close: () => Promise<void>;
}

export interface ContractRun {
  release: boolean;
  account?: ShopAccount | undefined;
  /** In cents. */
  maxPriceCents?: number;
  presses?: number;
}

/** Drives one order behind a real gate, as the worker does. Given in, since a package knows no app. */
export interface ContractRunner {
  run: (
    driver: RetailerDriver,
    order: CheckoutOrder,
    how: ContractRun,
  ) => Promise<{ review: Review; totalCents: number; outcome: PurchaseOutcome | undefined }>;
  lookUp: (driver: RetailerDriver, order: CheckoutOrder, account: ShopAccount | undefined) => Promise<HistoryLook>;
}
