import { healthRoutes, type HealthDeps } from "./http/health.ts";
import type { Route } from "./http/route.ts";
import { type OrdersDeps, orderRoutes } from "./orders/routes.ts";
import { retailerRoutes } from "./retailers/routes.ts";

export interface RouteDeps extends OrdersDeps, HealthDeps {}

/** The route table: everything that the API serves but the admin area. Its document, and the tests of every route, come from it. */
export function apiRoutes(deps: RouteDeps): Route[] {
  return [...healthRoutes(deps), ...orderRoutes(deps), ...retailerRoutes(deps)];
}
