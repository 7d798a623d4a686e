import { timingSafeEqual } from "node:crypto";
import { type Database, errorFacts } from "@cartwright/db";
import { PROBLEM_STATUS } from "@cartwright/schemas";
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from "express";
import { readJsonBody } from "../http/json-body.ts";
import { parseOrRefuse } from "../http/mount-routes.ts";
import { Problem } from "../http/problem.ts";
import { readWithin } from "../http/read-within.ts";
import { requestLog } from "../http/request-log.ts";
import { type AdminRow, type Done, mayDo, type Shown, type Visit } from "./admin-route.ts";
import { auditedDeed } from "./audited-deed.ts";
import { type Door, findVisitor, refuseOtherOrigins } from "./door.ts";
import { faultPage } from "./fault-page.tsx";
import { renderPage } from "./shell.tsx";

export interface MountAdminDeps {
  db: Database;
  door: Door;
}

const MAX_FORM_BYTES = 64 * 1024;
const SAID_COOKIE = "cartwright_said";
const MAX_SAID = 300;

type ActionRow = Extract<AdminRow, { kind: "action" }>;

/** Serves every row of the area's table, each to those whom it is for. */
export function mountAdmin(deps: MountAdminDeps, rows: readonly AdminRow[]): Router {
  const router = Router();
  for (const row of rows) {
    if (row.kind === "action") router.post(row.path, refuseOtherOrigins, serve(deps, row));
    else router.get(row.path, serve(deps, row));
  }
  return router;
}

/** Lets nobody past who may not have what comes after it. */
export function requireRole(door: Door, role: "viewer"): RequestHandler {
  return async (request, response, next) => {
    const visitor = await findVisitor(door, request, response);
    if (visitor !== undefined && mayDo(visitor.role, role)) next();
  };
}

function serve({ db, door }: MountAdminDeps, row: AdminRow): RequestHandler {
  return async (request, response) => {
    const visitor = await findVisitor(door, request, response);
    if (visitor === undefined) return;
    if (!mayDo(visitor.role, row.role)) {
      throw new Problem("forbidden", `This is for the role ${row.role}; yours is ${visitor.role}.`, {
        details: { required_role: row.role },
      });
    }
    const visit: Visit = { request, response, visitor, params: namedParams(request) };
    if (row.kind === "action") await act(db, row, visit);
    else if (row.kind === "send") await row.send(visit);
    else {
      const said = takeSaid(request, response);
      const shell = { title: row.title, path: request.baseUrl + request.path, visitor, said };
      response.type("html").send(renderPage(shell, await row.show(visit)));
    }
  };
}

function namedParams({ params }: Request): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
}

async function act(db: Database, row: ActionRow, visit: Visit): Promise<void> {
  const { request, response, visitor } = visit;
  const isJson = request.is("application/json") === "application/json";
  const form = parseOrRefuse(row.form, await readForm(visit, isJson, row.maxFormBytes));
  const subject = row.subject(visit, form);
  const deed = {
    userName: visitor.name,
    role: visitor.role,
    action: row.action,
    subjectType: subject.type,
    subjectId: subject.id,
    detail: row.noted(form),
    requestId: response.get("X-Request-Id") ?? null,
  };
  const done = await auditedDeed(db, deed, () => row.act(visit, form), {
    outcomeOf: (ended) => ("content" in ended && ended.refusal !== undefined ? `refused: ${ended.refusal}` : "done"),
    onUnsettled: (fault) =>
      requestLog(request).warn({ error: errorFacts(fault) }, "the audit log does not say how an action ended"),
  });
  if ("content" in done) answerShown(visit, done, isJson);
  else answerDone(response, done, isJson);
}

function answerDone(response: Response, { to, says }: Done, isJson: boolean): void {
  if (isJson) {
    response.status(204).end();
    return;
  }
  response.cookie(SAID_COOKIE, says.slice(0, MAX_SAID), { httpOnly: true, sameSite: "strict", path: "/admin" });
  response.redirect(303, to);
}

function answerShown({ request, response, visitor }: Visit, shown: Shown, isJson: boolean): void {
  response.status(shown.refusal === undefined ? 200 : PROBLEM_STATUS[shown.refusal]);
  if (isJson) {
    response.json(shown.json);
    return;
  }
  const shell = { title: shown.title, path: request.baseUrl + request.path, visitor };
  response.type("html").send(renderPage(shell, shown.content));
}

/** The form, or the JSON of a tool. Throws 403 where a session's request lacks the session's token. */
async function readForm(
  { request, response, visitor }: Visit,
  isJson: boolean,
  maxBytes: number = MAX_FORM_BYTES,
): Promise<unknown> {
  if (isJson) {
    requireToken(visitor.csrf, request.get("X-CSRF-Token"));
    return await readJsonBody(request, response, { maxBytes });
  }
  const parseForm = express.urlencoded({ extended: false, limit: maxBytes });
  await readWithin(maxBytes, parseForm, request, response);
  const { _csrf: token, ...form } = { ...(request.body as Record<string, unknown> | undefined) };
  requireToken(visitor.csrf, token);
  return form;
}

function requireToken(expected: string | undefined, given: unknown): void {
  if (expected === undefined) return;
  const isSame =
    typeof given === "string" &&
    given.length === expected.length &&
    timingSafeEqual(Buffer.from(given), Buffer.from(expected));
  if (!isSame) throw new Problem("forbidden", "The form is too old, or not of this session: load its page again.");
}

function takeSaid(request: Request, response: Response): string | undefined {
  const said = new RegExp(`(?:^|; )${SAID_COOKIE}=([^;]*)`).exec(request.headers.cookie ?? "")?.[1];
  if (said === undefined) return undefined;
  response.clearCookie(SAID_COOKIE, { httpOnly: true, sameSite: "strict", path: "/admin" });
  try {
    return decodeURIComponent(said);
  } catch {
    return undefined;
  }
}

/** To a person a refusal is a page; to a tool it is what the API answers. */
export const answerPeople: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const isForPeople = request.accepts(["json", "html"]) === "html" && !response.headersSent;
  if (!isForPeople || !(error instanceof Problem) || error.status >= 500) {
    next(error);
    return;
  }
  response.status(error.status).set(error.headers).type("html").send(faultPage(error));
};
