import type { PlatformOrderRecord } from "@cartwright/db";
import { formatUsd, isInCheckout } from "@cartwright/orders";
import { decimal } from "./platform-money.ts";

/** An order's amounts, in US cents; null: nobody has read it. */
export interface PlatformAmounts {
  itemTotal: number | null;
  shipmentTotal: number | null;
  taxTotal: number | null;
  /** A positive magnitude, subtracted. */
  promoTotal: number | null;
  /** What else the retailer asked for: of orders that no catalogue quoted. */
  fees: number | null;
  total: number | null;
  /** What was paid of the total. */
  paymentTotal: number | null;
  storeCredit: { applicable: number; applied: number; available: number };
}

/** item_total + shipment_total + additional_tax_total − promo_total (+ fees) = total, wherever all of them are known. */
export function platformAmounts(record: PlatformOrderRecord): PlatformAmounts {
  const known = record.cart === undefined ? nativeAmounts(record) : cartAmounts(record.cart);
  const isPaid = record.index.paymentState === "paid" || record.index.paymentState === "credit_owed";
  return { ...known, paymentTotal: isPaid ? known.total : 0, storeCredit: storeCreditOf(record, known.total) };
}

type KnownAmounts = Omit<PlatformAmounts, "paymentTotal" | "storeCredit">;

function cartAmounts(cart: NonNullable<PlatformOrderRecord["cart"]>): KnownAmounts {
  return {
    itemTotal: cart.itemTotalCents,
    shipmentTotal: cart.shipmentTotalCents,
    taxTotal: cart.taxTotalCents,
    promoTotal: cart.promoTotalCents,
    fees: 0,
    total: cart.totalCents,
  };
}

function nativeAmounts({ quote, order }: PlatformOrderRecord): KnownAmounts {
  if (quote !== undefined) {
    const { itemTotalCents, shippingCents, taxCents, promoCents } = quote;
    return {
      itemTotal: itemTotalCents,
      shipmentTotal: shippingCents,
      taxTotal: taxCents,
      promoTotal: promoCents,
      fees: 0,
      total: itemTotalCents + shippingCents + taxCents - promoCents,
    };
  }
  const prices = order?.priceComponents ?? null;
  return {
    itemTotal: prices?.subtotal ?? null,
    shipmentTotal: prices?.shipping ?? null,
    taxTotal: prices?.tax ?? null,
    promoTotal: prices?.discount ?? (prices === null ? null : 0),
    fees: prices?.fees ?? (prices === null ? null : 0),
    total: order?.placedTotalCents ?? null,
  };
}

/** Before an order is paid for, what of the account's credit could pay for it; then what does. */
function storeCreditOf({ cart, freeCreditCents }: PlatformOrderRecord, total: number | null) {
  if (cart === undefined) return { applicable: 0, applied: 0, available: freeCreditCents };
  const isOpen = isInCheckout(cart.state);
  // What an open cart holds is still its to use.
  const available = freeCreditCents + (isOpen ? cart.storeCreditCents : 0);
  const applied = cart.storeCreditCents;
  return { applicable: isOpen && applied === 0 ? Math.min(total ?? 0, available) : applied, applied, available };
}

const sum = (...parts: (number | null)[]): number | null =>
  parts.includes(null) ? null : parts.reduce<number>((total, part) => total + (part ?? 0), 0);

/** The attributes of an order that are amounts: decimals, and the same for people. */
export function amountAttributes(amounts: PlatformAmounts, isCanceled: boolean): Record<string, string | null> {
  const { itemTotal, shipmentTotal, taxTotal, promoTotal, fees, total, paymentTotal, storeCredit } = amounts;
  const promo = promoTotal === null ? null : -promoTotal;
  const adjustment = sum(taxTotal, promo, fees);
  const preTaxItems = sum(itemTotal, promo);
  const outstanding = isCanceled ? 0 : sum(total, paymentTotal === null ? null : -paymentTotal);
  return {
    ...decimals(amounts, adjustment),
    display_ship_total: display(shipmentTotal),
    display_shipment_total: display(shipmentTotal),
    display_outstanding_balance: display(outstanding),
    display_item_total: display(itemTotal),
    display_adjustment_total: display(adjustment),
    display_included_tax_total: display(0),
    display_additional_tax_total: display(taxTotal),
    display_tax_total: display(taxTotal),
    display_promo_total: display(promoTotal),
    display_total: display(total),
    display_cart_promo_total: display(promoTotal),
    display_pre_tax_item_amount: display(preTaxItems),
    display_pre_tax_total: display(sum(preTaxItems, shipmentTotal)),
    display_total_applicable_store_credit: display(storeCredit.applicable),
    display_total_applied_store_credit: display(storeCredit.applied),
    display_order_total_after_store_credit: display(sum(total, -storeCredit.applicable)),
    display_total_available_store_credit: display(storeCredit.available),
    display_store_credit_remaining_after_capture: display(Math.max(0, storeCredit.available - storeCredit.applicable)),
  };
}

/** US tax is never part of a price. Promotions are off what is taxed. */
function decimals(amounts: PlatformAmounts, adjustment: number | null): Record<string, string | null> {
  const { itemTotal, shipmentTotal, taxTotal, promoTotal, total, paymentTotal } = amounts;
  return {
    item_total: decimal(itemTotal),
    total: decimal(total),
    adjustment_total: decimal(adjustment),
    payment_total: decimal(paymentTotal),
    shipment_total: decimal(shipmentTotal),
    additional_tax_total: decimal(taxTotal),
    promo_total: decimal(promoTotal),
    included_tax_total: decimal(0),
    taxable_adjustment_total: decimal(promoTotal === null ? null : promoTotal === 0 ? 0 : -promoTotal),
    non_taxable_adjustment_total: decimal(amounts.fees),
  };
}

const display = (cents: number | null): string | null => (cents === null ? null : formatUsd(cents === 0 ? 0 : cents));
