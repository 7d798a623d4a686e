import {
  type Database,
  findPlatformOrders,
  listPlatformAddresses,
  listPlatformLines,
  listPlatformOrders,
  type OrderScope,
} from "@cartwright/db";
import { addressResource, lineResource, platformOrderResource, shipmentResources } from "@cartwright/presentation";
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

/** What this face shows: its carts, and the orders that came through any face. */
export function platformReadingRoutes(deps: PlatformReadingDeps): Route[] {
  return [...orderRoutes(deps), ...partRoutes(deps), ...addressRoutes(deps)];
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
      handle: async ({ request, response, caller, query }) => {
        const options = documentOptions("order", query);
        const page = readPage(query);
        const { orders, total } = await listPlatformOrders(db, caller, {
          filters: readFilters(query),
          sort: readSort(query),
          limit: page.perPage,
          offset: (page.page - 1) * page.perPage,
        });
        const links = pageLinks(request, deps.publicUrl);
        sendDocument(response, listDocument(orders.map(platformOrderResource), { options, page, total, links }));
      },
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
      handle: async ({ request, response, caller, query }) => {
        const options = documentOptions("line_item", query);
        const page = readPage(query);
        const wanted = await findWanted(db, caller, query);
        const range = { limit: page.perPage, offset: (page.page - 1) * page.perPage };
        const { resources, total } =
          wanted !== undefined && wanted.cart === undefined
            ? await nativeLines(db, caller, { wanted, ...range })
            : await cartLines(db, caller, { cartId: wanted?.cart?.id, ...range });
        sendDocument(
          response,
          listDocument(resources, { options, page, total, links: pageLinks(request, deps.publicUrl) }),
        );
      },
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

interface Range {
  limit: number;
  offset: number;
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
      handle: async ({ request, response, caller, query }) => {
        const options = documentOptions("shipment", query);
        const page = readPage(query);
        const wanted = await findWanted(db, caller, query);
        const states = ["delivery", "payment", "confirm", "complete", "canceled", "resumed"];
        const { orders, total } =
          wanted === undefined
            ? await listPlatformOrders(db, caller, {
                filters: [{ field: "state", predicate: "in", values: states }],
                sort: [],
                limit: page.perPage,
                offset: (page.page - 1) * page.perPage,
              })
            : await only(db, caller, wanted);
        const resources = orders.flatMap((record) => shipmentResources(record, () => platformOrderResource(record)));
        sendDocument(
          response,
          listDocument(resources, { options, page, total, links: pageLinks(request, deps.publicUrl) }),
        );
      },
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
      handle: async ({ request, response, caller, query }) => {
        const options = documentOptions("address", query);
        const page = readPage(query);
        const range = { limit: page.perPage, offset: (page.page - 1) * page.perPage };
        const { addresses, total } = await listPlatformAddresses(db, caller, range);
        const links = pageLinks(request, deps.publicUrl);
        sendDocument(response, listDocument(addresses.map(addressResource), { options, page, total, links }));
      },
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
