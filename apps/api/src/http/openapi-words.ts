import type { oas31 } from "zod-openapi";

export const API_DESCRIPTION = `Say what to buy, where to, and the most that it may cost; a browser buys it.

The API has **three faces**: one by a product's URL, one by supplier and product id, one by carts as JSON:API. They are three ways to speak of the same orders: what is ordered through one is read, followed and cancelled through all of them, with the same keys. Whichever you speak:

- **Never twice.** An idempotency key makes one order, and a cart makes one order, whatever happens between the two of us.
- **Never above the order's \`max_price\`**: a ceiling on the whole total (items, shipping, tax and fees) that you set, or the catalogue's amounts do.
- **Never lost.** What was accepted is stored before you are answered.`;

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
  "Supplier orders": "Order from one supplier by product id, follow the parcel, cancel.",
  "Supplier catalogue": "What can be ordered, from whom, at which price. All of it is the operator's.",
  "Supplier webhooks": "Where that face's events are sent.",
  "Supplier account": "The account behind the key, and what it pays for an order.",
  "Platform orders": "Carts, from the first line to `complete`, and what became of them.",
  "Platform line items": "What is in a cart.",
  "Platform addresses": "Where carts go, and who pays.",
  "Platform shipments": "The parcels of an order.",
  "Platform webhooks": "Where that face's events are sent.",
  "Platform tokens": "OAuth 2 client credentials, for clients that cannot send an API key as it is.",
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
  CreateAccessTokenRequest: {
    grant_type: "Always `client_credentials`.",
    client_id: "The id of an API key; or as the user of HTTP Basic.",
    client_secret: "The key itself; or as the password of HTTP Basic.",
    scope: "`admin`, `read` or `write`, or several with spaces between; absent: all that the key may.",
  },
  CreateSupplierOrder: {
    supplier_id: "Who to order from: one supplier an order.",
    items: "What to order, all of that supplier.",
    buyer_notes: "Yours: kept and shown.",
    override_token: "From a refusal of the address: accepts the address as it was sent.",
  },
  SupplierItemInput: {
    variant_id: "Which variant of the product; absent: its first.",
  },
  SupplierAddressInput: {
    state: "Two letters.",
    zip: "A ZIP: 5 digits, or 5+4.",
    name: "Who receives it; absent: the account's own recipient.",
    phone: "Where the carrier may ask; absent: the account's own.",
  },
  SupplierOrder: {
    fulfillment_status: "The order's status natively.",
    subtotal_cents: "The items, as quoted; of orders of the other faces, as read at the shop. Null until it is known.",
    total_cents: "Subtotal, shipping and platform fee. The retailer's tax is not in it.",
  },
  FieldError: {
    field: "A path: `products[0].url`.",
    received: "What came, shortened.",
  },
};

const PLATFORM_ADDRESS = {
  firstname: "Ada",
  lastname: "Quinn",
  address1: "123 Market Street",
  city: "San Francisco",
  zipcode: "94105",
  country_id: "US",
  state_name: "CA",
  phone: "(415) 693-5505",
};

/** Bodies to begin with, where what a schema demands says little of what is sent. */
const EXAMPLES: Readonly<Record<string, object>> = {
  PlatformOrderParams: {
    order: {
      email: "ada@example.com",
      line_items_attributes: [{ variant_id: "1", quantity: 1 }],
      ship_address_attributes: PLATFORM_ADDRESS,
    },
  },
  PlatformLineItemParams: { line_item: { order_id: "R100000001", variant_id: "1", quantity: 1 } },
  PlatformAddressParams: { address: PLATFORM_ADDRESS },
  PlatformCouponParams: { coupon_code: "WELCOME" },
  PlatformCreditParams: { amount: "10.0" },
};

/** What a parameter means, wherever it stands. */
const PARAMETER_WORDS: Readonly<Record<string, string>> = {
  page: "Which page, from 1.",
  per_page: "How many on a page.",
  supplier_id: "Only what this supplier sells.",
  limit: "How many at the most.",
  offset: "How many to skip.",
  cursor: "Where the page before ended: its `next_cursor`.",
  url: "The product's page.",
  country: "Where it is to be shipped to.",
  name: "Words of the name.",
  include: "What to add to the answer.",
  sort: "Fields with commas between; `-` before one turns it round.",
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

/** Adds what fields and parameters mean, where they do not say it themselves, and bodies to begin with. */
export function addWords(document: oas31.OpenAPIObject): oas31.OpenAPIObject {
  for (const [name, fields] of Object.entries(FIELD_WORDS)) {
    const schema = document.components?.schemas?.[name];
    if (schema === undefined || !("properties" in schema)) continue;
    for (const [field, words] of Object.entries(fields)) describe(schema.properties?.[field], words);
  }
  for (const [name, example] of Object.entries(EXAMPLES)) {
    const schema = document.components?.schemas?.[name];
    if (schema !== undefined && "properties" in schema) schema.examples ??= [example];
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
