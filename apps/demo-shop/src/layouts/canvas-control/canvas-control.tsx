import type { Router } from "express";
import type { CheckoutDraft } from "../../checkout-draft.ts";
import { type ShopDeps, visit } from "../../routes/visit.ts";
import { isOwnOrder } from "../counter/place-order.ts";
import { accountLook } from "../page/account-look.ts";
import { openPlainShop } from "../plain/plain-routes.tsx";
import type { PlainShop } from "../plain/plain-shop.ts";

/** The cells of the drawing that can be had, as column and row: the script paints these green, and no others. */
const FREE_SLOTS = ["4-1", "1-2", "5-3"];

/** A delivery slot is chosen on a drawing without words or roles. The goods go nowhere before that. */
export function canvasControl(deps: ShopDeps): Router {
  const slotted = new WeakSet<CheckoutDraft>();
  const shop: PlainShop = {
    brand: "Harbor & Pine Deliveries",
    look: "look-slots",
    account: accountLook("/account"),
    words: {
      cart: "Basket",
      add: "Add to basket",
      checkout: "Book delivery",
      next: "Next",
      place: "Place order",
      reference: "Note for the driver",
      total: "Order total",
    },
    payments: [
      { value: "cash", label: "Cash on delivery" },
      { value: "online_card", label: "Card" },
    ],
    choices: { cash: "cash_on_delivery", online_card: "card" },
    detour: ({ session }) => (slotted.has(session.basket.draft) ? undefined : "/checkout/slot"),
    answerPlaced: (visit, number) => visit.go(`/checkout/thank-you/${number}`),
  };
  return openPlainShop(deps, shop, (router, Frame) => {
    router.get(
      "/checkout/slot",
      visit(deps, (visit) =>
        visit.show(
          <Frame visit={visit} title="Delivery" scripts={["canvas-control"]}>
            <h1 class="ui header">When may we come?</h1>
            <form method="post" action="/checkout/slot">
              <input type="hidden" name="slot" />
              <canvas id="slots" width="600" height="320" data-free={FREE_SLOTS.join(" ")} />
            </form>
          </Frame>,
        ),
      ),
    );
    router.post(
      "/checkout/slot",
      visit(deps, (visit) => {
        if (!FREE_SLOTS.includes(visit.form["slot"] ?? "")) return visit.go("/checkout/slot");
        slotted.add(visit.session.basket.draft);
        return visit.go("/checkout/select-shipping");
      }),
    );
    router.get(
      "/checkout/thank-you/:number",
      visit(deps, (visit) => {
        const number = String(visit.request.params["number"]);
        if (!isOwnOrder(visit, number)) return visit.go("/cart");
        return visit.show(
          <Frame visit={visit} title="Thank you">
            <h1 class="ui header">Thank you! Your order #{number} is on our list.</h1>
          </Frame>,
        );
      }),
    );
  });
}
