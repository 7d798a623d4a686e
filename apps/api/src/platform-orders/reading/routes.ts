import {
  type Database,
  findPlatformOrders,
  listPlatformAddresses,
  listPlatformLines,
  listPlatformOrders,
  type OrderScope,
  type PlatformFilter,
} from "@cartwright/db";
import {
  addressResource,
  lineResource,
  platformOrderResource,
  type Resource,
  shipmentResources,
} from "@cartwright/presentation";
import type { Request, Response } from "express";
import { z } from "zod";
import { type Route, route } from "../../http/route.ts";
import { PLATFORM_FACE } from "../face.ts";
import { PlatformIdParam, requireFound } from "../writing/order-ref.ts";
import { answerAddress, answerLineItem, answerOrder, answerShipment, sendDocument } from "./answer.ts";
import { documentOptions, DocumentQuery, textsOf } from "./document-query.ts";
import { OrderDocument, OrderListDocument, ResourceDocument, ResourceListDocument } from "./documents.ts";
import { listDocument, pageLinks } from "./list-document.ts";
import { readFilters, readPage, readSort } from "./list-query.ts";

export interface PlatformReadingDeps {
  database: { db: Database };
  publicUrl: string | undefined;
}

const text = (description: string) => z.string().optional().describe(description);

const PageQuery = DocumentQuery.extend({
  page: text("Which page, from 1 on."),
  per_page: text("How many on a page, 1 to 500; anything else is 25."),
});

const OrdersQuery = PageQuery.extend({
  sort: text("Fields to sort by, separated by commas, with `-` for the other way round: `-completed_at,total`."),
  "filter[state_eq]": text(
    "So for every field and predicate: `filter[total_gteq]`, `filter[email_cont]`, `filter[number_in]`. Unknown ones are ignored.",
  ),
});

const PartQuery = PageQuery.extend({ "filter[order_id_eq]": text("Only those of this order, by its id or number.") });

const face = { face: PLATFORM_FACE };

/** The states in which it is known where an order goes. */
const WITH_SHIPMENT: PlatformFilter = {
  field: "state",
  predicate: "in",
  values: ["delivery", "payment", "confirm", "complete", "canceled", "resumed"],
};

/** What this face shows: its carts, and the orders that came through any face. */
export function platformReadingRoutes(deps: PlatformReadingDeps): Route[] {
  return [...orderRoutes(deps), ...partRoutes(deps), ...addressRoutes(deps)];
}

interface Range {
  limit: number;
  offset: number;
}

interface ListCall {
  request: Request;
  response: Response;
  query: Readonly<Record<string, unknown>>;
}

/** Answers with the page that was asked for, of what `read` finds. */
async function sendPage(
  deps: PlatformReadingDeps,
  { request, response, query }: ListCall,
  type: string,
  read: (range: Range) => Promise<{ resources: readonly Resource[]; total: number }>,
): Promise<void> {
  const options = documentOptions(type, query);
  const page = readPage(query);
  const { resources, total } = await read({ limit: page.perPage, offset: (page.page - 1) * page.perPage });
  const links = pageLinks(request, deps.publicUrl);
  sendDocument(response, listDocument(resources, { options, page, total, links }));
}

function orderRoutes(deps: PlatformReadingDeps): Route[] {
  const { db } = deps.database;
  return [
    route("orders:read", {
      ...face,
      method: "get",
      path: "/api/v2/platform/orders",
      id: "listPlatformOrders",
      tag: "Platform orders",
      summary: "List orders, carts among them",
      description:
        "Oldest first, unless `sort` says otherwise. Filters and sorts over every order of the account: what it costs grows with them.",
      query: OrdersQuery,
      answers: { 200: { description: "A page of them", body: OrderListDocument } },
      handle: (call) =>
        sendPage(deps, call, "order", async (range) => {
          const [filters, sort] = [readFilters(call.query), readSort(call.query)];
          const { orders, total } = await listPlatformOrders(db, call.caller, { filters, sort, ...range });
          return { resources: orders.map(platformOrderResource), total };
        }),
    }),
    route("orders:read", {
      ...face,
      method: "get",
      path: "/api/v2/platform/orders/:id",
      id: "getPlatformOrder",
      tag: "Platform orders",
      summary: "Read an order, by its id or number",
      params: PlatformIdParam,
      owns: "platform order",
      query: DocumentQuery,
      answers: { 200: { description: "The order", body: OrderDocument } },
      handle: (call) => answerOrder(deps, call, call.params.id),
    }),
  ];
}

/** Of which order: the one that the filter names, in the caller's scope. Undefined: of all. */
async function findWanted(db: Database, scope: OrderScope, query: Readonly<Record<string, unknown>>) {
  const [given = ""] = textsOf(query["filter[order_id_eq]"]);
  return given === "" ? undefined : await requireFound(db, scope, given);
}

