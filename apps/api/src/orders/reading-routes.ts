import type { DatabaseHandle, OrderRecord } from "@cartwright/db";
import { isTerminal } from "@cartwright/orders";
import { presentOrder } from "@cartwright/presentation";
import { Order } from "@cartwright/schemas";
import type { Response } from "express";
import { z } from "zod";
import { answerUnlessKnown, isKnown } from "../http/answer-unless-known.ts";
import { goneSignal } from "../http/gone-signal.ts";
import { queryInteger } from "../http/query-values.ts";
import { noteOrder } from "../http/request-log.ts";
import { IdParam, type Route, route } from "../http/route.ts";
import { ExportQuery, exportOrders } from "./export-orders.ts";
import { ListQuery, listOrders, OrderList } from "./list-orders.ts";
import { readTimeline, requireOrder, Timeline } from "./read-order.ts";
import { STREAM_TIMES, streamEvents, type StreamTimes } from "./stream-events.ts";
import { waitForOrder } from "./wait-for-order.ts";
import type { OrderWatcher } from "./watch-orders.ts";

export interface ReadingDeps {
  database: Pick<DatabaseHandle, "db">;
  watcher: OrderWatcher;
  streamTimes?: StreamTimes;
}

/** How soon to look again at an order that is being worked on. */
const RETRY_AFTER_S = "2";
const MAX_WAIT_S = 60;
const MS_PER_S = 1_000;

const TAG = "Orders";

/** What there is to read of orders. */
export function readingRoutes(deps: ReadingDeps): Route[] {
  return [listRoute(deps), exportRoute(deps), getOrder(deps), timelineRoute(deps), eventsRoute(deps)];
}

const listRoute = ({ database }: ReadingDeps): Route =>
  route("orders:read", {
    method: "get",
    path: "/orders",
    id: "listOrders",
    tag: TAG,
    summary: "List orders, newest first",
    description: [
      "Goes on from `next_cursor` (orders that come in meanwhile move none) or by `offset`. An order has to pass every filter.",
      "An empty filter is refused: leave it out. `order_id` is how the id begins, with or without dashes; `search` is a part of",
      "the id or of a tracking number, in any case; `merchant_order_id` is the retailer's whole number, whose dashes do not",
      "count. `metadata_value` is the exact value of the top-level `metadata_key`: a text, or a number or a boolean as JSON",
      "writes it. A time without a zone is UTC. `checkpoints` of parcels are empty unless `include=tracking_events`.",
    ].join(" "),
    query: ListQuery,
    answers: { 200: { description: "A page of orders", body: OrderList } },
    handle: async ({ response, caller, query }) => {
      response.json(await listOrders(database.db, caller, query));
    },
  });

const exportRoute = ({ database }: ReadingDeps): Route =>
  route("orders:read", {
    method: "get",
    path: "/orders/export",
    id: "exportOrders",
    tag: TAG,
    summary: "Export orders as CSV, newest first",
    description: [
      "All orders that the filters of the list let through, streamed: UTF-8 without a mark, lines ended by CRLF, money in cents,",
      'what is several in one cell separated by " | ". A cell that begins with = + - @ or a tab gets an apostrophe in front, so that',
      "a spreadsheet does not run it. A connection that is cut before its end is an export that is not whole.",
    ].join(" "),
    query: ExportQuery,
    answers: {
      200: {
        description: "One row an order",
        mediaType: "text/csv",
        headers: { "Content-Disposition": "A file name with the day" },
      },
    },
    handle: async ({ request, response, caller, query }) => {
      await exportOrders(database.db, caller, query, { request, response });
    },
  });

const getOrder = ({ database, watcher }: ReadingDeps): Route =>
  route("orders:read", {
    method: "get",
    path: "/orders/:id",
    id: "getOrder",
    tag: TAG,
    summary: "Read an order, or wait for news of it",
    description: [
      "`wait` (0 to 60 s) answers as soon as the status changes, at once where it is final, and else when the time is over. With",
      "`If-None-Match` it answers as soon as anything differs from that state, and else with 304.",
    ].join(" "),
    params: IdParam,
    query: z.strictObject({ wait: queryInteger(0, MAX_WAIT_S).default(0) }),
    requestHeaders: { "If-None-Match": "The ETag of the state that the client has" },
    owns: "order",
    answers: {
      200: {
        description: "The order",
        body: Order,
        headers: { ETag: "Of this state of the order", "Retry-After": "When to look again, while it is not final" },
      },
      304: { description: "The order is as If-None-Match knows it" },
    },
    handle: async ({ request, response, caller, params, query }) => {
      const hasTag = request.get("If-None-Match") !== undefined;
      const order = await waitForOrder({ db: database.db, watcher }, caller, params.id, {
        forMs: query.wait * MS_PER_S,
        isKnown: hasTag ? (order) => isKnown(request, presentOrder(order)) : undefined,
        gone: goneSignal(response),
      });
      noteOrder(request, order.id);
      sayWhenToLookAgain(response, order);
      answerUnlessKnown(request, response, presentOrder(order));
    },
  });

const timelineRoute = ({ database }: ReadingDeps): Route =>
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

const eventsRoute = ({ database, watcher, streamTimes = STREAM_TIMES }: ReadingDeps): Route =>
  route("orders:read", {
    method: "get",
    path: "/orders/:id/events",
    id: "streamOrderEvents",
    tag: TAG,
    summary: "Follow an order's timeline as Server-Sent Events",
    description: [
      "The event's name is the milestone's type, its data the milestone. Goes on after `Last-Event-ID`. Ends after the last event",
      "of a failed order, and answers 204 to whoever has seen that; goes on for a placed order, which is still shipped, and ends",
      "after 15 minutes: come back with the last id. An event may come twice, after a connection that broke.",
    ].join(" "),
    params: IdParam,
    owns: "order",
    requestHeaders: { "Last-Event-ID": "The id of the last event that the client has seen" },
    problems: ["validation_error", "service_unavailable"],
    answers: {
      200: { description: "The events, oldest first", mediaType: "text/event-stream" },
      204: { description: "Nothing is left to tell: do not come back" },
    },
    handle: async ({ request, response, caller, params }) => {
      noteOrder(request, params.id);
      const order = await requireOrder(database.db, caller, params.id);
      await streamEvents({ db: database.db, watcher, times: streamTimes }, { request, response }, order);
    },
  });

export function sayWhenToLookAgain(response: Response, order: OrderRecord): void {
  if (!isTerminal(order.status)) response.set("Retry-After", RETRY_AFTER_S);
}
