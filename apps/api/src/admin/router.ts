import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { OrderQueue } from "@cartwright/queue";
import { Router } from "express";
import { openCredentials } from "./credentials.ts";
import { type Door, doorRoutes } from "./door.ts";
import { newLoginThrottle } from "./login-throttle.ts";
import { answerPeople, mountAdmin, requireRole } from "./mount-admin.ts";
import { queueBoard } from "./queue-board.ts";
import { type AdminRouteDeps, adminRows } from "./routes.ts";
import { openSessions } from "./session.ts";

export interface AdminDeps extends AdminRouteDeps {
  boards: readonly OrderQueue["board"][];
  /** Of the configuration's user, who is there before there are others. */
  password: string;
  /** Whether the cookies go over TLS only. */
  isSecure: boolean;
}

const QUEUES = "/admin/queues";
const STYLE = readFileSync(join(__dirname, "admin.css"), "utf8");
const LIVE = readFileSync(join(__dirname, "live.js"), "utf8");

/** Nothing runs, and nothing is loaded, but the area's own style and pictures. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The admin area behind its login: mounted at `/admin`. */
export function adminRouter(deps: AdminDeps): Router {
  const credentials = openCredentials(deps.db, deps);
  const sessions = openSessions(deps, credentials, deps);
  const door: Door = { credentials, sessions, throttle: newLoginThrottle() };
  const router = Router();
  router.use((_request, response, next) => {
    response.set({ "Content-Security-Policy": POLICY, "Cache-Control": "no-store" });
    next();
  });
  router.get("/style.css", (_request, response) => {
    response.type("css").send(STYLE);
  });
  router.get("/live.js", (_request, response) => {
    response.type("js").send(LIVE);
  });
  router.use(doorRoutes(door));
  router.use(mountAdmin({ db: deps.db, door }, adminRows(deps)));
  router.use("/queues", requireRole(door, "viewer"), queueBoard(deps.boards, QUEUES));
  // What is not there tells nobody so who is not signed in.
  router.use(requireRole(door, "viewer"));
  router.use(answerPeople);
  return router;
}
