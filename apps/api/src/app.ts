import express, { type Express, type Router } from "express";
import type { Logger } from "pino";
import { type HealthDeps, healthRouter } from "./http/health.ts";
import { answerProblem, refuseUnknownPath } from "./http/problem-handler.ts";
import { logRequests } from "./http/request-log.ts";
import { requireServable } from "./http/require-servable.ts";
import { setSecurityHeaders } from "./http/security-headers.ts";
import { type OrdersDeps, ordersRouter } from "./orders/router.ts";
import { retailersRouter } from "./retailers/router.ts";

export interface AppDeps extends OrdersDeps, HealthDeps {
  log: Logger;
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

  app.use(logRequests(deps.log));
  app.use(setSecurityHeaders);
  app.use(requireServable);
  app.use(healthRouter(deps));
  if (deps.admin !== undefined) app.use("/admin", deps.admin);
  app.use((_request, response, next) => {
    // One caller's orders: kept by nobody in between, and asked after again each time.
    response.set({ "Cache-Control": "private, no-cache", Vary: "Authorization" });
    next();
  });
  app.use(ordersRouter(deps));
  app.use(retailersRouter(deps));
  app.use(refuseUnknownPath);
  app.use(answerProblem);
  return app;
}
