import type { Route } from "../http/route.ts";
import type { OrdersDeps } from "../orders/routes.ts";
import { supplierAccountRoute } from "./account-route.ts";
import { supplierCatalogueRoutes } from "./catalogue-routes.ts";
import { supplierOrderRoutes } from "./order-routes.ts";

/** The supplier orders API: orders by the ids of a catalogue. Its webhooks are in face-webhooks. */
export function supplierRoutes(deps: OrdersDeps): Route[] {
  return [...supplierOrderRoutes(deps), ...supplierCatalogueRoutes(deps), supplierAccountRoute(deps)];
}
