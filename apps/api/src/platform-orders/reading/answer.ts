import {
  type Database,
  findPlatformAddress,
  findPlatformOrders,
  listPlatformLines,
  type OrderScope,
} from "@cartwright/db";
import {
  addressResource,
  type DocumentOptions,
  lineResource,
  platformOrderResource,
  type Resource,
  shipmentResources,
  toDocument,
} from "@cartwright/presentation";
import type { Response } from "express";
import type { Caller } from "../../accounts/authenticate.ts";
import { notFound } from "../../http/mount-routes.ts";
import { PLATFORM_FACE } from "../face.ts";
import { parseId, requireFound } from "../writing/order-ref.ts";
import { documentOptions } from "./document-query.ts";

export { DocumentQuery, requireIncludes } from "./document-query.ts";
export { ResourceDocument } from "./documents.ts";

interface AnswerDeps {
  database: { db: Database };
}

/** One request of this face, as far as an answer needs it. */
export interface AnswerCall {
  response: Response;
  caller: Caller;
  query: Readonly<Record<string, unknown>>;
}

/** Answers with an order, by its id or number. Throws `not_found` for anybody else's, as for one that is not there. */
export async function answerOrder(deps: AnswerDeps, call: AnswerCall, ref: string, status = 200): Promise<void> {
  const options = documentOptions("order", call.query);
  answer(call, await requireOrderResource(deps, call.caller, ref), { options, status });
}

/** The shipment of an order has the order's id. */
export async function answerShipment(deps: AnswerDeps, call: AnswerCall, ref: string): Promise<void> {
  const options = documentOptions("shipment", call.query);
  const { record, resource } = await requireOrder(deps, call.caller, ref);
  const [shipment] = shipmentResources(record, () => resource);
  if (shipment === undefined) throw notFound("shipment");
  answer(call, shipment, { options, status: 200 });
}

export async function answerLineItem(deps: AnswerDeps, call: AnswerCall, id: string, status = 200): Promise<void> {
  const options = documentOptions("line_item", call.query);
  const lineId = parseId(id);
  const { db } = deps.database;
  const found =
    lineId === undefined ? [] : (await listPlatformLines(db, call.caller, { lineId, limit: 1, offset: 0 })).lines;
  const [line] = found;
  if (line === undefined) throw notFound("line item");
  const order = await requireOrderResource(deps, call.caller, line.orderRef);
  answer(
    call,
    lineResource(line, () => order),
    { options, status },
  );
}

export async function answerAddress(deps: AnswerDeps, call: AnswerCall, id: string, status = 200): Promise<void> {
  const options = documentOptions("address", call.query);
  const addressId = parseId(id);
  const address =
    addressId === undefined ? undefined : await findPlatformAddress(deps.database.db, call.caller, addressId);
  if (address === undefined) throw notFound("address");
  answer(call, addressResource(address), { options, status });
}

async function requireOrderResource(deps: AnswerDeps, scope: OrderScope, ref: string): Promise<Resource> {
  return (await requireOrder(deps, scope, ref)).resource;
}

async function requireOrder({ database: { db } }: AnswerDeps, scope: OrderScope, ref: string) {
  const { cart, orderId } = await requireFound(db, scope, ref);
  const keys = cart === undefined ? { orderIds: orderId === null ? [] : [orderId] } : { cartIds: [cart.id] };
  const [record] = await findPlatformOrders(db, scope, keys);
  if (record === undefined) throw notFound("order");
  return { record, resource: platformOrderResource(record) };
}

function answer(
  { response }: AnswerCall,
  resource: Resource,
  { options, status }: { options: DocumentOptions; status: number },
): void {
  sendDocument(response, toDocument(resource, options), status);
}

/** Express would say that it is JSON, and JSON:API has a type of its own. */
export function sendDocument(response: Response, document: object, status = 200): void {
  response.status(status).type(PLATFORM_FACE.mediaType).send(JSON.stringify(document));
}
