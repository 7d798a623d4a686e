import { presentCreatedSupplierOrder, presentSupplierOrder, supplierOrderId } from "@cartwright/presentation";
import { CancelledSupplierOrder, CreatedSupplierOrder, CreateSupplierOrder, SupplierOrder } from "@cartwright/schemas";
import { z } from "zod";
import { readJsonBody } from "../http/json-body.ts";
import { noteOrder } from "../http/request-log.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { announceAccepted, type OrdersDeps } from "../orders/routes.ts";
import { cancelSupplierOrder } from "./cancel-supplier-order.ts";
import { type AcceptedSupplierOrder, createSupplierOrder } from "./create-supplier-order.ts";
import { SUPPLIER_FACE } from "./face.ts";
import { listSupplierOrders, requireSupplierFacts, requireSupplierOrder } from "./read-supplier-orders.ts";
import { listOf, PageQuery } from "./supplier-pages.ts";

const FACE = { tag: "Supplier orders", face: SUPPLIER_FACE } as const;
/** An id or a number. What can be none of them is found as little as one that is not there, in this face's words. */
const SupplierOrderParam = z.strictObject({ id: z.string() });

export function supplierOrderRoutes(deps: OrdersDeps): Route[] {
  return [createRoute(deps), listRoute(deps), readRoute(deps), cancelRoute(deps)];
}

const createRoute = (deps: OrdersDeps): Route =>
  route("orders:write", {
    ...FACE,
    method: "post",
    path: "/api/v1/orders",
    id: "createSupplierOrder",
    summary: "Order from one supplier, by product id",
    description: [
      "The order is confirmed with the answer: it is stored, and its money is set aside. A worker buys it at the retailer behind the",
      "catalogue, for at most what was quoted, an allowance for tax, and the account's tolerance. The recipient's name and phone are",
      "the account's default unless given. The same key and body answer with the same order.",
    ].join(" "),
    body: CreateSupplierOrder,
    requestHeaders: { "Idempotency-Key": "Up to 36 printable characters; the same key never orders twice" },
    answers: {
      201: { description: "The order", body: CreatedSupplierOrder, headers: { Location: "Where the order is" } },
      200: {
        description: "The order that this request made before",
        body: CreatedSupplierOrder,
        headers: { "Idempotent-Replayed": "true" },
      },
    },
    problems: ["not_found", "insufficient_funds", "idempotency_in_flight", "idempotency_conflict"],
    handle: async (call) => {
      const { request, response, caller } = call;
      const body = await readJsonBody(request, response, { takes: SUPPLIER_FACE.takes });
      const keyInHeader = request.get("Idempotency-Key");
      answerCreated(deps, call, await createSupplierOrder(deps, { caller, body, keyInHeader }));
    },
  });

function answerCreated(
  deps: OrdersDeps,
  { request, response }: Pick<Call<unknown, unknown, unknown>, "request" | "response">,
  { facts, isNew }: AcceptedSupplierOrder,
): void {
  const { order } = facts;
  noteOrder(request, order.id);
  response.status(isNew ? 201 : 200).location(`/api/v1/orders/${supplierOrderId(order)}`);
  if (!isNew) response.set("Idempotent-Replayed", "true");
  response.json(presentCreatedSupplierOrder(facts));
  if (isNew) announceAccepted(deps, request, order.id);
}

const listRoute = ({ database }: OrdersDeps): Route =>
  route("orders:read", {
    ...FACE,
    method: "get",
    path: "/api/v1/orders",
    id: "listSupplierOrders",
    summary: "List orders, newest first",
    description: "Those that came through the other faces are among them: what nobody has read of them is null.",
    query: PageQuery,
    answers: { 200: { description: "A page of orders", body: listOf(SupplierOrder) } },
    handle: async ({ response, caller, query }) => {
      response.json(await listSupplierOrders(database.db, caller, query));
    },
  });

const readRoute = ({ database }: OrdersDeps): Route =>
  route("orders:read", {
    ...FACE,
    method: "get",
    path: "/api/v1/orders/:id",
    id: "getSupplierOrder",
    summary: "Read an order, its parcel and its timeline",
    params: SupplierOrderParam,
    owns: "supplier order",
    answers: { 200: { description: "The order", body: SupplierOrder } },
    handle: async ({ request, response, caller, params }) => {
      const order = await requireSupplierOrder(database.db, caller, params.id);
      noteOrder(request, order.id);
      response.json(presentSupplierOrder(await requireSupplierFacts(database.db, order)));
    },
  });

const cancelRoute = ({ database }: OrdersDeps): Route =>
  route("orders:write", {
    ...FACE,
    method: "post",
    path: "/api/v1/orders/:id/cancel",
    id: "cancelSupplierOrder",
    summary: "Cancel an order",
    description: [
      "Until its purchase is sent to the retailer: nothing is charged then, and what was set aside is free again. After that it is",
      "refused; ask for a return instead. Cancelled before, an order is answered the same.",
    ].join(" "),
    params: SupplierOrderParam,
    owns: "supplier order",
    answers: { 200: { description: "The order is cancelled", body: CancelledSupplierOrder } },
    problems: ["order_not_cancellable"],
    handle: async ({ request, response, caller, params }) => {
      const order = await requireSupplierOrder(database.db, caller, params.id);
      noteOrder(request, order.id);
      response.json(await cancelSupplierOrder(database, caller, order));
    },
  });
