import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { buildInstrumented, type SourceEdit } from "./build.ts";
import { type Kept, keep } from "./keeper.ts";
import { type LevelName, LEVELS } from "./plan.ts";
import { freePort, type Stage } from "./stage.ts";

const LOOK_MS = 50;
const STARTED_WITHIN_MS = 60_000;
const LOG_SHOWN = 2_000;

/** The order's name is its id: every process knows what is planned for it. */
const ORDER_ID_EDIT: SourceEdit = {
  file: "apps/api/src/orders/accept-order.ts",
  find: "id: randomUUID(),",
  replace: "id: globalThis.cartwrightFaults.orderId(idempotencyKey),",
};

const built = (stage: Pick<Stage, "folder">, name: string): string => path.join(stage.folder, "build", `${name}.cjs`);

/** The API with its fault points, and the agent that acts at everybody's. */
export async function buildApi(stage: Pick<Stage, "folder">): Promise<void> {
  await Promise.all([
    buildInstrumented({ entry: "faults/agent.ts", outfile: built(stage, "agent"), leaves: [] }),
    buildInstrumented({
      entry: "apps/api/src/main.ts",
      outfile: built(stage, "api"),
      // They look for files of their own beside themselves.
      leaves: ["@bull-board/", "jsonc-parser"],
      edits: [ORDER_ID_EDIT],
    }),
  ]);
}

export async function keepApi(stage: Stage, shopUrl: string): Promise<{ api: Kept; apiUrl: string }> {
  const port = await freePort();
  const api = keep(stage.run, "api", () =>
    stage.program("api", built(stage, "api"), {
      API_PORT: String(port),
      DEMO_SHOP_URL: shopUrl,
      LOG_LEVEL: "warn",
      // One client of the suite is as busy as many.
      RATE_LIMIT_PER_KEY: "0",
      RATE_LIMIT_PER_IP: "0",
    }),
  );
  const apiUrl = `http://127.0.0.1:${port}`;
  await answersAt(stage, "api", `${apiUrl}/health`);
  return { api, apiUrl };
}

/** At every so many starts a worker's clock is an hour fast, or slow, where a clock can be faked. */
const CLOCKS = [undefined, undefined, "+1h", undefined, undefined, "-1h"] as const;

export function keepWorkers(
  stage: Stage,
  count: number,
  envOf: (name: string) => Readonly<Record<string, string>>,
): [Kept, ...Kept[]] {
  let starts = 0;
  const worker = (n: number): Kept => {
    const name = `worker-${n}`;
    return keep(stage.run, name, () => {
      const clock = CLOCKS[(starts += 1) % CLOCKS.length];
      return stage.program(name, built(stage, "worker"), { ...envOf(name), ...fakeClock(stage, clock) });
    });
  };
  const workers: [Kept, ...Kept[]] = [worker(0)];
  for (let n = 1; n < count; n += 1) workers.push(worker(n));
  return workers;
}

function fakeClock(stage: Stage, clock: string | undefined): Record<string, string> {
  if (stage.fakeClock === undefined || clock === undefined) return {};
  stage.tally.count(`worker's clock ${clock}`);
  return {
    LD_PRELOAD: stage.fakeClock,
    FAKETIME: clock,
    // Not the monotonic one: that is the host's own, and what deadlines go by.
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
    DONT_FAKE_MONOTONIC: "1",
  };
}

/** A worker's configuration, as far as its level's plans depend on it. */
export function timingEnv(level: LevelName): Record<string, string> {
  const { timings } = LEVELS[level];
  return {
    WORKER_HEALTH_PORT: "0",
    LOG_LEVEL: "warn",
    LEASE_MS: String(timings.leaseMs),
    HEARTBEAT_MS: String(timings.heartbeatMs),
    RELEASE_WITHIN_MS: String(timings.releaseMs),
    SETTLE_MS: String(timings.settleMs),
    LOOKS_AFTER_MS: timings.looksAfterMs.join(","),
  };
}

/** Waits until somebody answers there, whatever it is. Throws with the end of its log when a program does not within a minute of its start. */
export async function answersAt({ folder }: Stage, name: string, url: string): Promise<void> {
  const until = performance.now() + STARTED_WITHIN_MS;
  for (;;) {
    try {
      await fetch(url);
      return;
    } catch (error) {
      if (performance.now() < until) {
        await sleep(LOOK_MS);
        continue;
      }
      const log = readFileSync(path.join(folder, `${name}.log`), "utf8").slice(-LOG_SHOWN);
      throw new Error(`the ${name} gave no answer within ${STARTED_WITHIN_MS / 1_000} s; its log ends:\n${log}`, {
        cause: error,
      });
    }
  }
}
