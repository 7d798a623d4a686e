import { PlatformLineItemParams } from "@cartwright/schemas";
import type { z } from "zod";
import { type Route, route } from "../../http/route.ts";
import type { OrdersDeps } from "../../orders/routes.ts";
import { PLATFORM_FACE } from "../face.ts";
import { answerLineItem, DocumentQuery, requireIncludes, ResourceDocument } from "../reading/answer.ts";
import { createLine, deleteLine, updateLine } from "./line-items.ts";
import { PlatformIdParam } from "./order-ref.ts";
import { readParams } from "./read-params.ts";

const FACE = { tag: "Platform line items", face: PLATFORM_FACE } as const;
const PATH = "/api/v2/platform/line_items";
const ROOTS = ["line_item", "order_id", "variant_id", "quantity", "public_metadata", "private_metadata"] as const;

export function lineItemRoutes(deps: OrdersDeps): Route[] {
  return [createRoute(deps), updateRoute(deps), deleteRoute(deps)];
}

const createRoute = (deps: OrdersDeps): Route =>
  route("orders:write", {
    ...FACE,
    method: "post",
    path: PATH,
    id: "createPlatformLineItem",
    summary: "Put a variant into an order",
    description: "`order_id` is an order's id or number. A variant that is in it already gets more: it stays one line.",
    query: DocumentQuery,
    body: PlatformLineItemParams,
    answers: { 201: { description: "The line", body: ResourceDocument } },
    problems: ["stale_version"],
    handle: async (call) => {
      requireIncludes("line_item", call.query.include);
      const { params } = await readParams(call, PlatformLineItemParams, ROOTS);
      const id = await createLine(deps.database.db, { caller: call.caller, ...toWrite(params) });
      await answerLineItem(deps, call, String(id), 201);
    },
  });

const updateRoute = (deps: OrdersDeps): Route =>
  route("orders:write", {
    ...FACE,
    method: "patch",
    path: `${PATH}/:id`,
    id: "updatePlatformLineItem",
    summary: "Change a line of an order",
    description: "Sets its quantity: 0 takes it out.",
    params: PlatformIdParam,
    owns: "platform line item",
    query: DocumentQuery,
    body: PlatformLineItemParams,
    answers: {
      200: { description: "The line", body: ResourceDocument },
      204: { description: "The line is gone: its quantity is 0" },
    },
    problems: ["stale_version"],
    handle: async (call) => {
      requireIncludes("line_item", call.query.include);
      const { params } = await readParams(call, PlatformLineItemParams, ROOTS);
      const given = call.params.id;
      const id = await updateLine(deps.database.db, { caller: call.caller, given, ...toWrite(params) });
      if (id === undefined) call.response.status(204).end();
      else await answerLineItem(deps, call, String(id));
    },
  });

const deleteRoute = (deps: OrdersDeps): Route =>
  route("orders:write", {
    ...FACE,
    method: "delete",
    path: `${PATH}/:id`,
    id: "deletePlatformLineItem",
    summary: "Take a line out of an order",
    params: PlatformIdParam,
    owns: "platform line item",
    answers: { 204: { description: "It is gone" } },
    problems: ["validation_error"],
    handle: async ({ response, caller, params }) => {
      await deleteLine(deps.database.db, caller, params.id);
      response.status(204).end();
    },
  });

function toWrite({ line_item: inner, state_lock_version: version, ...flat }: z.infer<typeof PlatformLineItemParams>) {
  return { line: inner ?? flat, version: version ?? undefined };
}
