import type { PlatformOrderRecord } from "@cartwright/db";
import { CART_LIFECYCLE, formatUsd } from "@cartwright/orders";
import type { PaymentState } from "@cartwright/schemas";
import type { Resource } from "./json-api.ts";
import { platformAmounts } from "./order-amounts.ts";
import { decimal } from "./platform-money.ts";

/** What a payment's own state is, by the order's. */
const PAYMENT_STATES = {
  balance_due: "checkout",
  credit_owed: "completed",
  failed: "failed",
  paid: "completed",
  void: "void",
} as const satisfies Record<PaymentState, string>;

/** One for what the retailer charges, one for store credit: as soon as there is anything to be paid. */
export function paymentResources(record: PlatformOrderRecord, order: () => Resource): Resource[] {
  const { index } = record;
  const { total, storeCredit } = platformAmounts(record);
  if (index.paymentState === null && record.lines.length === 0) return [];
  // Of a cart nothing is asked for yet.
  const state = PAYMENT_STATES[index.paymentState ?? "balance_due"];
  const payments: { kind: string; source: string; cents: number | null }[] = [
    { kind: "payment", source: "operator", cents: total === null ? null : total - storeCredit.applied },
    ...(storeCredit.applied === 0 ? [] : [{ kind: "credit", source: "store_credit", cents: storeCredit.applied }]),
  ];
  return payments.map(({ kind, source, cents }) => ({
    type: "payment",
    id: `${index.id}-${kind}`,
    attributes: {
      number: `P${index.number.slice(1)}${kind === "credit" ? "C" : ""}`,
      amount: decimal(cents),
      display_amount: cents === null ? null : formatUsd(cents),
      state,
      source_type: source,
      response_code: record.order?.confirmation?.merchant_order_ids[0] ?? null,
      created_at: (index.completedAt ?? index.createdAt).toISOString(),
      updated_at: index.updatedAt.toISOString(),
    },
    relationships: { order },
  }));
}

/** One an order, once it is known where it goes: what the retailer makes of it are its parcels. */
export function shipmentResources(record: PlatformOrderRecord, order: () => Resource): Resource[] {
  const { index, order: native } = record;
  if (!CART_LIFECYCLE[index.state].isQuoted || record.lines.length === 0) return [];
  const { shipmentTotal } = platformAmounts(record);
  const [parcel] = native?.parcels ?? [];
  const shippedAt = parcel?.createdAt.toISOString() ?? null;
  return [
    {
      type: "shipment",
      id: index.id,
      attributes: {
        number: `H${index.number.slice(1)}`,
        state: index.shipmentState ?? "pending",
        cost: decimal(shipmentTotal),
        final_price: decimal(shipmentTotal),
        display_cost: shipmentTotal === null ? null : formatUsd(shipmentTotal),
        tracking: parcel?.trackingNumber ?? null,
        tracking_url: parcel?.trackingUrl ?? null,
        parcels: (native?.parcels ?? []).map(({ carrier, trackingNumber, trackingUrl, status }) => ({
          carrier,
          tracking: trackingNumber,
          tracking_url: trackingUrl,
          status,
        })),
        shipped_at: shippedAt,
        created_at: index.createdAt.toISOString(),
        updated_at: index.updatedAt.toISOString(),
      },
      relationships: {
        order,
        address: () => {
          const address = order().relationships["ship_address"]?.() ?? null;
          return address !== null && "type" in address ? address : null;
        },
        line_items: () => order().relationships["line_items"]?.() ?? [],
      },
    },
  ];
}

/** The moves of the cart, and the last one where nobody made it: its native order failed. */
export function stateChangeResources(record: PlatformOrderRecord): Resource[] {
  const { cart, index, order, stateChanges } = record;
  const changes = stateChanges.map((change) =>
    stateChange(String(change.id), change.previousState, change.nextState, change.createdAt),
  );
  const isNoted = stateChanges.at(-1)?.nextState === "canceled";
  if (cart === undefined || index.state !== "canceled" || isNoted) return changes;
  const at = order?.finishedAt ?? index.updatedAt;
  return [...changes, stateChange(`${index.id}-canceled`, cart.state, "canceled", at)];
}

function stateChange(id: string, previous: string, next: string, at: Date): Resource {
  return {
    type: "state_change",
    id,
    attributes: {
      name: "order",
      previous_state: previous,
      next_state: next,
      created_at: at.toISOString(),
      updated_at: at.toISOString(),
    },
    relationships: { user: () => null },
  };
}
