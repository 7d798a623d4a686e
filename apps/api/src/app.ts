import express, { type Express, type Router } from "express";
import type { Logger } from "pino";
import type { HttpMetrics } from "./http/metrics.ts";
import { mountRoutes, type MountDeps } from "./http/mount-routes.ts";
import { answerProblems, refuseUnknownPath } from "./http/problem-handler.ts";
import { logRequests } from "./http/request-log.ts";
import { requireServable } from "./http/require-servable.ts";
import { setSecurityHeaders } from "./http/security-headers.ts";
import { traceRequests } from "./http/trace-requests.ts";
import { apiRoutes, FACES, type RouteDeps } from "./routes.ts";

export interface AppDeps extends RouteDeps, MountDeps {
  log: Logger;
  metrics: HttpMetrics;
  /** The admin area; without one, its paths are not there. */
  admin: Router | undefined;
  /** Express's "trust proxy". */
  trustProxy: string | number | undefined;
}

export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("query parser", "simple");
  app.set("etag", false);
  if (deps.trustProxy !== undefined) app.set("trust proxy", deps.trustProxy);

  app.use(deps.metrics.countRequests);
  app.use(logRequests(deps.log));
  app.use(setSecurityHeaders);
  app.use(requireServable);
  if (deps.admin !== undefined) app.use("/admin", deps.admin);
  app.use((_request, response, next) => {
    // One caller's orders: kept by nobody in between, and asked after again each time.
    response.set({ "Cache-Control": "private, no-cache", Vary: "Authorization" });
    next();
  });
  app.use(traceRequests);
  const routes = apiRoutes(deps);
  deps.metrics.expectRoutes(routes);
  app.use(mountRoutes(deps, routes));
  app.use(refuseUnknownPath);
  app.use(answerProblems(FACES));
  return app;
}
