import type { OrdersDeps } from "../../orders/routes.ts";
import type { Route } from "../../http/route.ts";
import { addressRoutes } from "./address-routes.ts";
import { lineItemRoutes } from "./line-item-routes.ts";
import { moveRoutes } from "./move-routes.ts";
import { orderWriteRoutes } from "./order-write-routes.ts";

/** All of the platform face that writes. */
export function platformWritingRoutes(deps: OrdersDeps): Route[] {
  return [...orderWriteRoutes(deps), ...moveRoutes(deps), ...lineItemRoutes(deps), ...addressRoutes(deps)];
}
