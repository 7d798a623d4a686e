import type { Route } from "../http/route.ts";
import type { WebhooksDeps } from "../webhooks/routes.ts";
import { platformWebhookRoutes } from "./platform-routes.ts";
import { supplierWebhookRoutes } from "./supplier-routes.ts";

/** Where the two other faces are told of orders, in their own words. */
export function faceWebhookRoutes(deps: WebhooksDeps): Route[] {
  return [...supplierWebhookRoutes(deps), ...platformWebhookRoutes(deps)];
}
