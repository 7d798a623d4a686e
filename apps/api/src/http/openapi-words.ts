import type { oas31 } from "zod-openapi";

export const API_DESCRIPTION = `Send a product's URL, an address and the most that it may cost; a browser buys it.

- **Never twice.** An idempotency key makes one order, whatever happens between the two of us.
- **Never above \`max_price\`.** It is a ceiling on the whole total: items, shipping, tax and fees.
- **Money is integer cents**, times are UTC, ids are UUIDs.
- **An unknown field is refused by name**: a typo never changes what is bought.
- **Errors** are \`{"error":{"code","message","details"}}\`, always, and name the fields at fault.`;

/** One sentence a tag. */
export const TAG_WORDS: Readonly<Record<string, string>> = {
  Orders: "Place orders, and follow them until they are placed or failed.",
  "Bulk orders": "Many orders from the rows of one CSV: check them, place them, read what became of each.",
  Retailers: "Where orders are taken for, and whether a product page can be ordered from.",
  "Managed accounts": "Logins at retailers that orders may be placed with. A password goes in and never comes out.",
  Returns: "Ask for what was placed to go back.",
  Webhooks: "Where events are sent, what was sent, and sending it again.",
  Tracking: "What anybody who has an order's link may know of its parcels.",
  Usage: "What was ordered and spent in a period, and what the spend limits leave.",
  Health: "Whether the service is up, and what of it.",
  Documentation: "This document, for machines and for people.",
};

/** What a field means where its name does not say it, by component. */
export const FIELD_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CreateOrder: {
    products: "What to buy, all of one retailer.",
    max_price: "A ceiling on the whole total (items, shipping, tax, fees) in US cents. Nothing is bought above it.",
    idempotency_key:
      "Makes this request one order. May be sent as the header `Idempotency-Key` instead; without one, one is made.",
    metadata: "Yours: kept, shown and sent with webhooks, never read. At most 50 keys and 8 KiB.",
    po_number: "Your own number of the purchase.",
    retailer_credentials_id: "The short id of one of your managed accounts, to place the order with.",
    handling_days_max: "The most days that the seller may take to hand the parcel over.",
    is_gift: "No prices on the packing slip.",
    gift_message: "A note to whoever receives it. Needs `is_gift`.",
    fulfillment: "Which rules may be loosened, rather than fail the order. `max_price` is none of them.",
    override_token: "From a refusal of the address: accepts the address as it was sent.",
  },
  OrderProduct: {
    url: "The product's page.",
    variant: "The choices on the page: the label that the shop gives each, and the value wanted.",
    condition_in: "Only an offer in one of these conditions is bought.",
    condition_not_in: "No offer in one of these conditions is bought.",
  },
  ShippingAddressInput: {
    name: "Instead of `first_name` and `last_name`: the last word is the last name.",
    state: "Two letters.",
    postal_code: "A ZIP: 5 digits, or 5+4.",
    country: "`US`, in any case.",
  },
  Order: {
    number: "The order's number, for people: `ORD-2026-000042`.",
    status: "Never goes backwards. A cancelled order is `order_failed` with `error_type` `cancelled`.",
    max_price: "The ceiling on the whole total, in US cents.",
    attempts: "How often a purchase was begun.",
    shipping_address: "As it was confirmed, and is given to the shop.",
    metadata: "As it was sent.",
    job_result: "What came of it. Null until the order is done, or in doubt.",
    merchant_order_ids: "The retailer's own order numbers.",
    retailer_credentials_id: "The short id of the managed account that it is placed with; null: as a guest.",
    retry_of: "The failed order that this one tries again.",
  },
  JobResult: {
    detail: "`confirming_with_retailer` while a purchase was sent and no answer came back.",
    price_components: "As the shop showed it. A figure that was not read is null, never 0.",
  },
  FailureDetails: {
    charged: "Whether the buyer's money moved, as far as it is proven.",
    resolution: "What can be done: try again, send something else, or look at it by eye.",
    retryable: "Whether the same order may go through later.",
  },
  PresentedPrices: {
    discount: "A positive magnitude, subtracted from the total.",
    fees: "A positive magnitude, added to the total.",
    cart_items: "The rows of the shop's cart; null where they could not be read.",
  },
  FieldError: {
    field: "A path: `products[0].url`.",
    received: "What came, shortened.",
  },
};

/** What a parameter means, wherever it stands. */
const PARAMETER_WORDS: Readonly<Record<string, string>> = {
  limit: "How many at the most.",
  offset: "How many to skip.",
  cursor: "Where the page before ended: its `next_cursor`.",
  url: "The product's page.",
  country: "Where it is to be shipped to.",
  name: "Words of the name.",
  include: "What to add to the answer.",
  wait: "Answer only when the status changes, or after so many seconds.",
  status_filter: "Only those in this status.",
  order_id: "Only those whose id starts with this.",
  search: "Only those with this id, or tracking number.",
  merchant_order_id: "Only those with this number at the retailer.",
  idempotency_key: "Only the one of this key.",
  tracking_status: "Only those with a parcel in this state.",
  has_tracking: "Only those with a tracking number, or without.",
  return_status: "Only those with a return in this state.",
  created_after: "Only those created at this time, or later.",
  created_before: "Only those created before this time.",
  metadata_key: "Only those whose metadata has this key; with `metadata_value`, this value.",
  status: "Only those in this status.",
  state: "Only those in this state.",
  event: "Only those of this kind.",
  window_days: "How many days, today among them.",
  recent: "How many of the last orders to list.",
  metadata_value: "The value that `metadata_key` has.",
};

type Described = { description?: string };

/** Adds what fields and parameters mean, where they do not say it themselves. */
export function addWords(document: oas31.OpenAPIObject): oas31.OpenAPIObject {
  for (const [name, fields] of Object.entries(FIELD_WORDS)) {
    const schema = document.components?.schemas?.[name];
    if (schema === undefined || !("properties" in schema)) continue;
    for (const [field, words] of Object.entries(fields)) describe(schema.properties?.[field], words);
  }
  for (const item of Object.values(document.paths ?? {})) {
    for (const method of ["get", "post", "put", "patch", "delete"] as const) {
      for (const parameter of item[method]?.parameters ?? []) {
        if (!("name" in parameter)) continue;
        const { schema } = parameter;
        const own = schema !== undefined && "description" in schema ? schema.description : undefined;
        describe(parameter, own ?? (parameter.in === "path" ? undefined : PARAMETER_WORDS[parameter.name]));
      }
    }
  }
  return document;
}

function describe(thing: Described | undefined, words: string | undefined): void {
  if (thing !== undefined && words !== undefined) thing.description ??= words;
}
