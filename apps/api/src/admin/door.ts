import express, { type Request, type RequestHandler, type Response, Router } from "express";
import { z } from "zod";
import { Problem } from "../http/problem.ts";
import { readWithin } from "../http/read-within.ts";
import { requestLog } from "../http/request-log.ts";
import type { Credentials, Entered } from "./credentials.ts";
import { loginPage } from "./login-page.tsx";
import type { LoginThrottle } from "./login-throttle.ts";
import type { Sessions, Visitor } from "./session.ts";

/** What lets people in: names and passwords, who is in already, and patience with those who guess. */
export interface Door {
  credentials: Credentials;
  sessions: Sessions;
  throttle: LoginThrottle;
}

const HOME = "/admin";
const LOGIN = "/admin/login";
const MAX_FORM_BYTES = 2_048;

const parseForm = express.urlencoded({ extended: false, limit: MAX_FORM_BYTES });
const LoginForm = z.object({
  user: z.string().catch(""),
  password: z.string().catch(""),
  next: z.string().optional().catch(undefined),
});

/** Signing in and out: what is open to everybody. */
export function doorRoutes(door: Door): Router {
  const router = Router();
  router.get("/login", (request, response) => {
    response.type("html").send(loginPage({ next: pageOfOurs(request.query["next"]) }));
  });
  router.post("/login", refuseOtherOrigins, (request, response) => logIn(door, request, response));
  router.post("/logout", refuseOtherOrigins, (request, response) => logOut(door, request, response));
  return router;
}

/**
 * Who sent a request: by a session, or by HTTP Basic for tools. Undefined: nobody, and it was answered with the way to the login page.
 * Throws a Problem for a tool that may not come in.
 */
export async function findVisitor(door: Door, request: Request, response: Response): Promise<Visitor | undefined> {
  const visitor = await door.sessions.find(request);
  if (visitor !== undefined) return visitor;
  const basic = readBasic(request.headers.authorization);
  if (basic === undefined && request.accepts(["json", "html"]) === "html") {
    const next = request.method === "GET" ? `?next=${encodeURIComponent(request.originalUrl)}` : "";
    response.redirect(303, next === `?next=${encodeURIComponent(HOME)}` ? LOGIN : LOGIN + next);
    return undefined;
  }
  const tried = basic === undefined ? undefined : await checkCredentials(door, request, basic);
  if (tried?.entered !== undefined) return { name: tried.entered.name, role: tried.entered.role, csrf: undefined };
  if (tried !== undefined && tried.waitS > 0) {
    throw new Problem("rate_limit_exceeded", "Too many failed tries.", {
      headers: { "Retry-After": String(tried.waitS) },
    });
  }
  // No WWW-Authenticate for a browser's own calls: it would put up its box over the page.
  const headers: Record<string, string> = basic === undefined ? {} : { "WWW-Authenticate": 'Basic realm="Cartwright"' };
  throw new Problem("unauthorized", "Sign in to the admin area.", { headers });
}

async function logIn(door: Door, request: Request, response: Response): Promise<void> {
  await readWithin(MAX_FORM_BYTES, parseForm, request, response);
  const { next, ...given } = LoginForm.parse(request.body ?? {});
  const { entered, waitS } = await checkCredentials(door, request, given);
  if (entered !== undefined) {
    await door.sessions.start(response, entered);
    response.redirect(303, pageOfOurs(next) ?? HOME);
    return;
  }
  if (waitS > 0) response.set("Retry-After", String(waitS));
  const fault = waitS > 0 ? `Too many failed tries. Wait ${waitS} seconds.` : "User name or password is wrong.";
  response
    .status(waitS > 0 ? 429 : 401)
    .type("html")
    .send(loginPage({ fault, next: pageOfOurs(next) }));
}

async function logOut({ sessions }: Door, request: Request, response: Response): Promise<void> {
  await sessions.end(request, response);
  response.redirect(303, LOGIN);
}

interface Tried {
  entered?: Entered | undefined;
  /** In seconds; 0: the name or the password is wrong. */
  waitS: number;
}

async function checkCredentials(
  { credentials, throttle }: Door,
  request: Request,
  { user, password }: { user: string; password: string },
): Promise<Tried> {
  const address = request.ip ?? "";
  const waitS = throttle.secondsToWait(address);
  if (waitS > 0) return { waitS };
  // Counted before the slow comparison, so that guesses sent at once do not all slip through.
  const forgive = throttle.noteAttempt(address);
  const entered = await credentials.check(user, password);
  if (entered !== undefined) {
    forgive();
    return { entered, waitS: 0 };
  }
  requestLog(request).warn({ client_ip: address }, "failed login to the admin area");
  return { waitS: 0 };
}

/** Together with the cookie's SameSite: no other site's page posts a form here. */
export const refuseOtherOrigins: RequestHandler = (request, _response, next) => {
  const site = request.get("Sec-Fetch-Site");
  if (site !== undefined && site !== "same-origin" && site !== "none") {
    throw new Problem("forbidden", "This form is to be sent from its own page.");
  }
  next();
};

/** Nowhere else: a link to our login page must not be a link to somebody else's page. */
function pageOfOurs(next: unknown): string | undefined {
  return typeof next === "string" && /^\/admin(?:[/?][\w\-./?=&%:+,]*)?$/.test(next) ? next : undefined;
}

function readBasic(header: string | undefined): { user: string; password: string } | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]+) *$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const [user = "", ...password] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return { user, password: password.join(":") };
}
