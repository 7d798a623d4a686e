import { countOrdersByStatus, type Database, type Pool } from "@cartwright/db";
import type { OrderQueue } from "@cartwright/queue";
import type { Keyring } from "@cartwright/sealing";
import express, { type Request, type RequestHandler, type Response, Router } from "express";
import { z } from "zod";
import { readJsonBody } from "../http/json-body.ts";
import { Problem } from "../http/problem.ts";
import { readWithin } from "../http/read-within.ts";
import { requestLog } from "../http/request-log.ts";
import { type IsAdmin, newIsAdmin } from "./credentials.ts";
import { endQuarantined } from "./end-quarantine.ts";
import { type LoginThrottle, newLoginThrottle } from "./login-throttle.ts";
import { homePage, loginPage, STYLE } from "./pages.ts";
import { queueBoard } from "./queue-board.ts";
import { resolveOrder } from "./resolve-order.ts";
import { resolveReturn } from "./resolve-return.ts";
import { newSessions, type Sessions } from "./session.ts";
import { findPicture, showEvidence } from "./show-evidence.ts";

export interface AdminDeps {
  db: Database;
  pool: Pool;
  /** Opens the evidence of attempts; without it none is shown. */
  keyring: Keyring | undefined;
  board: OrderQueue["board"];
  user: string;
  password: string;
  /** Whether the cookie goes over TLS only. */
  isSecure: boolean;
}

const HOME = "/admin";
const LOGIN = "/admin/login";
const QUEUES = "/admin/queues";

const POLICY =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const MAX_FORM_BYTES = 2_048;

/** Pictures are the area's own, and nothing else of a shop is ever rendered. */
const EVIDENCE_POLICY = POLICY.replace("img-src data:", "img-src 'self' data:");

const parseForm = express.urlencoded({ extended: false, limit: MAX_FORM_BYTES });
const LoginForm = z.object({ user: z.string().catch(""), password: z.string().catch("") });

interface Door {
  sessions: Sessions;
  throttle: LoginThrottle;
  isAdmin: IsAdmin;
}

/** The admin area behind its login: mounted at `/admin`. */
export function adminRouter(deps: AdminDeps): Router {
  const door: Door = { sessions: newSessions(deps), throttle: newLoginThrottle(), isAdmin: newIsAdmin(deps) };
  const router = Router();
  router.use((_request, response, next) => {
    response.set({ "Content-Security-Policy": POLICY, "Cache-Control": "no-store" });
    next();
  });
  router.get("/style.css", (_request, response) => {
    response.type("css").send(STYLE);
  });
  router.get("/login", (_request, response) => {
    response.type("html").send(loginPage(undefined));
  });
  router.post("/login", refuseOtherOrigins, (request, response) => logIn(door, request, response));
  router.post("/logout", refuseOtherOrigins, (_request, response) => {
    door.sessions.end(response);
    response.redirect(303, LOGIN);
  });
  router.use(requireAdmin(door));
  router.get("/", async (_request, response) => {
    response.type("html").send(homePage(await countOrdersByStatus(deps.db)));
  });
  router.post("/orders/:id/resolve", refuseOtherOrigins, (request: Request<{ id: string }>, response: Response) =>
    postResolution(deps, request, response),
  );
  router.post("/returns/:id/resolve", refuseOtherOrigins, (request: Request<{ id: string }>, response: Response) =>
    postReturnResolution(deps, request, response),
  );
  router.get("/orders/:id/evidence", (request: Request<{ id: string }>, response: Response) =>
    getEvidence(deps, request, response),
  );
  router.get("/evidence/:id", (request: Request<{ id: string }>, response: Response) =>
    getPicture(deps, request, response),
  );
  router.post("/quarantine/end", refuseOtherOrigins, (request, response) => postQuarantineEnd(deps, request, response));
  router.use("/queues", queueBoard(deps.board, QUEUES));
  return router;
}

