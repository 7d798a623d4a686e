import type { AddressChoice, AddressFields, CartColumns, CartParts, LineWanted } from "@cartwright/db";
import type {
  PlatformAddressAttributes,
  PlatformAddressParams,
  PlatformLineItemAttributes,
  PlatformOrderAttributes,
} from "@cartwright/schemas";
import type { z } from "zod";

/** What a body says of an order, as the store writes it: what it leaves out is left as it is. */
export function toParts(order: PlatformOrderAttributes): CartParts {
  return {
    columns: toColumns(order),
    billAddress: toChoice(order.bill_address_attributes, order.bill_address_id),
    shipAddress: toChoice(order.ship_address_attributes, order.ship_address_id),
    lines: (order.line_items_attributes ?? []).map(({ line_item: inner, ...flat }) => toLine(inner ?? flat)),
  };
}

function toColumns(order: PlatformOrderAttributes): CartColumns {
  return given({
    ...toNotes(order),
    // What cannot be null stays as it is.
    currency: order.currency ?? undefined,
    channel: order.channel ?? undefined,
    lastIpAddress: order.last_ip_address,
    userId: order.user_id,
    createdById: order.created_by_id,
    approverId: order.approver_id,
    approvedAt: order.approved_at,
    cancelerId: order.canceler_id,
    consideredRisky: order.considered_risky ?? undefined,
    confirmationDelivered: order.confirmation_delivered ?? undefined,
    storeOwnerNotificationDelivered: order.store_owner_notification_delivered,
  });
}

/** Of that, what says nothing of what is bought: it may change when the order is complete, too. */
export function toNotes(order: PlatformOrderAttributes): CartColumns {
  return given({
    email: order.email,
    specialInstructions: order.special_instructions,
    internalNote: order.internal_note,
    ...toMetadata(order),
  });
}

/** Attributes go before an id: the seed's request sends both. Ones that say nothing are none. */
function toChoice(
  attributes: z.infer<typeof PlatformAddressParams> | null | undefined,
  id: number | null | undefined,
): AddressChoice | undefined {
  if (attributes !== null && attributes !== undefined) {
    const { address: inner, ...flat } = attributes;
    const fields = toAddressFields(inner ?? flat);
    if (Object.keys(fields).length > 0) return { fields };
  }
  if (id === undefined) return undefined;
  return id === null ? null : { id };
}

export function toAddressFields(address: PlatformAddressAttributes): AddressFields {
  return given({
    firstname: address.firstname,
    lastname: address.lastname,
    company: address.company,
    address1: address.address1,
    address2: address.address2,
    city: address.city,
    zipcode: address.zipcode,
    phone: address.phone,
    alternativePhone: address.alternative_phone,
    stateName: address.state_name,
    stateId: address.state_id,
    countryId: address.country_id,
    label: address.label,
    userId: address.user_id,
    ...toMetadata(address),
  });
}

export function toLine(line: PlatformLineItemAttributes): LineWanted {
  return {
    lineId: line.id ?? undefined,
    variantId: line.variant_id ?? undefined,
    quantity: line.quantity ?? undefined,
    ...toMetadata(line),
  };
}

interface Metadata {
  public_metadata?: Record<string, unknown> | null | undefined;
  private_metadata?: Record<string, unknown> | null | undefined;
}

/** Null is none. */
function toMetadata({ public_metadata: open, private_metadata: own }: Metadata) {
  return given({
    publicMetadata: open === null ? {} : open,
    privateMetadata: own === null ? {} : own,
  });
}

type Given<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** What is undefined was not sent. */
function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
}
