import type {
  AccountSettings,
  NewOrderQuote,
  NewOrderQuoteLine,
  OrderQuoteRecord,
  OrderRecord,
  SupplierRow,
} from "@cartwright/db";
import { formatUsd, type QuotedAmounts } from "@cartwright/orders";
import {
  CreateOrder,
  type CreateSupplierOrder,
  type FieldError,
  MAX_ORDER_CENTS,
  type SupplierAddressInput,
} from "@cartwright/schemas";
import { parseOrRefuse } from "../http/mount-routes.ts";
import { fieldProblem } from "../http/problem.ts";
import type { ChosenLine } from "./choose-lines.ts";
import { toNativeAddress } from "./supplier-words.ts";

/** What an order of the catalogue is, before it is one: who sells what to whom, and what that comes to. */
export interface QuotedOrder {
  terms: AccountSettings;
  supplier: SupplierRow;
  lines: ChosenLine[];
  amounts: QuotedAmounts;
}

/** The native order that does what this face was asked for. Throws a Problem where the native API would refuse it. */
export function toNativeOrder(wanted: CreateSupplierOrder, quoted: QuotedOrder): CreateOrder {
  return parseOrRefuse(CreateOrder, {
    products: quoted.lines.map(({ variant, quantity }) => ({ url: variant.url, quantity, variant: variant.choices })),
    shipping_address: toNativeAddress(wanted.shipping_address, requireRecipient(wanted.shipping_address, quoted.terms)),
    max_price: requireMaxPrice(quoted),
    override_token: wanted.override_token,
  });
}

/** Who the order names, and else the account's own. */
function requireRecipient(
  address: SupplierAddressInput,
  { defaultRecipient }: AccountSettings,
): { name: string; phone: string } {
  const name = address.name ?? defaultRecipient?.name;
  const phone = address.phone ?? defaultRecipient?.phone;
  if (name !== undefined && phone !== undefined) return { name, phone };
  const missing = [
    ...(name === undefined ? [missingField("name", "who the order goes to: first and last name")] : []),
    ...(phone === undefined ? [missingField("phone", "the recipient's phone number")] : []),
  ];
  throw fieldProblem("validation_error", missing);
}

function missingField(field: string, what: string): FieldError {
  return {
    field: `shipping_address.${field}`,
    code: "missing",
    message: "is required: this account has no default recipient",
    expected: what,
  };
}

/** The most that the retailer may charge: what was quoted, and what the account lets it be above that. */
function requireMaxPrice({ amounts, terms }: QuotedOrder): number {
  const cents = amounts.totalCents + terms.priceToleranceCents;
  // Of what is free, the least that a ceiling can be.
  if (cents <= MAX_ORDER_CENTS) return Math.max(1, cents);
  throw fieldProblem("validation_error", [
    {
      field: "items",
      code: "too_dear",
      message: `come to ${formatUsd(cents)} with shipping, tax and tolerance, which is more than an order may cost`,
      received: cents,
      expected: `at most ${MAX_ORDER_CENTS} cents`,
    },
  ]);
}

/** What is written beside an order whose id is not known yet. */
type Quote = Omit<NewOrderQuote, "orderId">;

export function toQuote(
  { terms, supplier, amounts }: QuotedOrder,
  { notes, addressSent }: { notes: string | null; addressSent: Record<string, unknown> },
): Quote {
  return {
    face: "supplier",
    supplierId: supplier.id,
    supplierName: supplier.name,
    supplierAddress: supplier.address,
    itemTotalCents: amounts.itemTotalCents,
    shippingCents: amounts.shippingCents,
    taxCents: amounts.taxCents,
    promoCents: amounts.promoCents,
    platformFeeCents: terms.platformFeeCents,
    toleranceCents: terms.priceToleranceCents,
    buyerNotes: notes,
    shippingAddress: addressSent,
  };
}

export function toQuoteLines({ lines }: QuotedOrder): NewOrderQuoteLine[] {
  return lines.map(({ product, variant, quantity }) => ({
    variantId: variant.id,
    productId: product.id,
    productName: product.name,
    sku: variant.sku,
    unitPriceCents: variant.priceCents,
    quantity,
  }));
}

/** A quote as it was written with its order. */
export function storedQuote(
  { id, createdAt }: OrderRecord,
  quote: Quote,
  lines: readonly NewOrderQuoteLine[],
): OrderQuoteRecord {
  return {
    ...quote,
    orderId: id,
    createdAt,
    lines: lines.map((line, position) => ({ ...line, orderId: id, position })),
  };
}