async function postResolution(deps: AdminDeps, request: Request<{ id: string }>, response: Response): Promise<void> {
  const body = await readJsonBody(request, response);
  await resolveOrder(deps.db, request.params.id, body, deps.user);
  response.status(204).end();
}

async function postReturnResolution(
  deps: AdminDeps,
  request: Request<{ id: string }>,
  response: Response,
): Promise<void> {
  const body = await readJsonBody(request, response);
  await resolveReturn(deps.db, request.params.id, body, deps.user);
  response.status(204).end();
}

async function postQuarantineEnd(deps: AdminDeps, request: Request, response: Response): Promise<void> {
  await endQuarantined(deps.db, await readJsonBody(request, response), deps.user);
  response.status(204).end();
}

async function getEvidence(deps: AdminDeps, request: Request<{ id: string }>, response: Response): Promise<void> {
  const html = await showEvidence(deps, request.params.id);
  response.set("Content-Security-Policy", EVIDENCE_POLICY).type("html").send(html);
}

async function getPicture(deps: AdminDeps, request: Request<{ id: string }>, response: Response): Promise<void> {
  response.type("png").send(await findPicture(deps, request.params.id));
}

async function logIn(door: Door, request: Request, response: Response): Promise<void> {
  await readWithin(MAX_FORM_BYTES, parseForm, request, response);
  const { user, password } = LoginForm.parse(request.body ?? {});
  const entered = await checkCredentials(door, request, user, password);
  if (entered.ok) {
    door.sessions.start(response);
    response.redirect(303, HOME);
    return;
  }
  if (entered.waitS > 0) response.set("Retry-After", String(entered.waitS));
  response
    .status(entered.waitS > 0 ? 429 : 401)
    .type("html")
    .send(
      loginPage(
        entered.waitS > 0 ? `Too many failed tries. Wait ${entered.waitS} seconds.` : "User name or password is wrong.",
      ),
    );
}

/** A session, or HTTP Basic for tools. A browser without either is sent to the login page. */
function requireAdmin(door: Door): RequestHandler {
  return async (request, response, next) => {
    if (door.sessions.isIn(request)) {
      next();
      return;
    }
    const basic = readBasic(request.headers.authorization);
    if (basic !== undefined) {
      const entered = await checkCredentials(door, request, basic.user, basic.password);
      if (entered.ok) {
        next();
        return;
      }
      if (entered.waitS > 0) {
        throw new Problem("rate_limit_exceeded", "Too many failed tries.", {
          headers: { "Retry-After": String(entered.waitS) },
        });
      }
    } else if (request.accepts(["json", "html"]) === "html") {
      response.redirect(303, LOGIN);
      return;
    }
    // No WWW-Authenticate for a browser's own calls: it would put up its box over the page.
    const headers: Record<string, string> =
      basic === undefined ? {} : { "WWW-Authenticate": 'Basic realm="Cartwright"' };
    throw new Problem("unauthorized", "Sign in to the admin area.", { headers });
  };
}

type Entered = { ok: true } | { ok: false; waitS: number };

async function checkCredentials(door: Door, request: Request, user: string, password: string): Promise<Entered> {
  const address = request.ip ?? "";
  const waitS = door.throttle.secondsToWait(address);
  if (waitS > 0) return { ok: false, waitS };
  // Counted before the slow comparison, so that guesses sent at once do not all slip through.
  const forgive = door.throttle.noteAttempt(address);
  if (await door.isAdmin(user, password)) {
    forgive();
    return { ok: true };
  }
  requestLog(request).warn({ address }, "failed login to the admin area");
  return { ok: false, waitS: 0 };
}

/** Together with the cookie's SameSite: no other site's page posts a form here. */
const refuseOtherOrigins: RequestHandler = (request, _response, next) => {
  const site = request.get("Sec-Fetch-Site");
  if (site !== undefined && site !== "same-origin" && site !== "none") {
    throw new Problem("forbidden", "This form is to be sent from its own page.");
  }
  next();
};

function readBasic(header: string | undefined): { user: string; password: string } | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]+) *$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const [user = "", ...password] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return { user, password: password.join(":") };
}
