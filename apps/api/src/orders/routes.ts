import { errorFacts, type OrderRecord } from "@cartwright/db";
import { presentOrder } from "@cartwright/presentation";
import { CreateOrder, Order, TestProduct } from "@cartwright/schemas";
import type { Request, Response } from "express";
import { z } from "zod";
import { readJsonBody } from "../http/json-body.ts";
import { noteOrder, requestLog } from "../http/request-log.ts";
import { type Route, route } from "../http/route.ts";
import { acceptOrder, type AcceptOrderDeps } from "./accept-order.ts";
import { type ReadingDeps, readingRoutes, sayWhenToLookAgain } from "./reading-routes.ts";
import { testProducts } from "./test-products.ts";

export interface OrdersDeps extends AcceptOrderDeps, ReadingDeps {
  database: AcceptOrderDeps["database"];
  /** Tells the workers of a new order. It may fail or hang: the dispatcher finds the order by itself. */
  announceOrder: (orderId: string) => Promise<void>;
  demoShopUrl: string | undefined;
}

const TAG = "Orders";

export function orderRoutes(deps: OrdersDeps): Route[] {
  return [postOrder(deps), testProductsRoute(deps), ...readingRoutes(deps)];
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
    requestHeaders: { "Idempotency-Key": "Instead of `idempotency_key` in the body; both must be the same" },
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
  if (isNew) announceAccepted(deps, request, order.id);
}

/** After the answer: the order is safe in Postgres whatever becomes of this. */
export function announceAccepted(deps: Pick<OrdersDeps, "announceOrder">, request: Request, orderId: string): void {
  deps.announceOrder(orderId).catch((error: unknown) => {
    requestLog(request).warn(
      { error: errorFacts(error), order_id: orderId },
      "order not announced: the dispatcher will find it",
    );
  });
}
