import { type Database, findReturn, listReturns } from "@cartwright/db";
import { presentReturn } from "@cartwright/presentation";
import { CreateReturn, ReturnRequest, ReturnStatus } from "@cartwright/schemas";
import { z } from "zod";
import { notFound, readBody } from "../http/mount-routes.ts";
import { pageOf } from "../http/query-values.ts";
import { noteOrder } from "../http/request-log.ts";
import { IdParam, type Route, route } from "../http/route.ts";
import { createReturn } from "./create-return.ts";

export interface ReturnsDeps {
  database: { db: Database };
}

const TAG = "Returns";
const MAX_SEARCH = 36;

const ListQuery = z.strictObject({
  ...pageOf(50, 500),
  /** A part of the order's id. */
  search: z.string().max(MAX_SEARCH).optional(),
  status: ReturnStatus.optional(),
});

const ReturnList = z.object({ return_requests: z.array(ReturnRequest), total: z.int() });

export function returnRoutes(deps: ReturnsDeps): Route[] {
  return [postReturn(deps), listRoute(deps), getReturn(deps)];
}

const postReturn = ({ database }: ReturnsDeps): Route =>
  route("orders:write", {
    method: "post",
    path: "/returns",
    id: "createReturnRequest",
    tag: TAG,
    summary: "Ask for a return of items of a placed order",
    description: "The same request again, while it is open, answers with the one that there is.",
    body: CreateReturn,
    answers: {
      201: { description: "The return request", body: ReturnRequest, headers: { Location: "Where it is" } },
      200: {
        description: "The same request, which stands open already",
        body: ReturnRequest,
        headers: { "Idempotent-Replayed": "true" },
      },
    },
    problems: ["not_found", "return_not_allowed"],
    handle: async ({ request, response, caller }) => {
      const wanted = await readBody({ request, response }, CreateReturn);
      noteOrder(request, wanted.order_id);
      const { request: stored, isNew } = await createReturn(database.db, caller, wanted);
      if (!isNew) response.set("Idempotent-Replayed", "true");
      response
        .status(isNew ? 201 : 200)
        .location(`/returns/${stored.id}`)
        .json(presentReturn(stored));
    },
  });

const listRoute = ({ database }: ReturnsDeps): Route =>
  route("orders:read", {
    method: "get",
    path: "/returns",
    id: "listReturnRequests",
    tag: TAG,
    summary: "List return requests, newest first",
    query: ListQuery,
    answers: { 200: { description: "A page of return requests", body: ReturnList } },
    handle: async ({ response, caller, query }) => {
      const { requests, total } = await listReturns(database.db, caller, query);
      response.json({ return_requests: requests.map(presentReturn), total });
    },
  });

const getReturn = ({ database }: ReturnsDeps): Route =>
  route("orders:read", {
    method: "get",
    path: "/returns/:id",
    id: "getReturnRequest",
    tag: TAG,
    summary: "Read a return request",
    params: IdParam,
    owns: "return request",
    answers: { 200: { description: "The return request", body: ReturnRequest } },
    handle: async ({ response, caller, params }) => {
      const request = await findReturn(database.db, caller, params.id);
      if (request === undefined) throw notFound("return request");
      response.json(presentReturn(request));
    },
  });