function partRoutes(deps: PlatformReadingDeps): Route[] {
  const { db } = deps.database;
  return [
    route("orders:read", {
      ...face,
      method: "get",
      path: "/api/v2/platform/line_items",
      id: "listPlatformLineItems",
      tag: "Platform line items",
      summary: "List the lines of carts",
      description: "And, by `filter[order_id_eq]`, those of an order that came through another face.",
      query: PartQuery,
      answers: { 200: { description: "A page of them, oldest first", body: ResourceListDocument } },
      problems: ["not_found"],
      handle: (call) =>
        sendPage(deps, call, "line_item", async (range) => {
          const wanted = await findWanted(db, call.caller, call.query);
          return wanted !== undefined && wanted.cart === undefined
            ? await nativeLines(db, call.caller, { wanted, ...range })
            : await cartLines(db, call.caller, { cartId: wanted?.cart?.id, ...range });
        }),
    }),
    route("orders:read", {
      ...face,
      method: "get",
      path: "/api/v2/platform/line_items/:id",
      id: "getPlatformLineItem",
      tag: "Platform line items",
      summary: "Read a line of a cart",
      params: PlatformIdParam,
      owns: "platform line item",
      query: DocumentQuery,
      answers: { 200: { description: "The line", body: ResourceDocument } },
      handle: (call) => answerLineItem(deps, call, call.params.id),
    }),
    ...shipmentRoutes(deps),
  ];
}

type Wanted = Awaited<ReturnType<typeof requireFound>>;

async function cartLines(db: Database, scope: OrderScope, range: Range & { cartId: number | undefined }) {
  const { lines, total } = await listPlatformLines(db, scope, range);
  const cartIds = [...new Set(lines.map(({ orderRef }) => Number(orderRef)))];
  const orders = new Map((await findPlatformOrders(db, scope, { cartIds })).map((record) => [record.index.id, record]));
  const resources = lines.flatMap((line) => {
    const record = orders.get(line.orderRef);
    return record === undefined ? [] : [lineResource(line, () => platformOrderResource(record))];
  });
  return { resources, total };
}

async function nativeLines(db: Database, scope: OrderScope, { wanted, limit, offset }: Range & { wanted: Wanted }) {
  const { orders } = await only(db, scope, wanted);
  const resources = orders.flatMap((record) =>
    record.lines.map((line) => lineResource(line, () => platformOrderResource(record))),
  );
  return { resources: resources.slice(offset, offset + limit), total: resources.length };
}

function shipmentRoutes(deps: PlatformReadingDeps): Route[] {
  const { db } = deps.database;
  return [
    route("orders:read", {
      ...face,
      method: "get",
      path: "/api/v2/platform/shipments",
      id: "listPlatformShipments",
      tag: "Platform shipments",
      summary: "List shipments, one an order",
      description: "An order has one from the state `delivery` on; its id is the order's. Pages are of orders.",
      query: PartQuery,
      answers: { 200: { description: "A page of them, oldest first", body: ResourceListDocument } },
      problems: ["not_found"],
      handle: (call) =>
        sendPage(deps, call, "shipment", async (range) => {
          const wanted = await findWanted(db, call.caller, call.query);
          const { orders, total } =
            wanted === undefined
              ? await listPlatformOrders(db, call.caller, { filters: [WITH_SHIPMENT], sort: [], ...range })
              : await only(db, call.caller, wanted);
          const resources = orders.flatMap((record) => shipmentResources(record, () => platformOrderResource(record)));
          return { resources, total };
        }),
    }),
    route("orders:read", {
      ...face,
      method: "get",
      path: "/api/v2/platform/shipments/:id",
      id: "getPlatformShipment",
      tag: "Platform shipments",
      summary: "Read the shipment of an order, by the order's id or number",
      params: PlatformIdParam,
      owns: "platform shipment",
      query: DocumentQuery,
      answers: { 200: { description: "The shipment", body: ResourceDocument } },
      handle: (call) => answerShipment(deps, call, call.params.id),
    }),
  ];
}

async function only(db: Database, scope: OrderScope, { cart, orderId }: Wanted) {
  const keys = cart === undefined ? { orderIds: orderId === null ? [] : [orderId] } : { cartIds: [cart.id] };
  const orders = await findPlatformOrders(db, scope, keys);
  return { orders, total: orders.length };
}

function addressRoutes(deps: PlatformReadingDeps): Route[] {
  const { db } = deps.database;
  return [
    route("orders:read", {
      ...face,
      method: "get",
      path: "/api/v2/platform/addresses",
      id: "listPlatformAddresses",
      tag: "Platform addresses",
      summary: "List addresses",
      query: PageQuery,
      answers: { 200: { description: "A page of them, oldest first", body: ResourceListDocument } },
      handle: (call) =>
        sendPage(deps, call, "address", async (range) => {
          const { addresses, total } = await listPlatformAddresses(db, call.caller, range);
          return { resources: addresses.map(addressResource), total };
        }),
    }),
    route("orders:read", {
      ...face,
      method: "get",
      path: "/api/v2/platform/addresses/:id",
      id: "getPlatformAddress",
      tag: "Platform addresses",
      summary: "Read an address",
      params: PlatformIdParam,
      owns: "platform address",
      query: DocumentQuery,
      answers: { 200: { description: "The address", body: ResourceDocument } },
      handle: (call) => answerAddress(deps, call, call.params.id),
    }),
  ];
}
