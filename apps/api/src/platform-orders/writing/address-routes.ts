import { type PlatformAddressAttributes, PlatformAddressParams } from "@cartwright/schemas";
import type { z } from "zod";
import { type Route, route } from "../../http/route.ts";
import type { OrdersDeps } from "../../orders/routes.ts";
import { PLATFORM_FACE } from "../face.ts";
import { answerAddress, DocumentQuery, requireIncludes, ResourceDocument } from "../reading/answer.ts";
import { changeAddress, createAddress, removeAddress } from "./addresses.ts";
import { PlatformIdParam } from "./order-ref.ts";
import { readParams } from "./read-params.ts";

const FACE = { tag: "Platform addresses", face: PLATFORM_FACE } as const;
const PATH = "/api/v2/platform/addresses";
const ROOTS = [
  "address", "firstname", "lastname", "company", "address1", "address2", "city", "zipcode", "phone", "alternative_phone",
  "state_name", "state_id", "country_id", "label", "user_id", "public_metadata", "private_metadata",
] as const; // prettier-ignore

export function addressRoutes(deps: OrdersDeps): Route[] {
  return [createRoute(deps), updateRoute(deps), deleteRoute(deps)];
}

const createRoute = (deps: OrdersDeps): Route =>
  route("orders:write", {
    ...FACE,
    method: "post",
    path: PATH,
    id: "createPlatformAddress",
    summary: "Create an address",
    description: "For orders to name by its id. Whether it holds up is asked when an order is completed.",
    query: DocumentQuery,
    body: PlatformAddressParams,
    answers: { 201: { description: "The address", body: ResourceDocument } },
    handle: async (call) => {
      requireIncludes("address", call.query.include);
      const { params } = await readParams(call, PlatformAddressParams, ROOTS);
      const id = await createAddress(deps.database.db, call.caller, toAttributes(params));
      await answerAddress(deps, call, String(id), 201);
    },
  });

const updateRoute = (deps: OrdersDeps): Route =>
  route("orders:write", {
    ...FACE,
    method: "patch",
    path: `${PATH}/:id`,
    id: "updatePlatformAddress",
    summary: "Change an address",
    description: "What an order was sent to stays as it is.",
    params: PlatformIdParam,
    owns: "platform address",
    query: DocumentQuery,
    body: PlatformAddressParams,
    answers: { 200: { description: "The address", body: ResourceDocument } },
    handle: async (call) => {
      requireIncludes("address", call.query.include);
      const { params } = await readParams(call, PlatformAddressParams, ROOTS);
      const wanted = { caller: call.caller, given: call.params.id, address: toAttributes(params) };
      await answerAddress(deps, call, String(await changeAddress(deps.database.db, wanted)));
    },
  });

const deleteRoute = (deps: OrdersDeps): Route =>
  route("orders:write", {
    ...FACE,
    method: "delete",
    path: `${PATH}/:id`,
    id: "deletePlatformAddress",
    summary: "Delete an address that no order was sent to",
    description: "Carts that go there go nowhere from then on.",
    params: PlatformIdParam,
    owns: "platform address",
    answers: { 204: { description: "It is gone" } },
    problems: ["validation_error"],
    handle: async ({ response, caller, params }) => {
      await removeAddress(deps.database.db, caller, params.id);
      response.status(204).end();
    },
  });

function toAttributes({ address: inner, ...flat }: z.infer<typeof PlatformAddressParams>): PlatformAddressAttributes {
  return inner ?? flat;
}
