import { Router } from "express";
import { stepPath } from "../checkout-draft.ts";
import { placePurchase } from "../place-purchase.ts";
import { declinedPage, serverErrorPage, soldOutPage } from "../views/message-pages.tsx";
import { type ShopDeps, type Visit, visit } from "./visit.ts";

/** The click that buys. Sent twice, it buys twice: see `placePurchase`. */
export function placeRoutes(deps: ShopDeps): Router {
  const router = Router();
  router.post(
    "/checkout/place",
    visit(deps, (visit) => place(deps, visit)),
  );
  return router;
}

async function place(deps: ShopDeps, visit: Visit): Promise<void> {
  const placement = await placePurchase(deps, visit.session);
  switch (placement.outcome) {
    case "placed":
      return answerPlaced(visit, placement.purchase.order_number, placement.purchase.scenario);
    case "declined":
      return visit.show(declinedPage(visit.shell("Payment declined")), 402);
    case "sold_out":
      return visit.show(soldOutPage(visit.shell("Sold out")), 409);
    case "incomplete":
      return visit.go(stepPath(placement.step));
    case "empty_cart":
      return visit.go("/cart");
  }
}

/**
 * The order is on disk; two scenarios keep that from the buyer. Chromium resends a POST by itself when a connection it had
 * used before closes without an answer, once for each it holds open: a buyer who lets it do so finds several orders here.
 */
function answerPlaced(visit: Visit, orderNumber: string, scenario: string | null): void {
  if (scenario === "error_after_purchase") return visit.show(serverErrorPage(), 500);
  if (scenario === "lost_confirmation") {
    visit.request.socket.destroy();
    return undefined;
  }
  return visit.go(`/checkout/confirmation/${orderNumber}`);
}
