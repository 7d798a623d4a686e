import { type CompleteDraft, type CheckoutStep, findComplete, nextStep } from "./checkout-draft.ts";
import type { CartLine } from "./cart.ts";
import { refuseGift } from "./gift.ts";
import type { Ledger, Purchase } from "./ledger.ts";
import type { PaymentVault } from "./payment-provider.ts";
import { lineTotalCents, linesAtReview, priceOrder } from "./pricing.ts";
import { isPlaying, refuseDestination, scenarioPlayed } from "./scenario-behavior.ts";
import { type Basket, emptyBasket, type Session } from "./session-store.ts";

export interface PlaceDeps {
  ledger: Ledger;
  vault: PaymentVault;
  now: () => Date;
}

export type Placement =
  | { outcome: "placed"; purchase: Purchase }
  | { outcome: "empty_cart" }
  | { outcome: "incomplete"; step: CheckoutStep }
  | { outcome: "sold_out" }
  | { outcome: "declined" };

/**
 * Buys what the session's cart holds, and deliberately knows no idempotency: every call is a purchase of its own. A resent
 * "Place order" finds the cart empty and buys the last cart again. A shop that swallowed the second request would hide the
 * very fault it is here to show, so whatever this ledger holds twice, its caller has bought twice.
 */
export async function placePurchase(deps: PlaceDeps, session: Session): Promise<Placement> {
  const basket = session.basket.lines.length > 0 ? session.basket : session.lastBasket;
  if (basket === undefined) return { outcome: "empty_cart" };
  const draft = findComplete(basket.draft);
  if (draft === undefined) return { outcome: "incomplete", step: nextStep(basket.draft) };
  if (refuseDestination(basket.lines, draft.state) !== undefined) return { outcome: "incomplete", step: "shipping" };
  if (isPlaying(basket.lines, "out_of_stock_at_placing")) return { outcome: "sold_out" };
  if (isPlaying(basket.lines, "payment_declined") || isDeclined(deps.vault, draft)) return { outcome: "declined" };

  // Nothing is awaited before this: of two requests at once, one buys the cart and the other the last cart.
  session.lastBasket = basket;
  session.basket = emptyBasket();
  const purchase = await deps.ledger.append(purchaseOf(session, basket, draft, deps.now()));
  session.orderNumbers.add(purchase.order_number);
  return { outcome: "placed", purchase };
}

function isDeclined(vault: PaymentVault, draft: CompleteDraft): boolean {
  return draft.payment.method === "card" && !vault.charge(draft.payment.token);
}

function purchaseOf(session: Session, basket: Basket, draft: CompleteDraft, now: Date): Omit<Purchase, "order_number"> {
  const lines = linesAtReview(basket.lines);
  const price = priceOrder(lines, basket.promoCode, draft);
  const { phone, email: _, address_line2, ...address } = draft.address;
  return {
    placed_at: now.toISOString(),
    session: session.id,
    email: draft.email,
    reference: draft.reference,
    items: lines.map(itemOf),
    address: { ...address, address_line2: address_line2 === "" ? null : address_line2, phone_number: phone },
    shipping_method: draft.method.id,
    payment_method: draft.payment.method,
    subtotal_cents: price.subtotalCents,
    discount_cents: price.discountCents,
    shipping_cents: price.shippingCents,
    tax_cents: price.taxCents,
    total_cents: price.totalCents,
    scenario: scenarioPlayed(lines),
    ...giftOf(lines, draft),
  };
}

/** What was put into the cart after the gift was chosen may forbid it. */
function giftOf(lines: readonly CartLine[], { gift }: CompleteDraft): Pick<Purchase, "is_gift" | "gift_message"> {
  return gift === undefined || refuseGift(lines) !== undefined ? {} : { is_gift: true, gift_message: gift.message };
}

function itemOf(line: CartLine): Purchase["items"][number] {
  const { slug, sku, title, variant, quantity } = line;
  return {
    slug,
    sku,
    title,
    variant,
    quantity,
    unit_price_cents: line.unitPriceCents,
    line_total_cents: lineTotalCents(line),
  };
}
