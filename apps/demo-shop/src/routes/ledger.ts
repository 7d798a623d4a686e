import { Router } from "express";
import { findPurchases } from "../order-history.ts";
import type { ShopDeps } from "./visit.ts";
import { queryOf } from "./web.ts";

/** What no real shop has: the purchases as they are on disk, for the tests that count them. */
export function ledgerRoutes(deps: ShopDeps): Router {
  const router = Router();
  router.get("/health", (_request, response) => {
    response.json({ status: "ok", purchases: deps.ledger.purchases().length });
  });
  router.get("/__ledger", (request, response) => {
    const purchases = findPurchases(deps.ledger, {
      reference: queryOf(request, "reference"),
      orderNumber: queryOf(request, "order_number"),
      email: queryOf(request, "email"),
    });
    response.json({ purchases });
  });
  return router;
}
