import type { RetailerCatalog } from "@cartwright/retailers/catalog";
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import type { Authenticate } from "../accounts/authenticate.ts";
import { fieldErrors } from "../http/field-errors.ts";
import { fieldProblem } from "../http/problem.ts";
import { refuseOtherMethods } from "../http/problem-handler.ts";
import { presentCheck, presentCoverage, presentRetailer } from "./present-retailer.ts";

export interface RetailersDeps {
  authenticate: Authenticate;
  catalog: RetailerCatalog;
}

const MAX_LIMIT = 100;
const MAX_URL = 2_048;

const integer = z
  .string()
  .regex(/^\d{1,9}$/, "must be a whole number")
  .transform(Number);

const Page = z.strictObject({
  limit: integer.pipe(z.int().min(1).max(MAX_LIMIT)).default(MAX_LIMIT),
  offset: integer.pipe(z.int().min(0)).default(0),
  name: z.string().max(100).optional(),
  include: z.string().max(20).optional(),
});

const Check = z.strictObject({
  url: z.string().min(1, "must be a product page's URL").max(MAX_URL),
  /** Where it is to be shipped to. */
  country: z
    .string()
    .toUpperCase()
    .regex(/^[A-Z]{2}$/, 'must be a two-letter code: "US"')
    .default("US"),
});

export function retailersRouter(deps: RetailersDeps): Router {
  const router = Router();
  router
    .route("/retailers")
    .get((request, response) => getRetailers(deps, request, response))
    .all(refuseOtherMethods("GET"));
  router
    .route("/retailers/check")
    .get((request, response) => getCheck(deps, request, response))
    .all(refuseOtherMethods("GET"));
  return router;
}

/** Those that the caller's key may order from. */
async function getRetailers(
  { authenticate, catalog }: RetailersDeps,
  request: Request,
  response: Response,
): Promise<void> {
  const { mode } = await authenticate(request, "orders:read");
  const { limit, offset, name } = parse(Page, request.query);
  const words = name?.toLowerCase() ?? "";
  const found = catalog
    .retailers()
    .filter(({ sandbox }) => sandbox === (mode === "test"))
    .filter((retailer) => `${retailer.id} ${retailer.name}`.toLowerCase().includes(words));
  response.json({
    retailers: found.slice(offset, offset + limit).map(presentRetailer),
    total: found.length,
    limit,
    offset,
    coverage: presentCoverage(catalog),
  });
}

async function getCheck({ authenticate, catalog }: RetailersDeps, request: Request, response: Response): Promise<void> {
  const { mode } = await authenticate(request, "orders:read");
  const { url, country } = parse(Check, request.query);
  response.json(presentCheck(catalog, mode, url, country));
}

function parse<Schema extends z.ZodType>(schema: Schema, query: unknown): z.infer<Schema> {
  const given = { ...(query as object) };
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw fieldProblem("validation_error", fieldErrors(parsed.error.issues, given));
  return parsed.data;
}
