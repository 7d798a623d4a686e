import { countPendingMigrations, type DatabaseHandle } from "@cartwright/db";
import { z } from "zod";
import { publicRoute, type Route } from "./route.ts";

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
export function healthRoutes(deps: HealthDeps): Route[] {
  return [liveRoute, healthRoute(deps), readyRoute(deps)];
}

const TAG = "Health";

const liveRoute = publicRoute({
  method: "get",
  path: "/live",
  id: "getLiveness",
  tag: TAG,
  isUncounted: true,
  summary: "Say whether this process answers",
  answers: { 200: { description: "It does", body: z.object({ status: z.literal("ok") }) } },
  handle: ({ response }) => {
    // Whatever is away: no new process would bring it back.
    response.set("Cache-Control", "no-store").json({ status: "ok" });
  },
});

const Up = z.enum(["up", "warning", "down"]);
type Up = z.infer<typeof Up>;

const Health = z.object({
  status: Up,
  components: z.object({ db: Up, queue: Up, ordering: Up }),
  updated_at: z.iso.datetime(),
});

const healthRoute = (deps: HealthDeps): Route =>
  publicRoute({
    method: "get",
    path: "/health",
    id: "getHealth",
    tag: TAG,
    isUncounted: true,
    summary: "Say what works, component by component",
    answers: {
      200: { description: "Orders are accepted", body: Health },
      503: { description: "No order can be accepted now", body: Health },
    },
    handle: async ({ response }) => {
      const { timeoutMs = TIMEOUT_MS } = deps;
      const [db, queue] = await Promise.all([
        isUp(timeoutMs, deps.database.pool.query("SELECT 1")),
        isUp(timeoutMs, deps.pingRedis()),
      ]);
      // Redis being away makes a worker slower to hear of orders: they are accepted, and started on by and by.
      const status: Up = db ? (queue ? "up" : "warning") : "down";
      const components = { db: upOrDown(db), queue: upOrDown(queue), ordering: status };
      response
        .status(db ? 200 : 503)
        .set("Cache-Control", "no-store")
        .json({ status, components, updated_at: new Date().toISOString() });
    },
  });

const Readiness = z.object({ ready: z.boolean(), reason: z.string().optional() });

const readyRoute = (deps: HealthDeps): Route =>
  publicRoute({
    method: "get",
    path: "/ready",
    id: "getReadiness",
    tag: TAG,
    isUncounted: true,
    summary: "Say whether to send requests here",
    answers: {
      200: { description: "Send them", body: Readiness },
      503: { description: "Do not, and why", body: Readiness },
    },
    handle: async ({ response }) => {
      const answer = await readiness(deps, deps.timeoutMs ?? TIMEOUT_MS);
      response
        .status(answer.ready ? 200 : 503)
        .set("Cache-Control", "no-store")
        .json(answer);
    },
  });

const upOrDown = (isThere: boolean): Up => (isThere ? "up" : "down");

const isUp = (timeoutMs: number, answer: Promise<unknown>): Promise<boolean> =>
  within(timeoutMs, answer).then(
    () => true,
    () => false,
  );

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
