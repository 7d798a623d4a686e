import type { Purchase } from "../../ledger.ts";
import { placePurchase } from "../../place-purchase.ts";
import type { ShopDeps, Visit } from "../../routes/visit.ts";
import { serverErrorPage } from "../../views/message-pages.tsx";

/** What came of the click that buys. `answered`: the scenario has said its own answer, or has said nothing. */
export type PlaceAnswer =
  | { kind: "placed"; purchase: Purchase; number: string }
  | { kind: "refused"; reason: "declined" | "sold_out" | "incomplete" | "empty"; status: number }
  | { kind: "answered" };

/** Buys: sent twice, it buys twice, as `placePurchase` wants it. */
export async function placeOrder(deps: ShopDeps, visit: Visit): Promise<PlaceAnswer> {
  const placement = await placePurchase(deps, visit.session);
  switch (placement.outcome) {
    case "placed":
      return answerPlaced(visit, placement.purchase);
    case "declined":
      return { kind: "refused", reason: "declined", status: 402 };
    case "sold_out":
      return { kind: "refused", reason: "sold_out", status: 409 };
    case "incomplete":
      return { kind: "refused", reason: "incomplete", status: 422 };
    case "empty_cart":
      return { kind: "refused", reason: "empty", status: 422 };
  }
}

function answerPlaced(visit: Visit, purchase: Purchase): PlaceAnswer {
  if (purchase.scenario === "error_after_purchase") {
    visit.show(serverErrorPage(), 500);
    return { kind: "answered" };
  }
  if (purchase.scenario === "lost_confirmation") {
    visit.request.socket.destroy();
    return { kind: "answered" };
  }
  return { kind: "placed", purchase, number: plainNumber(purchase) };
}

/** "100042" of HP-100042: not every shop writes letters before its numbers. */
export function plainNumber(purchase: Purchase): string {
  return purchase.order_number.slice("HP-".length);
}

/** True for an order of this visitor's session: a thank-you page is for nobody else. */
export function isOwnOrder({ session }: Visit, number: string | undefined): boolean {
  return session.orderNumbers.has(`HP-${number ?? ""}`);
}
