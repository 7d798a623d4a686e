import { Router } from "express";
import { findPurchases } from "../order-history.ts";
import { lookupPage } from "../views/account-pages.tsx";
import { orderPage } from "../views/order-page.tsx";
import { fulfilmentIn } from "./fulfilment.ts";
import { type ShopDeps, visit } from "./visit.ts";

/** A guest's way to one order: its number and the email it was placed with. There is no guest's list of orders. */
export function orderRoutes(deps: ShopDeps): Router {
  const router = Router();
  router.get(
    "/orders/lookup",
    visit(deps, (visit) => visit.show(lookupPage({ shell: visit.shell("Find an order"), form: {} }))),
  );
  router.post(
    "/orders/lookup",
    visit(deps, (visit) => {
      const orderNumber = (visit.form["order_number"] ?? "").trim().toUpperCase();
      const email = (visit.form["email"] ?? "").trim();
      const [purchase] = email === "" ? [] : findPurchases(deps.ledger, { orderNumber, email });
      if (purchase !== undefined) {
        return visit.show(
          orderPage({ shell: visit.shell(`Order ${orderNumber}`), purchase, fulfilment: fulfilmentIn(deps)(purchase) }),
        );
      }
      const message = "No order has this number and email. Check both and try again.";
      const fault = { field: "order_number", code: "order_not_found", message };
      return visit.show(lookupPage({ shell: visit.shell("Find an order"), form: visit.form, fault }), 404);
    }),
  );
  return router;
}
