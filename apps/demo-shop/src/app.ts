import express, { type ErrorRequestHandler, type Express } from "express";
import { accountRoutes } from "./routes/account.ts";
import { cartRoutes } from "./routes/cart.ts";
import { checkoutRoutes } from "./routes/checkout.ts";
import { ledgerRoutes } from "./routes/ledger.ts";
import { orderRoutes } from "./routes/orders.ts";
import { layoutRoutes } from "./layouts/layout-routes.ts";
import { pictureRoutes } from "./routes/pictures.ts";
import { placeRoutes } from "./routes/place.ts";
import { scenarioGate } from "./routes/scenario-gate.ts";
import { shippingRoutes } from "./routes/shipping.ts";
import { storeRoutes } from "./routes/store.ts";
import { type ShopDeps, visit } from "./routes/visit.ts";
import { ASSETS_FOLDER, headers } from "./routes/web.ts";
import { notFoundPage, serverErrorPage } from "./views/message-pages.tsx";
import { renderPage } from "./views/render.ts";

/** The shop as an express app: no port is opened here. */
export function createShop(deps: ShopDeps): Express {
  const app = express();
  app.disable("x-powered-by");
  app.use(headers({ "frame-src": deps.origins.pay }));
  app.use(ledgerRoutes(deps));
  app.use(shippingRoutes(deps));
  app.use("/assets", express.static(ASSETS_FOLDER, { index: false }));
  app.use(pictureRoutes());

  app.use(express.urlencoded({ extended: false, limit: "32kb" }));
  app.use(layoutRoutes(deps));
  app.use(storeRoutes(deps));
  app.use(cartRoutes(deps));
  app.use("/checkout", scenarioGate(deps));
  app.use(checkoutRoutes(deps));
  app.use(placeRoutes(deps));
  app.use(accountRoutes(deps));
  app.use(orderRoutes(deps));
  app.use(visit(deps, (visit) => visit.show(notFoundPage(visit.shell("Page not found")), 404)));
  app.use(answerFault);
  return app;
}

/** Never says what went wrong: the page is for buyers. The reason goes to stderr. */
const answerFault: ErrorRequestHandler = (fault: unknown, _request, response, next) => {
  process.stderr.write(`demo shop: ${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}\n`);
  if (response.headersSent) {
    next(fault);
    return;
  }
  response.status(500).type("html").send(renderPage(serverErrorPage()));
};
