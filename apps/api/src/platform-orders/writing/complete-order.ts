import {
  type AccountSettings,
  CartRefusal,
  completeCart,
  findAccountTerms,
  type NewOrderQuote,
  type PlatformAddressRow,
  type PlatformCart,
} from "@cartwright/db";
import { cartFaults, type QuotedAmounts, quoteCart, wayToComplete } from "@cartwright/orders";
import { CreateOrder, FieldError } from "@cartwright/schemas";
import { z } from "zod";
import { fieldErrors } from "../../http/field-errors.ts";
import { fieldProblem, Problem } from "../../http/problem.ts";
import { requestFingerprint } from "../../idempotency/request-fingerprint.ts";
import { type AcceptOrderDeps, placeOrder, type WantedOrder } from "../../orders/accept-order.ts";
import { refuseCardNumbers } from "../../orders/refuse-card-numbers.ts";
import type { MoveRequest } from "./move-order.ts";
import { toCartField, toNativeAddress } from "./native-address.ts";
import { requireFoundCart } from "./order-ref.ts";
import { blankFault, type Fault, refusal, staleProblem } from "./refusals.ts";

/** As often as a cart that others write to meanwhile is read again, where the client has not said which version it means. */
const TRIES = 5;

export interface Completed {
  orderId: string;
  /** False: it was complete before, or another request completed it. */
  isNew: boolean;
}

/**
 * Makes the native order that a cart is, once, whoever completes it and how often. The order, its quote and the cart's new state are
 * written in one transaction, and only if the cart is still what was read. Throws a Problem for a cart that is not to be bought, and
 * then has stored nothing.
 */
export async function completeOrder(
  deps: AcceptOrderDeps,
  request: MoveRequest & { overrideToken: string | undefined },
): Promise<Completed> {
  const { caller, given, version } = request;
  for (let tries = 1; ; tries += 1) {
    const cart = await requireFoundCart(deps.database.db, caller, given);
    if (cart.orderId !== null) return { orderId: cart.orderId, isNew: false };
    if (version !== undefined && version !== cart.stateLockVersion) throw staleProblem(cart.stateLockVersion);
    try {
      const wanted = await toWanted(deps, cart, request.overrideToken);
      const { order, isNew } = await placeOrder(deps, caller, wanted);
      return { orderId: order.id, isNew };
    } catch (error) {
      if (!isMoved(error)) throw inCartsWords(error);
      if (version !== undefined || tries === TRIES) throw staleProblem(undefined);
    }
  }
}

/** Somebody else wrote to the cart between reading it and buying it. */
function isMoved(error: unknown): boolean {
  return error instanceof CartRefusal && error.kind === "moved";
}

async function toWanted(
  { database }: AcceptOrderDeps,
  cart: PlatformCart,
  overrideToken: string | undefined,
): Promise<WantedOrder> {
  const address = requireBuyable(cart);
  const amounts = quoteCart("confirm", cart.lines, cart.coupon?.amountCents ?? 0);
  const order = toNativeOrder(cart, { address, amounts, overrideToken });
  refuseCardNumbers(order);
  const terms = await findAccountTerms(database.db, cart.accountId);
  const way = wayToComplete(cart.state);
  if (terms === undefined || way === undefined) throw new Error(`cart ${cart.id} cannot be completed as it is stored`);
  return {
    order,
    idempotencyKey: cart.orderKey,
    fingerprint: requestFingerprint({ cart: cart.id, face: "platform" }),
    addressSent: toSent(address),
    alongside: completeCart({
      cart,
      way,
      amounts,
      quote: toQuote(cart, { address, amounts, terms }),
      lines: toLines(cart),
    }),
  };
}

/** What the states on the way want, and the catalogue, and the coupon: all that is at fault at once. */
function requireBuyable(cart: PlatformCart): PlatformAddressRow {
  const faults: Fault[] = [...cartFaults(cart.lines)];
  if (cart.shipAddress === undefined) faults.push(blankFault("ship_address"));
  if (cart.currency.toUpperCase() !== "USD")
    faults.push({ field: "currency", message: "is not supported: orders are bought in USD" });
  const expiresAt = cart.coupon?.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
  if (expiresAt <= Date.now()) faults.push({ field: "coupon_code", message: "is expired" });
  if (faults.length === 0 && cart.shipAddress !== undefined) return cart.shipAddress;
  throw refusal(...faults);
}

interface ToBuy {
  address: PlatformAddressRow;
  amounts: QuotedAmounts;
}

function toNativeOrder(
  cart: PlatformCart,
  { address, amounts, overrideToken }: ToBuy & { overrideToken: string | undefined },
): CreateOrder {
  const given = {
    products: cart.lines.map(({ url, quantity, choices }) => ({ url, quantity, variant: choices })),
    shipping_address: toNativeAddress(address),
    // Of what is free, the least that a ceiling can be.
    max_price: Math.max(1, amounts.totalCents),
    metadata: cart.publicMetadata,
    ...(overrideToken === undefined ? {} : { override_token: overrideToken }),
  };
  const parsed = CreateOrder.safeParse(given);
  if (!parsed.success) throw fieldProblem("validation_error", fieldErrors(parsed.error.issues, given));
  return parsed.data;
}

function toQuote(
  cart: PlatformCart,
  { address, amounts, terms }: ToBuy & { terms: AccountSettings },
): Omit<NewOrderQuote, "orderId"> {
  const [line] = cart.lines;
  if (line === undefined) throw new Error(`cart ${cart.id} is empty, and was to be bought`);
  return {
    face: "platform",
    supplierId: line.supplier.id,
    supplierName: line.supplier.name,
    supplierAddress: line.supplierAddress,
    itemTotalCents: amounts.itemTotalCents,
    shippingCents: amounts.shippingCents,
    taxCents: amounts.taxCents,
    promoCents: amounts.promoCents,
    platformFeeCents: terms.platformFeeCents,
    toleranceCents: 0,
    buyerNotes: cart.specialInstructions,
    shippingAddress: toSent(address),
  };
}

function toLines({ lines }: PlatformCart) {
  return lines.map(({ variantId, productId, name, sku, unitPriceCents, quantity }) => ({
    variantId,
    productId,
    productName: name,
    sku,
    unitPriceCents,
    quantity,
  }));
}

/** The address in the words that it came in. */
function toSent(address: PlatformAddressRow): Record<string, unknown> {
  const { firstname, lastname, company, address1, address2, city, zipcode, phone } = address;
  const { stateName: state_name, stateId: state_id, countryId: country_id } = address;
  return { firstname, lastname, company, address1, address2, city, zipcode, phone, state_name, state_id, country_id };
}

const Faults = z.array(FieldError).min(1);

/** A refusal of the native order, with its fields as the cart has them. */
function inCartsWords(error: unknown): unknown {
  if (!(error instanceof Problem)) return error;
  const { field_errors: given, ...rest } = error.details;
  const faults = Faults.safeParse(given);
  if (!faults.success) return error;
  const renamed = faults.data.map((fault) =>
    Object.assign(fault, {
      field: toCartField(fault.field),
      message: fault.code === "missing" ? "can't be blank" : fault.message,
    }),
  );
  return fieldProblem(error.code, renamed, rest);
}
