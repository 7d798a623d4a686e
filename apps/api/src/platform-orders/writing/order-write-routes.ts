import { PlatformOrderParams } from "@cartwright/schemas";
import type { OrdersDeps } from "../../orders/routes.ts";
import { type Route, route } from "../../http/route.ts";
import { PLATFORM_FACE } from "../face.ts";
import { answerOrder, DocumentQuery, requireIncludes, ResourceDocument } from "../reading/answer.ts";
import { createOrder } from "./create-order.ts";
import { PlatformIdParam } from "./order-ref.ts";
import { readParams } from "./read-params.ts";
import { deleteOrder, updateOrder } from "./update-order.ts";

const FACE = { tag: "Platform orders", face: PLATFORM_FACE } as const;
const PATH = "/api/v2/platform/orders";
const ROOT = ["order"] as const;
const REPLAYED = { "Idempotent-Replayed": "`true` where the same request made it before" };

/** Making a cart, writing to it, and forgetting it. */
export function orderWriteRoutes(deps: OrdersDeps): Route[] {
  return [createRoute(deps), updateRoute(deps, "patch"), updateRoute(deps, "put"), deleteRoute(deps)];
}

const createRoute = (deps: OrdersDeps): Route =>
  route("orders:write", {
    ...FACE,
    method: "post",
    path: PATH,
    id: "createPlatformOrder",
    summary: "Create an order",
    description: [
      "A cart: nothing is bought before it is completed. What the body says of state, totals, payment and shipment is passed over,",
      "and so is what is not named here; everything else is stored as it is sent. Addresses and lines may stand in their wrappers",
      "(`{address: {…}}`, `{line_item: {…}}`) or without them; an address that is sent goes before an address's id.",
    ].join(" "),
    query: DocumentQuery,
    body: PlatformOrderParams,
    requestHeaders: { "Idempotency-Key": "The same key and body answer with the same order" },
    answers: { 201: { description: "The order", body: ResourceDocument, headers: REPLAYED } },
    problems: ["idempotency_conflict"],
    handle: async (call) => {
      const { request, response, caller, query } = call;
      requireIncludes("order", query.include);
      const { params, body } = await readParams(call, PlatformOrderParams, ROOT);
      const keyInHeader = request.get("Idempotency-Key");
      const { cart, isNew } = await createOrder(deps.database.db, { caller, order: params.order, body, keyInHeader });
      if (!isNew) response.set("Idempotent-Replayed", "true");
      response.location(`${PATH}/${cart.id}`);
      await answerOrder(deps, call, String(cart.id), 201);
    },
  });

const updateRoute = (deps: OrdersDeps, method: "patch" | "put"): Route =>
  route("orders:write", {
    ...FACE,
    method,
    path: `${PATH}/:id`,
    id: method === "patch" ? "updatePlatformOrder" : "replacePlatformOrder",
    summary: method === "patch" ? "Update an order" : "Update an order, as PATCH does",
    description: [
      "What is named changes, the rest stays. A line is named by its `id`, or by its variant, and is set to the quantity: 0 takes it",
      "out. Of an order that is complete, e-mail, notes and metadata may change; its lines and addresses are refused.",
    ].join(" "),
    params: PlatformIdParam,
    owns: "platform order",
    query: DocumentQuery,
    body: PlatformOrderParams,
    answers: { 200: { description: "The order", body: ResourceDocument } },
    problems: ["stale_version"],
    handle: async (call) => {
      const { caller, query } = call;
      requireIncludes("order", query.include);
      const { params } = await readParams(call, PlatformOrderParams, ROOT);
      const version = params.order.state_lock_version ?? params.state_lock_version ?? undefined;
      const given = call.params.id;
      await updateOrder(deps.database.db, { caller, given, order: params.order, version });
      await answerOrder(deps, call, given);
    },
  });

const deleteRoute = (deps: OrdersDeps): Route =>
  route("orders:write", {
    ...FACE,
    method: "delete",
    path: `${PATH}/:id`,
    id: "deletePlatformOrder",
    summary: "Delete an order that is not complete",
    params: PlatformIdParam,
    owns: "platform order",
    answers: { 204: { description: "It is gone" } },
    problems: ["validation_error"],
    handle: async ({ response, caller, params }) => {
      await deleteOrder(deps.database.db, caller, params.id);
      response.status(204).end();
    },
  });
