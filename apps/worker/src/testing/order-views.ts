/** The count at the end of an order's number: `ORD-2026-000042`. */
export const serialIn = (number: unknown): number => Number(String(number).split("-").at(-1));

export type Json = Record<string, unknown>;

export interface Document {
  id: string;
  attributes: Json;
}

export interface NativeOrder {
  id: string;
  number: string;
  status: string;
  max_price: number;
  items: { quantity: number; status: string }[];
  job_result: { price_components: { subtotal: number; shipping: number; total: number } };
  merchant_order_ids: string[];
  tracking_numbers: { tracking_number: string }[];
}

interface SupplierView {
  id: string;
  status: string;
  fulfillment_status: string;
  items: { quantity: number; fulfillment_status: string }[];
  subtotal_cents: number;
  shipping_cents: number;
  platform_fee_cents: number;
  total_cents: number;
  tracking: { tracking_number: string } | null;
}

export interface Views {
  native: NativeOrder;
  supplier: SupplierView;
  platform: { data: Document; included: Document[] };
}

type Get = (path: string) => Promise<Json>;

/** An order as each face tells of it. `cart`: the number of the one that it was. */
export async function viewsOf(get: Get, { id, number }: NativeOrder, cart?: string): Promise<Views> {
  const serial = String(serialIn(number));
  const year = number.split("-")[1] ?? "";
  const ref = cart ?? `R2${serial.padStart(8, "0")}`;
  return {
    native: (await get(`/orders/${id}`)) as unknown as NativeOrder,
    supplier: (await get(`/api/v1/orders/ord_${year}_${serial.padStart(4, "0")}`)) as unknown as SupplierView,
    platform: (await get(`/api/v2/platform/orders/${ref}?include=shipments`)) as unknown as Views["platform"],
  };
}

/** A platform's decimal, in cents. */
const cents = (decimal: unknown): number => Math.round(Number(decimal) * 100);

/** What all three say, each in its own words: the pieces, what they cost, what it cost to send them, and where they are. */
export function toldBy({ native, supplier, platform }: Views): object[] {
  const pieces = (items: { quantity: number }[]): number => items.reduce((sum, { quantity }) => sum + quantity, 0);
  const { attributes } = platform.data;
  const { subtotal, shipping } = native.job_result.price_components;
  return [
    { pieces: pieces(native.items), subtotal, shipping, tracking: native.tracking_numbers[0]?.tracking_number ?? null },
    {
      pieces: pieces(supplier.items),
      subtotal: supplier.subtotal_cents,
      shipping: supplier.shipping_cents,
      tracking: supplier.tracking?.tracking_number ?? null,
    },
    {
      pieces: attributes["item_count"],
      subtotal: cents(attributes["item_total"]),
      shipping: cents(attributes["shipment_total"]),
      tracking: platform.included[0]?.attributes["tracking"],
    },
  ];
}

/** What each makes of how far it is. */
export const statesIn = ({ native, supplier, platform: { data } }: Views): unknown[] => [
  [native.status, native.items.map(({ status }) => status).at(0)],
  [supplier.status, supplier.fulfillment_status, supplier.items.map((item) => item.fulfillment_status).at(0)],
  [data.attributes["state"], data.attributes["payment_state"], data.attributes["shipment_state"]],
];

export function expectAmountsToAdd({ native, supplier, platform: { data } }: Views, isQuoted: boolean): void {
  const { subtotal_cents, shipping_cents, platform_fee_cents, total_cents } = supplier;
  expect(subtotal_cents + shipping_cents + platform_fee_cents).toBe(total_cents);
  const [items, shipment, tax, promo, total] = [
    "item_total",
    "shipment_total",
    "additional_tax_total",
    "promo_total",
    "total",
  ].map((name) => cents(data.attributes[name]));
  expect((items ?? 0) + (shipment ?? 0) + (tax ?? 0) - (promo ?? 0)).toBe(total);
  // What the catalogue asked for at the most; of an order by URL, what the shop took.
  expect(total).toBe(isQuoted ? native.max_price : native.job_result.price_components.total);
}
