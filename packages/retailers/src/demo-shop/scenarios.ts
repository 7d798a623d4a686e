import type { FailureCode, OrderStatus } from "@cartwright/schemas";

/** A product of the demo shop that always plays the same scenario. The shop, its driver and the API all read this list. */
export interface DemoScenario {
  scenario: string;
  /** The product page is `/products/<slug>`. */
  slug: string;
  description: string;
  expectedStatus: OrderStatus;
  expectedErrorType: FailureCode | null;
}

const placed = { expectedStatus: "order_placed", expectedErrorType: null } as const;
const fails = (expectedErrorType: FailureCode) => ({ expectedStatus: "order_failed", expectedErrorType }) as const;

export const DEMO_SCENARIOS = [
  {
    scenario: "success",
    slug: "walnut-desk-organizer",
    ...placed,
    description: "An ordinary product: the order is placed.",
  },
  {
    scenario: "sale_price",
    slug: "linen-throw-blanket",
    ...placed,
    description: "On sale: the sale price is charged, not the list price.",
  },
  {
    scenario: "slow_pages",
    slug: "cast-iron-skillet",
    ...placed,
    description: "Every page of its checkout takes 2 to 3 seconds; the order is placed.",
  },
  {
    scenario: "variant_required",
    slug: "merino-crew-sweater",
    ...fails("product_variant_required"),
    description:
      "Comes in sizes and colors: without `variant` the order fails, with `[{label:'Size',value:'M'},{label:'Color',value:'Navy'}]` it is placed.",
  },
  {
    scenario: "product_not_found",
    slug: "discontinued-lantern",
    ...fails("product_not_found"),
    description: "Its page answers 404.",
  },
  {
    scenario: "out_of_stock",
    slug: "ceramic-pour-over-set",
    ...fails("product_out_of_stock"),
    description: "Sold out on the product page.",
  },
  {
    scenario: "quantity_limit",
    slug: "limited-edition-print",
    ...fails("quantity_limit_exceeded"),
    description: "The household has already bought as many as the shop allows: nothing can be added to the cart.",
  },
  {
    scenario: "price_rises_at_review",
    slug: "brass-reading-lamp",
    ...fails("max_price_exceeded"),
    description: "$48.00 on its page and $5,048.00 on the review page: refused under any max_price below that.",
  },
  {
    scenario: "out_of_stock_at_placing",
    slug: "hand-thrown-mug",
    ...fails("product_out_of_stock"),
    description:
      "In stock up to the review page, sold out when the order is placed: the shop refuses and stores no order.",
  },
  {
    scenario: "unreadable_total",
    slug: "stoneware-planter",
    ...fails("checkout_failed"),
    description: "The review page shows its total only as a drawing: not read, so not bought.",
  },
  {
    scenario: "cart_surprise",
    slug: "canvas-weekender-bag",
    ...fails("cart_mismatch"),
    description: "The shop slips a warranty into the cart that nobody asked for.",
  },
  {
    scenario: "captcha",
    slug: "mechanical-wall-clock",
    ...fails("captcha_blocked"),
    description: "Checkout is behind a captcha.",
  },
  {
    scenario: "payment_declined",
    slug: "leather-card-wallet",
    ...fails("payment_declined"),
    description: "The payment is declined when the order is placed; the shop stores no order.",
  },
  {
    scenario: "no_shipping_to_state",
    slug: "glass-carboy",
    ...fails("shipping_unavailable"),
    description: "Ships to Alaska only: fails for an address in any other state.",
  },
  {
    scenario: "error_before_purchase",
    slug: "oak-step-stool",
    ...fails("retailer_unavailable"),
    description: "The review page answers 500 every time: tried again, then failed. Nothing is bought.",
  },
  {
    scenario: "error_after_purchase",
    slug: "enamel-stock-pot",
    ...placed,
    description:
      "The shop stores the order, then answers 500: in doubt, until the shop's order history shows it. Never bought again.",
  },
  {
    scenario: "lost_confirmation",
    slug: "wool-felt-slippers",
    ...placed,
    description:
      "The shop stores the order, then closes the connection without an answer: in doubt, until the shop's order history shows it. Never bought again.",
  },
] as const satisfies readonly DemoScenario[];

export type DemoScenarioName = (typeof DEMO_SCENARIOS)[number]["scenario"];
