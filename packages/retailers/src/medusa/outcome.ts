import type { FailureCode } from "@cartwright/schemas";
import { z } from "zod";
import type { PurchaseOutcome, ShopResponse } from "../driver.ts";
import type { PurchaseAnswer } from "../store-api/await-answer.ts";
import { openOrderedVariants } from "../store-api/ordered-variants.ts";
import { findRefusal, type MedusaApi } from "./api.ts";
import { linesOf, numberOf, Order, pricesOf } from "./cart.ts";
import { readCart } from "./checkout.ts";

/**
 * Refusals after which the shop has no order: Medusa stores it first and takes it out again when the payment or the stock
 * fails. Proven against the real server, whose table then holds none. That a provider *failed* proves nothing of the money.
 */
const REFUSALS: { says: RegExp; code: FailureCode }[] = [
  { says: /was not authorized with the provider/, code: "payment_declined" },
  { says: /^Not enough stock available/, code: "product_out_of_stock" },
];

const Completed = z.object({ type: z.literal("order"), order: Order });

/** Reads the answer; where there is none that tells, the cart itself. */
export async function readOutcome(
  api: MedusaApi,
  answer: PurchaseAnswer | undefined,
  cartId: string,
): Promise<PurchaseOutcome> {
  const read =
    answer?.kind === "answered" ? readAnswer(api, answer.response) : unclear(answer?.message ?? "nothing was sent");
  return read.kind === "unclear" ? ((await findCompleted(api, cartId)) ?? read) : read;
}

function readAnswer({ base }: MedusaApi, response: ShopResponse): PurchaseOutcome {
  const completed = Completed.safeParse(response.body);
  if (response.status === 200 && completed.success) {
    const { order } = completed.data;
    return {
      kind: "placed",
      merchantOrderIds: [numberOf(order)],
      page: { url: `${base}/store/orders/${order.id}`, title: `Order ${numberOf(order)}` },
      prices: pricesOf(order, linesOf(order, openOrderedVariants())),
      estimatedDelivery: null,
    };
  }
  const refusal = findRefusal(response);
  const known = REFUSALS.find(({ says }) => response.status === 400 && says.test(refusal?.message ?? ""));
  if (known !== undefined) return { kind: "declined", code: known.code, message: refusal?.message ?? "" };
  return unclear(`status ${response.status}: ${refusal?.message ?? "neither an order nor a refusal"}`);
}

/** A payment that stands. Before it does, Medusa may still take a completed cart's order out again. */
const PAID = new Set(["authorized", "partially_authorized", "completed", "partially_captured"]);

/**
 * An order that this cart became, as far as the cart tells: that it did, not its number. Only this visit knows the cart, and
 * only the released request completes it. That a cart is not completed proves nothing: that may still be on its way.
 */
export async function findCompleted(api: MedusaApi, cartId: string): Promise<PurchaseOutcome | undefined> {
  try {
    const cart = await readCart(api, cartId);
    if (cart.completed_at === null || !PAID.has(cart.payment_collection?.status ?? "")) return undefined;
    return {
      kind: "placed",
      merchantOrderIds: [],
      page: { url: `${api.base}/store/carts/${cartId}`, title: `Cart completed at ${cart.completed_at}` },
      prices: pricesOf(cart, linesOf(cart, openOrderedVariants())),
      estimatedDelivery: null,
    };
  } catch {
    return undefined;
  }
}

function unclear(message: string): PurchaseOutcome {
  return { kind: "unclear", message };
}
