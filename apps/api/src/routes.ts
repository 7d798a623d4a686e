import { OAUTH_FACE } from "./accounts/access-token-face.ts";
import { accessTokenRoutes } from "./accounts/access-token-routes.ts";
import { bulkRoutes } from "./bulk/routes.ts";
import { faceWebhookRoutes } from "./face-webhooks/routes.ts";
import { healthRoutes, type HealthDeps } from "./http/health.ts";
import { type MetricsDeps, metricsRoutes } from "./http/metrics.ts";
import { documentRoutes } from "./http/openapi-route.ts";
import type { Face } from "./http/face.ts";
import type { Route } from "./http/route.ts";
import { managedAccountRoutes } from "./managed-accounts/routes.ts";
import { changeRoutes } from "./orders/change-routes.ts";
import { type OrdersDeps, orderRoutes } from "./orders/routes.ts";
import { platformReadingRoutes } from "./platform-orders/reading/routes.ts";
import { PLATFORM_FACE } from "./platform-orders/face.ts";
import { platformWritingRoutes } from "./platform-orders/writing/routes.ts";
import { retailerRoutes } from "./retailers/routes.ts";
import { returnRoutes } from "./returns/routes.ts";
import { SUPPLIER_FACE } from "./supplier-orders/face.ts";
import { supplierRoutes } from "./supplier-orders/routes.ts";
import { trackingRoutes } from "./tracking/routes.ts";
import { usageRoutes } from "./usage/routes.ts";
import { type WebhooksDeps, webhookRoutes } from "./webhooks/routes.ts";

export interface RouteDeps extends OrdersDeps, HealthDeps, MetricsDeps, WebhooksDeps {
  /** How clients reach the API from outside; undefined: as they reached its document. */
  publicUrl: string | undefined;
}

/** Those that speak in other words than the native API. */
export const FACES: readonly Face[] = [OAUTH_FACE, SUPPLIER_FACE, PLATFORM_FACE];

/** The route table: everything that the API serves but the admin area. Its document, and the tests of every route, come from it. */
export function apiRoutes(deps: RouteDeps): Route[] {
  const rows: Route[] = [
    ...healthRoutes(deps),
    ...accessTokenRoutes(deps),
    ...metricsRoutes(deps),
    ...documentRoutes(() => rows, deps.publicUrl),
    ...orderRoutes(deps),
    ...platformReadingRoutes(deps),
    ...platformWritingRoutes(deps),
    ...bulkRoutes(deps),
    ...changeRoutes(deps),
    ...managedAccountRoutes(deps),
    ...retailerRoutes(deps),
    ...returnRoutes(deps),
    ...supplierRoutes(deps),
    ...trackingRoutes(deps),
    ...usageRoutes(deps),
    ...webhookRoutes(deps),
    ...faceWebhookRoutes(deps),
  ];
  return rows;
}
