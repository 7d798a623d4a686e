import type { FailureCode } from "@cartwright/schemas";
import type { PurchaseOutcome, ShopResponse } from "../driver.ts";
import type { PurchaseAnswer } from "../store-api/await-answer.ts";
import { openOrderedVariants } from "../store-api/ordered-variants.ts";
import { dataOf, type VendureApi } from "./api.ts";
import { ORDER_BY_CODE, PAY, type Result } from "./operations.ts";
import { linesOf, pricesOf, type VendureOrder } from "./order.ts";

/** The refusals that leave the cart a cart: proven against the real server, whose table then holds no placed order. */
const REFUSALS: Record<string, FailureCode> = {
  PAYMENT_DECLINED_ERROR: "payment_declined",
};

/** Reads the answer; where there is none that tells, the shop's own record of the order. */
export async function readOutcome(
  api: VendureApi,
  answer: PurchaseAnswer | undefined,
  code: string,
): Promise<PurchaseOutcome> {
  const read =
    answer?.kind === "answered" ? readAnswer(api, answer.response) : unclear(answer?.message ?? "nothing was sent");
  return read.kind === "unclear" ? ((await findPlaced(api, code)) ?? read) : read;
}

function readAnswer(api: VendureApi, response: ShopResponse): PurchaseOutcome {
  try {
    const { addPaymentToOrder: result } = dataOf(response, PAY);
    if (isOrder(result)) return placedOrder(api, result) ?? unclear(`the order is ${result.state}`);
    const code = REFUSALS[result.errorCode ?? ""];
    const message = result.message ?? result.errorCode ?? result.kind;
    return code === undefined ? unclear(message) : { kind: "declined", code, message };
  } catch (error) {
    return unclear(error instanceof Error ? error.message : String(error));
  }
}

/**
 * The placed order of this cart, when it is one. The shop shows it to the session that placed it, and for two hours to whoever
 * knows its code. That it shows none proves nothing: the payment may still be on its way.
 */
export async function findPlaced(api: VendureApi, code: string): Promise<PurchaseOutcome | undefined> {
  try {
    const { orderByCode } = await api.read(ORDER_BY_CODE, { code });
    return orderByCode === null ? undefined : placedOrder(api, orderByCode);
  } catch {
    return undefined;
  }
}

function placedOrder({ endpoint }: VendureApi, order: VendureOrder): PurchaseOutcome | undefined {
  if (order.orderPlacedAt === null) return undefined;
  return {
    kind: "placed",
    merchantOrderIds: [order.code],
    page: { url: endpoint, title: `Order ${order.code}: ${order.state}` },
    prices: pricesOf(order, linesOf(order, openOrderedVariants())),
    estimatedDelivery: null,
  };
}

function isOrder(result: VendureOrder | Result): result is VendureOrder {
  return result.kind === "Order";
}

function unclear(message: string): PurchaseOutcome {
  return { kind: "unclear", message };
}
