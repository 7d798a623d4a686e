import { countPendingMigrations, type DatabaseHandle } from "@cartwright/db";
import { Router } from "express";
import { refuseOtherMethods } from "./problem-handler.ts";

export interface HealthDeps {
  database: Pick<DatabaseHandle, "db" | "pool">;
  /** Throws, or hangs, when Redis gives no answer. */
  pingRedis: () => Promise<void>;
  timeoutMs?: number;
}

/** Shorter than any prober's patience. */
const TIMEOUT_MS = 1_000;

/**
 * `/live`: whether the process answers, for who would start it anew. `/health`: what works, for people and monitors. `/ready`:
 * whether to send requests here. Redis being away makes the API
 * slower to start on orders, not unable to accept them: it stays ready.
 */
export function healthRouter(deps: HealthDeps): Router {
  const { timeoutMs = TIMEOUT_MS } = deps;
  const isUp = (ask: () => Promise<unknown>): Promise<boolean> =>
    within(timeoutMs, ask()).then(
      () => true,
      () => false,
    );
  const router = Router();
  router
    .route("/live")
    .get((_request, response) => {
      // Whatever is away: no new process would bring it back.
      response.set("Cache-Control", "no-store").json({ status: "ok" });
    })
    .all(refuseOtherMethods("GET"));
  router
    .route("/health")
    .get(async (_request, response) => {
      const [postgres, redis] = await Promise.all([
        isUp(() => deps.database.pool.query("SELECT 1")),
        isUp(deps.pingRedis),
      ]);
      const status = postgres ? (redis ? "ok" : "degraded") : "down";
      const components = { postgres: { status: postgres ? "up" : "down" }, redis: { status: redis ? "up" : "down" } };
      response
        .status(postgres ? 200 : 503)
        .set("Cache-Control", "no-store")
        .json({ status, components });
    })
    .all(refuseOtherMethods("GET"));
  router
    .route("/ready")
    .get(async (_request, response) => {
      const answer = await readiness(deps, timeoutMs);
      response
        .status(answer.ready ? 200 : 503)
        .set("Cache-Control", "no-store")
        .json(answer);
    })
    .all(refuseOtherMethods("GET"));
  return router;
}

async function readiness(deps: HealthDeps, timeoutMs: number): Promise<{ ready: boolean; reason?: string }> {
  try {
    const pending = await within(timeoutMs, countPendingMigrations(deps.database.db));
    return pending === 0 ? { ready: true } : { ready: false, reason: `${pending} migrations have not been run` };
  } catch {
    return { ready: false, reason: "Postgres gives no answer" };
  }
}

/** Rejects when there is no answer in time; the late one is dropped. */
async function within<T>(timeoutMs: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
