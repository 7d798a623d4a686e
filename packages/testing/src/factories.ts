import { randomUUID } from "node:crypto";
import { acceptOrder, type DatabaseHandle, ensureAccount, type NewOrder } from "@cartwright/db";
import type { ShippingAddress } from "@cartwright/schemas";

export const SAN_FRANCISCO: ShippingAddress = {
  first_name: "Ada",
  last_name: "Quinn",
  address_line1: "123 Market Street",
  address_line2: null,
  city: "San Francisco",
  state: "CA",
  postal_code: "94105",
  phone_number: "+14156935505",
  country: "US",
};

/** An order as the API would hand it to the database; every test says only what matters to it. */
export function newOrder(accountId: string, overrides: Partial<NewOrder> = {}): NewOrder {
  return {
    id: randomUUID(),
    accountId,
    mode: "test",
    idempotencyKey: randomUUID(),
    fingerprint: "0".repeat(64),
    retailer: "demo-shop",
    maxPriceCents: 20_000,
    shippingAddress: SAN_FRANCISCO,
    addressSent: { ...SAN_FRANCISCO },
    addressValidation: { provider: "offline", verdict: "accept", degraded: false },
    metadata: {},
    poNumber: null,
    items: [{ url: "http://shop.test/products/walnut-desk-organizer", quantity: 1, variant: null }],
    ...overrides,
  };
}

/** Accepts an order for a test account and returns its id. */
export async function acceptTestOrder(handle: DatabaseHandle, overrides: Partial<NewOrder> = {}): Promise<string> {
  const account = await ensureAccount(handle.db, "Test account");
  const order = newOrder(account.id, overrides);
  const accepted = await acceptOrder(handle.pool, order);
  if (accepted.kind !== "created") throw new Error(`the test order was not created: ${accepted.kind}`);
  // There is no API here to add the first job: the dispatcher need not wait for it.
  await handle.pool.query("UPDATE orders SET dispatch_look_at = now() WHERE id = $1", [order.id]);
  return order.id;
}
