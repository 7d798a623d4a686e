import { type Database, findAccountTerms, findOrderByKey, insertQuote, type OrderRecord } from "@cartwright/db";
import { quoteOrder } from "@cartwright/orders";
import { type QuotedSupplierOrder, supplierOrderId } from "@cartwright/presentation";
import { CreateSupplierOrder } from "@cartwright/schemas";
import type { Caller } from "../accounts/authenticate.ts";
import { parseOrRefuse } from "../http/mount-routes.ts";
import { chooseIdempotencyKey } from "../idempotency/idempotency-key.ts";
import { requestFingerprint } from "../idempotency/request-fingerprint.ts";
import { type AcceptOrderDeps, type AcceptOrderRequest, placeOrder } from "../orders/accept-order.ts";
import { refuseCardNumbers } from "../orders/refuse-card-numbers.ts";
import { chooseLines } from "./choose-lines.ts";
import { type QuotedOrder, storedQuote, toNativeOrder, toQuote, toQuoteLines } from "./quoted-order.ts";
import { requireSupplierFacts } from "./read-supplier-orders.ts";
import { refuseCardsInNotes } from "./refuse-cards-in-notes.ts";
import { SupplierProblem } from "./supplier-problem.ts";
import { inSupplierWords } from "./supplier-words.ts";

export interface AcceptedSupplierOrder {
  facts: QuotedSupplierOrder;
  /** False: the order was there already, by the same request under the same key. */
  isNew: boolean;
}

/**
 * Accepts an order of the catalogue as a native order, once per idempotency key, and its quote in the same transaction. Throws a
 * Problem for anything that is not to be bought, and then has stored nothing.
 */
export async function createSupplierOrder(
  deps: AcceptOrderDeps,
  { caller, body, keyInHeader }: AcceptOrderRequest,
): Promise<AcceptedSupplierOrder> {
  const { db } = deps.database;
  const wanted = parseOrRefuse(CreateSupplierOrder, body);
  refuseCardsInNotes(wanted.buyer_notes ?? "");
  const idempotencyKey = chooseIdempotencyKey(undefined, keyInHeader);
  // What parses as an object is one.
  const sent = body as { shipping_address: Record<string, unknown> };
  const fingerprint = requestFingerprint({ ...sent, face: "supplier" });
  const earlier = await findOrderByKey(db, caller, idempotencyKey);
  // Before the catalogue: what changed in it since takes nobody the answer to an order that is stored.
  if (earlier !== undefined) return await replayed(db, earlier, fingerprint);

  const quoted = await quoteWanted(db, caller, wanted);
  const addressSent = sent.shipping_address;
  const quote = toQuote(quoted, { notes: wanted.buyer_notes ?? null, addressSent });
  const lines = toQuoteLines(quoted);
  const accepted = await inSupplierWords(async () => {
    const order = toNativeOrder(wanted, quoted);
    refuseCardNumbers(order);
    return await placeOrder(deps, caller, {
      order,
      idempotencyKey,
      fingerprint,
      addressSent,
      alongside: (client, orderId) => insertQuote(client, { ...quote, orderId }, lines),
    });
  });
  if (!accepted.isNew) return await replayed(db, accepted.order, fingerprint);
  // Not read again: of an order that is stored, no lost connection may say that it is not.
  const stored = { order: accepted.order, quote: storedQuote(accepted.order, quote, lines), events: [] };
  return { facts: stored, isNew: true };
}

async function replayed(db: Database, earlier: OrderRecord, fingerprint: string): Promise<AcceptedSupplierOrder> {
  if (earlier.fingerprint !== fingerprint) {
    throw new SupplierProblem("invalid_request", "This idempotency key belongs to an order with another body.", {
      reason: "idempotency_conflict",
      order_id: supplierOrderId(earlier),
    });
  }
  const { quote, ...facts } = await requireSupplierFacts(db, earlier);
  if (quote === undefined) throw new Error(`order ${earlier.id} was accepted without its quote`);
  return { facts: { ...facts, quote }, isNew: false };
}

async function quoteWanted(db: Database, caller: Caller, wanted: CreateSupplierOrder): Promise<QuotedOrder> {
  const terms = await findAccountTerms(db, caller.accountId);
  if (terms === undefined) throw new Error(`account ${caller.accountId} has a key, and is not there`);
  const { supplier, lines } = await chooseLines(db, caller.mode, wanted);
  const prices = lines.map(({ variant, quantity }) => ({ unitPriceCents: variant.priceCents, quantity }));
  return { terms, supplier, lines, amounts: quoteOrder(prices, supplier) };
}
