import { type Request, type RequestHandler, type Response, Router } from "express";
import type { z } from "zod";
import type { Authenticate, Caller } from "../accounts/authenticate.ts";
import { fieldErrors } from "./field-errors.ts";
import { readJsonBody } from "./json-body.ts";
import { fieldProblem, Problem } from "./problem.ts";
import { refuseOtherMethods } from "./problem-handler.ts";
import type { Call, Route } from "./route.ts";

/** Counts requests, and throws `rate_limit_exceeded` for one too many. Sets the headers that say how many are left. */
export interface RateLimiter {
  /** Before anything is known of the caller. */
  countIp: (request: Request, response: Response) => Promise<void>;
  countKey: (caller: Caller, response: Response) => Promise<void>;
}

export interface MountDeps {
  authenticate: Authenticate;
  rateLimiter: RateLimiter;
}

/** Serves every row of the table; a method that no row has is refused with those that there are. */
export function mountRoutes(deps: MountDeps, routes: readonly Route[]): Router {
  const router = Router();
  for (const [path, rows] of byPath(routes)) {
    const served = router.route(path);
    for (const row of rows) served[row.method](serve(deps, row));
    served.all(
      refuseOtherMethods(
        rows
          .map(({ method }) => method.toUpperCase())
          .sort()
          .join(", "),
      ),
    );
  }
  return router;
}

/** Words before parameters: `/orders/export` is not the order called "export". */
function byPath(routes: readonly Route[]): [string, Route[]][] {
  const paths = new Map<string, Route[]>();
  for (const row of routes) paths.set(row.path, [...(paths.get(row.path) ?? []), row]);
  const rank = (path: string): string =>
    path.split("/").map((part) => (part.startsWith(":") ? "1" : `0${part}`)).join("/"); // prettier-ignore
  return [...paths].sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1));
}

function serve(deps: MountDeps, row: Route): RequestHandler {
  return async (request, response) => {
    if (row.isUncounted !== true) await deps.rateLimiter.countIp(request, response);
    const isOpen = row.isKeyOptional && request.headers.authorization === undefined;
    const caller = row.scope === undefined || isOpen ? undefined : await deps.authenticate(request, row.scope);
    if (caller !== undefined) await deps.rateLimiter.countKey(caller, response);
    const call = { request, response, caller, params: readParams(row, request), query: readQuery(row, request) };
    // The row's own schemas have made these what its handler was written for.
    await row.handle(call as unknown as Call<never, never, never>);
  };
}

/** An id that cannot be one names nothing. */
function readParams({ params, owns }: Route, request: Request): unknown {
  if (params === undefined) return {};
  const parsed = params.safeParse({ ...request.params });
  if (!parsed.success) throw notFound(owns ?? "thing");
  return parsed.data;
}

export function notFound(thing: string): Problem {
  return new Problem("not_found", `There is no ${thing} with this id.`);
}

function readQuery({ query }: Route, request: Request): unknown {
  return query === undefined ? {} : parseOrRefuse(query, { ...request.query });
}

/** What was given, as the schema has it. Throws `validation_error` with every field at fault. */
export function parseOrRefuse<Schema extends z.ZodType>(schema: Schema, given: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw fieldProblem("validation_error", fieldErrors(parsed.error.issues, given));
  return parsed.data;
}

/** The request's JSON, as the schema has it. Throws a Problem for anything else. `takes`: its media types, other than JSON's own. */
export async function readBody<Schema extends z.ZodType>(
  { request, response }: { request: Request; response: Response },
  schema: Schema,
  takes?: readonly string[],
): Promise<z.infer<Schema>> {
  return parseOrRefuse(schema, await readJsonBody(request, response, takes === undefined ? {} : { takes }));
}
