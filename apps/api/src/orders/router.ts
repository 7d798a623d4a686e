import { errorFacts } from "@cartwright/db";
import type { OrderRecord } from "@cartwright/db";
import { isTerminal } from "@cartwright/orders";
import { type Request, type Response, Router } from "express";
import type { Authenticate } from "../accounts/authenticate.ts";
import { answerUnlessKnown } from "../http/answer-unless-known.ts";
import { readJsonBody } from "../http/json-body.ts";
import { refuseOtherMethods } from "../http/problem-handler.ts";
import { noteOrder, requestLog } from "../http/request-log.ts";
import { acceptOrder, type AcceptOrderDeps } from "./accept-order.ts";
import { listOrders } from "./list-orders.ts";
import { presentOrder } from "./present-order.ts";
import { readTimeline, requireOrder } from "./read-order.ts";
import { testProducts } from "./test-products.ts";

export interface OrdersDeps extends AcceptOrderDeps {
  authenticate: Authenticate;
  /** Tells the workers of a new order. It may fail or hang: the dispatcher finds the order by itself. */
  announceOrder: (orderId: string) => Promise<void>;
  demoShopUrl: string | undefined;
}

/** How soon to look again at an order that is being worked on. */
const RETRY_AFTER_S = "2";

export function ordersRouter(deps: OrdersDeps): Router {
  const router = Router();
  router
    .route("/orders")
    .get((request, response) => getOrders(deps, request, response))
    .post((request, response) => postOrder(deps, request, response))
    .all(refuseOtherMethods("GET, POST"));
  router
    .route("/orders/test-products")
    .get((request, response) => getTestProducts(deps, request, response))
    .all(refuseOtherMethods("GET"));
  router
    .route("/orders/:id")
    .get((request, response) => getOrder(deps, request, response))
    .all(refuseOtherMethods("GET"));
  router
    .route("/orders/:id/timeline")
    .get((request, response) => getTimeline(deps, request, response))
    .all(refuseOtherMethods("GET"));
  return router;
}

async function getOrders(deps: OrdersDeps, request: Request, response: Response): Promise<void> {
  const caller = await deps.authenticate(request, "orders:read");
  response.json(await listOrders(deps.database.db, caller, request.query));
}

async function getTestProducts(deps: OrdersDeps, request: Request, response: Response): Promise<void> {
  await deps.authenticate(request, "orders:read");
  response.json({ products: testProducts(deps.demoShopUrl) });
}

type OrderRequest = Request<{ id: string }>;

async function getOrder(deps: OrdersDeps, request: OrderRequest, response: Response): Promise<void> {
  const caller = await deps.authenticate(request, "orders:read");
  const order = await requireOrder(deps.database.db, caller, request.params.id);
  noteOrder(request, order.id);
  sayWhenToLookAgain(response, order);
  answerUnlessKnown(request, response, presentOrder(order));
}

async function getTimeline(deps: OrdersDeps, request: OrderRequest, response: Response): Promise<void> {
  const caller = await deps.authenticate(request, "orders:read");
  const timeline = await readTimeline(deps.database.db, caller, request.params.id);
  noteOrder(request, timeline.order_id);
  response.json(timeline);
}

async function postOrder(deps: OrdersDeps, request: Request, response: Response): Promise<void> {
  const caller = await deps.authenticate(request, "orders:write");
  const body = await readJsonBody(request, response);
  const accepted = await acceptOrder(deps, { caller, body, keyInHeader: request.get("Idempotency-Key") });
  const { order, isNew } = accepted;
  noteOrder(request, order.id);
  response.status(isNew ? 201 : 200).location(`/orders/${order.id}`);
  if (!isNew) response.set("Idempotent-Replayed", "true");
  sayWhenToLookAgain(response, order);
  response.json(presentOrder(order));
  if (isNew) announce(deps, request, order.id);
}

function sayWhenToLookAgain(response: Response, order: OrderRecord): void {
  if (!isTerminal(order.status)) response.set("Retry-After", RETRY_AFTER_S);
}

/** After the answer: the order is safe in Postgres whatever becomes of this. */
function announce(deps: OrdersDeps, request: Request, orderId: string): void {
  deps.announceOrder(orderId).catch((error: unknown) => {
    requestLog(request).warn(
      { error: errorFacts(error), order_id: orderId },
      "order not announced: the dispatcher will find it",
    );
  });
}
