import type { DemoLayoutName } from "@cartwright/retailers/demo-shop/layouts";
import express, { type RequestHandler, Router } from "express";
import { type ShopDeps, visit } from "../routes/visit.ts";
import { headers } from "../routes/web.ts";
import { notFoundPage } from "../views/message-pages.tsx";
import { LAYOUTS } from "./layouts.ts";

/** The pages of a session that is in a layout; everybody else goes on to the shop's own. */
export function layoutRoutes(deps: ShopDeps): Router {
  const routers = new Map<string, Router>(Object.entries(LAYOUTS).map(([name, open]) => [name, open(deps)]));
  const router = Router();
  router.use(enterLayout(deps));
  // Layouts fetch, and one has a frame of its own site: the shop's pages do neither.
  const layoutHeaders = headers({
    "connect-src": "'self'",
    "frame-src": `'self' ${deps.origins.pay}`,
    "frame-ancestors": "'self'",
  });
  const readJson = express.json({ limit: "32kb" });
  router.use((request, response, next) => {
    const pages = routers.get(deps.sessions.of(request, response).layout ?? "");
    if (pages === undefined) next();
    else layoutHeaders(request, response, () => readJson(request, response, () => pages(request, response, next)));
  });
  return router;
}

/** `?layout=` changes the session's layout, whatever page it is on. */
function enterLayout(deps: ShopDeps): RequestHandler {
  const refuse = visit(deps, (visit) => visit.show(notFoundPage(visit.shell("Page not found")), 404));
  return async (request, response, next) => {
    const asked = request.query["layout"];
    if (asked !== undefined && !isLayoutName(asked)) {
      await refuse(request, response, next);
      return;
    }
    if (asked !== undefined) deps.sessions.of(request, response).layout = asked;
    next();
  };
}

function isLayoutName(name: unknown): name is DemoLayoutName {
  return typeof name === "string" && Object.hasOwn(LAYOUTS, name);
}
