import type { DatabaseHandle } from "@cartwright/db";
import { Order } from "@cartwright/schemas";
import { readOptionalJsonBody } from "../http/optional-body.ts";
import { parseOrRefuse } from "../http/mount-routes.ts";
import { noteOrder } from "../http/request-log.ts";
import { IdParam, type Route, route } from "../http/route.ts";
import { cancelOrder } from "./cancel-order.ts";
import { RetryOrder, retryOrder } from "./retry-order.ts";
import { answerAccepted, type OrdersDeps } from "./routes.ts";

const TAG = "Orders";

/** What may be done to an order that is there. */
export function changeRoutes(deps: OrdersDeps): Route[] {
  return [cancelRoute(deps), retryRoute(deps)];
}

const cancelRoute = ({ database }: { database: Pick<DatabaseHandle, "pool"> }): Route =>
  route("orders:write", {
    method: "post",
    path: "/orders/:id/cancel",
    id: "cancelOrder",
    tag: TAG,
    summary: "Cancel an order",
    description: [
      "At once where it waits, or is being worked on and its purchase has not been sent. It becomes `order_failed` with",
      "`error_type` `cancelled`, and costs nothing. An order that was cancelled before is answered like one that is cancelled now.",
    ].join(" "),
    params: IdParam,
    owns: "order",
    answers: { 204: { description: "The order is cancelled" } },
    problems: ["order_not_cancellable"],
    handle: async ({ request, response, caller, params }) => {
      noteOrder(request, params.id);
      await cancelOrder(database, caller, params.id);
      response.status(204).end();
    },
  });

const retryRoute = (deps: OrdersDeps): Route =>
  route("orders:write", {
    method: "post",
    path: "/orders/:id/retry",
    id: "retryOrder",
    tag: TAG,
    summary: "Place a failed order again",
    description: [
      "Makes a new order, linked by `retry_of`, of one that failed and was not charged: once. Everything that the body does not",
      "name is taken from the failed order. The same request again answers with the same new order.",
    ].join(" "),
    params: IdParam,
    owns: "order",
    body: RetryOrder,
    isBodyOptional: true,
    answers: {
      201: { description: "The new order", body: Order, headers: { Location: "Where the new order is" } },
      200: {
        description: "The new order that this request made before",
        body: Order,
        headers: { "Idempotent-Replayed": "true" },
      },
    },
    problems: [
      "insufficient_funds",
      "order_not_retryable",
      "already_exists",
      "idempotency_in_flight",
      "invalid_shipping_address",
      "unsupported_country",
      "unsupported_retailer",
      "mismatching_retailer",
    ],
    handle: async ({ request, response, caller, params }) => {
      const body = await readOptionalJsonBody(request, response);
      const changes = parseOrRefuse(RetryOrder, body);
      // What parses as an object is one.
      const accepted = await retryOrder(deps, { caller, orderId: params.id, changes, body: body as object });
      answerAccepted(deps, request, response, accepted);
    },
  });
