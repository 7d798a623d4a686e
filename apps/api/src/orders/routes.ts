import { errorFacts, type OrderRecord } from "@cartwright/db";
import { isTerminal } from "@cartwright/orders";
import { presentOrder } from "@cartwright/presentation";
import { CreateOrder, Order, TestProduct } from "@cartwright/schemas";
import type { Request, Response } from "express";
import { z } from "zod";
import { answerUnlessKnown } from "../http/answer-unless-known.ts";
import { readJsonBody } from "../http/json-body.ts";
import { noteOrder, requestLog } from "../http/request-log.ts";
import { IdParam, type Route, route } from "../http/route.ts";
import { acceptOrder, type AcceptOrderDeps } from "./accept-order.ts";
import { ListQuery, listOrders, OrderList } from "./list-orders.ts";
import { readTimeline, requireOrder, Timeline } from "./read-order.ts";
import { testProducts } from "./test-products.ts";

export interface OrdersDeps extends AcceptOrderDeps {
  /** Tells the workers of a new order. It may fail or hang: the dispatcher finds the order by itself. */
  announceOrder: (orderId: string) => Promise<void>;
  demoShopUrl: string | undefined;
}

/** How soon to look again at an order that is being worked on. */
const RETRY_AFTER_S = "2";

const TAG = "Orders";

export function orderRoutes(deps: OrdersDeps): Route[] {
  return [postOrder(deps), listRoute(deps), testProductsRoute(deps), getOrder(deps), timelineRoute(deps)];
}

const postOrder = (deps: OrdersDeps): Route =>
  route("orders:write", {
    method: "post",
    path: "/orders",
    id: "createOrder",
    tag: TAG,
    summary: "Place an order",
    description:
      "Accepts an order durably; a worker buys it. The same idempotency key and body answer with the same order.",
    body: CreateOrder,
    answers: {
      201: { description: "The order", body: Order, headers: { Location: "Where the order is" } },
      200: {
        description: "The order that this request made before",
        body: Order,
        headers: { "Idempotent-Replayed": "true" },
      },
    },
    problems: [
      "insufficient_funds",
      "idempotency_in_flight",
      "idempotency_conflict",
      "invalid_shipping_address",
      "unsupported_country",
      "unsupported_retailer",
      "mismatching_retailer",
    ],
    handle: async ({ request, response, caller }) => {
      const body = await readJsonBody(request, response);
      const accepted = await acceptOrder(deps, { caller, body, keyInHeader: request.get("Idempotency-Key") });
      answerAccepted(deps, request, response, accepted);
    },
  });

const listRoute = ({ database }: OrdersDeps): Route =>
  route("orders:read", {
    method: "get",
    path: "/orders",
    id: "listOrders",
    tag: TAG,
    summary: "List orders, newest first",
    query: ListQuery,
    answers: { 200: { description: "A page of orders", body: OrderList } },
    handle: async ({ response, caller, query }) => {
      response.json(await listOrders(database.db, caller, query));
    },
  });

const testProductsRoute = ({ demoShopUrl }: OrdersDeps): Route =>
  route("orders:read", {
    method: "get",
    path: "/orders/test-products",
    id: "listTestProducts",
    tag: TAG,
    summary: "List the sandbox's products, each of which plays one scenario",
    answers: { 200: { description: "The plain success first", body: z.object({ products: z.array(TestProduct) }) } },
    handle: ({ response }) => {
      response.json({ products: testProducts(demoShopUrl) });
    },
  });

const getOrder = ({ database }: OrdersDeps): Route =>
  route("orders:read", {
    method: "get",
    path: "/orders/:id",
    id: "getOrder",
    tag: TAG,
    summary: "Read an order",
    params: IdParam,
    owns: "order",
    answers: {
      200: { description: "The order", body: Order, headers: { ETag: "Of this state of the order" } },
      304: { description: "The order is as If-None-Match knows it" },
    },
    handle: async ({ request, response, caller, params }) => {
      const order = await requireOrder(database.db, caller, params.id);
      noteOrder(request, order.id);
      sayWhenToLookAgain(response, order);
      answerUnlessKnown(request, response, presentOrder(order));
    },
  });

const timelineRoute = ({ database }: OrdersDeps): Route =>
  route("orders:read", {
    method: "get",
    path: "/orders/:id/timeline",
    id: "getOrderTimeline",
    tag: TAG,
    summary: "Read an order's timeline",
    params: IdParam,
    owns: "order",
    answers: { 200: { description: "The timeline, oldest first", body: Timeline } },
    handle: async ({ request, response, caller, params }) => {
      noteOrder(request, params.id);
      response.json(await readTimeline(database.db, caller, params.id));
    },
  });

/** Answers with an order that was accepted just now, or by the same request before; the workers are told of a new one. */
export function answerAccepted(
  deps: Pick<OrdersDeps, "announceOrder">,
  request: Request,
  response: Response,
  { order, isNew }: { order: OrderRecord; isNew: boolean },
): void {
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
function announce(deps: Pick<OrdersDeps, "announceOrder">, request: Request, orderId: string): void {
  deps.announceOrder(orderId).catch((error: unknown) => {
    requestLog(request).warn(
      { error: errorFacts(error), order_id: orderId },
      "order not announced: the dispatcher will find it",
    );
  });
}
