import type { PlatformOrderRecord } from "@cartwright/db";
import { addressResource, nativeAddressResource, userResource } from "./address-resource.ts";
import { type Documented, type DocumentedResource, type Resource, toDocument } from "./json-api.ts";
import { lineResource } from "./line-resources.ts";
import { adjustmentResources, promotionResources } from "./adjustment-resources.ts";
import { amountAttributes, platformAmounts } from "./order-amounts.ts";
import { paymentResources, shipmentResources, stateChangeResources } from "./order-parts.ts";

/** An order as the platform face shows it, in its answers and in its webhooks, whichever face it came through. */
export function presentPlatformOrder(record: PlatformOrderRecord): Documented<DocumentedResource> {
  return toDocument(platformOrderResource(record));
}

/** The same with all that it is related to, for documents that include it. */
export function platformOrderResource(record: PlatformOrderRecord): Resource {
  const own: Resource = {
    type: "order",
    id: record.index.id,
    attributes: attributesOf(record),
    relationships: { ...peopleOf(record), ...addressesOf(record), ...partsOf(record, () => own) },
  };
  return own;
}

function attributesOf(record: PlatformOrderRecord): Record<string, unknown> {
  const { index, cart, order, lines } = record;
  const isCanceled = index.state === "canceled";
  // In the order in which that platform has them: a person compares the two.
  const amounts = amountAttributes(platformAmounts(record), isCanceled);
  const { item_total, total, adjustment_total, payment_total, shipment_total, additional_tax_total, ...rest } = amounts;
  const { promo_total, included_tax_total, taxable_adjustment_total, non_taxable_adjustment_total, ...displays } = rest;
  return {
    number: index.number,
    item_total,
    total,
    state: index.state,
    adjustment_total,
    completed_at: index.completedAt?.toISOString() ?? null,
    payment_total,
    shipment_state: index.shipmentState,
    payment_state: index.paymentState,
    email: index.email,
    special_instructions: cart?.specialInstructions ?? null,
    created_at: index.createdAt.toISOString(),
    updated_at: index.updatedAt.toISOString(),
    currency: cart?.currency ?? "USD",
    last_ip_address: cart?.lastIpAddress ?? null,
    shipment_total,
    additional_tax_total,
    promo_total,
    channel: index.channel,
    included_tax_total,
    item_count: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    approved_at: cart?.approvedAt?.toISOString() ?? null,
    confirmation_delivered: cart?.confirmationDelivered ?? false,
    canceled_at: canceledAt(record),
    state_lock_version: cart?.stateLockVersion ?? 0,
    considered_risky: index.consideredRisky,
    taxable_adjustment_total,
    non_taxable_adjustment_total,
    store_owner_notification_delivered: cart?.storeOwnerNotificationDelivered ?? null,
    public_metadata: cart?.publicMetadata ?? order?.metadata ?? {},
    private_metadata: cart?.privateMetadata ?? {},
    internal_note: cart?.internalNote ?? null,
    ...displays,
  };
}

/** Where nobody canceled it, it is canceled since its native order failed. */
function canceledAt({ index, cart, order }: PlatformOrderRecord): string | null {
  if (index.state !== "canceled") return null;
  return (cart?.canceledAt ?? order?.finishedAt ?? null)?.toISOString() ?? null;
}

function peopleOf({ cart }: PlatformOrderRecord): Resource["relationships"] {
  const person = (id: string | null | undefined) => () => (id === null || id === undefined ? null : userResource(id));
  return {
    user: person(cart?.userId),
    created_by: person(cart?.createdById),
    approver: person(cart?.approverId),
    canceler: person(cart?.cancelerId),
  };
}

function addressesOf({ cart, order, billAddress, shipAddress }: PlatformOrderRecord): Resource["relationships"] {
  if (cart === undefined && order !== undefined) {
    return {
      bill_address: () => null,
      ship_address: () => nativeAddressResource(order.id, order.shippingAddress, order.createdAt),
    };
  }
  return {
    bill_address: () => (billAddress === undefined ? null : addressResource(billAddress)),
    ship_address: () => (shipAddress === undefined ? null : addressResource(shipAddress)),
  };
}

function partsOf(record: PlatformOrderRecord, order: () => Resource): Resource["relationships"] {
  return {
    line_items: () => record.lines.map((line) => lineResource(line, order)),
    payments: () => paymentResources(record, order),
    shipments: () => shipmentResources(record, order),
    state_changes: () => stateChangeResources(record),
    // Returns are asked for through the native API, and shown there.
    return_authorizations: () => [],
    reimbursements: () => [],
    adjustments: () => adjustmentResources(record, order),
    all_adjustments: () => adjustmentResources(record, order),
    order_promotions: () => promotionResources(record, order),
  };
}
