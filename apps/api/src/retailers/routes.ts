import type { RetailerCatalog } from "@cartwright/retailers/catalog";
import type { KeyMode } from "@cartwright/schemas";
import { z } from "zod";
import type { Caller } from "../accounts/authenticate.ts";
import { pageOf } from "../http/query-values.ts";
import { type Route, routeForAnyone } from "../http/route.ts";
import { RetailerCheck, RetailerList } from "./retailer-answers.ts";
import { presentCheck, presentCoverage, presentRetailer } from "./present-retailer.ts";

export interface RetailersDeps {
  catalog: RetailerCatalog;
}

const MAX_LIMIT = 100;
const MAX_URL = 2_048;

const ListQuery = z.strictObject({
  ...pageOf(MAX_LIMIT, MAX_LIMIT),
  name: z.string().max(100).optional(),
  include: z.string().max(20).optional(),
});

const CheckQuery = z.strictObject({
  url: z.string().min(1, "must be a product page's URL").max(MAX_URL),
  /** Where it is to be shipped to. */
  country: z
    .string()
    .toUpperCase()
    .regex(/^[A-Z]{2}$/, 'must be a two-letter code: "US"')
    .default("US"),
});

/** Whoever sends no key is shown what live keys may order from. */
const modeOf = (caller: Caller | undefined): KeyMode => caller?.mode ?? "live";

export function retailerRoutes(deps: RetailersDeps): Route[] {
  return [listRoute(deps), checkRoute(deps)];
}

const listRoute = ({ catalog }: RetailersDeps): Route =>
  routeForAnyone("orders:read", {
    method: "get",
    path: "/retailers",
    id: "listRetailers",
    tag: "Retailers",
    summary: "List the retailers that can be ordered from",
    query: ListQuery,
    answers: { 200: { description: "A page of retailers", body: RetailerList } },
    handle: ({ response, caller, query: { limit, offset, name } }) => {
      const words = name?.toLowerCase() ?? "";
      const found = catalog
        .retailers()
        .filter(({ sandbox }) => sandbox === (modeOf(caller) === "test"))
        .filter((retailer) => `${retailer.id} ${retailer.name}`.toLowerCase().includes(words));
      response.json({
        retailers: found.slice(offset, offset + limit).map(presentRetailer),
        total: found.length,
        limit,
        offset,
        coverage: presentCoverage(catalog),
      });
    },
  });

const checkRoute = ({ catalog }: RetailersDeps): Route =>
  routeForAnyone("orders:read", {
    method: "get",
    path: "/retailers/check",
    id: "checkRetailer",
    tag: "Retailers",
    summary: "Say whether a product page can be ordered from",
    query: CheckQuery,
    answers: { 200: { description: "What is known of the shop", body: RetailerCheck } },
    handle: ({ response, caller, query: { url, country } }) => {
      response.json(presentCheck(catalog, modeOf(caller), url, country));
    },
  });
