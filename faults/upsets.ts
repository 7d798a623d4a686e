import { readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { profilePrefix } from "../apps/worker/src/browser/profile-name.ts";
import { commandLineOf } from "../scripts/processes/process-identity.ts";
import type { Dice } from "./dice.ts";
import type { Kept } from "./keeper.ts";
import type { Stage } from "./stage.ts";

/** What is struck from outside, whatever order is in hand. */
export interface Upsettable {
  stage: Stage;
  api: Kept;
  workers: readonly [Kept, ...Kept[]];
  /** How long a process is frozen: shorter and longer than a lease. */
  freezeMs: readonly [shortest: number, longest: number];
}

/** `skipped`: it cannot be done on this machine. */
type Upset = (world: Upsettable, dice: Dice) => Promise<unknown>;

const freezeTime = ({ freezeMs: [shortest, longest] }: Upsettable, dice: Dice): number =>
  dice.between(shortest, longest);

async function freeze(process: Kept, forMs: number): Promise<void> {
  const pid = process.pid();
  process.signal("SIGSTOP");
  await sleep(forMs);
  // Another worker may have ended it as frozen: whoever came in its place is not woken.
  if (process.pid() === pid) process.signal("SIGCONT");
}

/** Every process of a worker's browser, or those with a word in their command line. */
function browserProcesses(worker: Kept, word = ""): number[] {
  const pid = worker.pid();
  if (pid === undefined) return [];
  const mark = profilePrefix(pid);
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((candidate) => candidate !== pid)
    .filter((candidate) => {
      const commandLine = commandLineOf(candidate);
      return commandLine.includes(mark) && commandLine.includes(word);
    });
}

function strikeBrowser(worker: Kept, signal: NodeJS.Signals): "skipped" | undefined {
  const processes = browserProcesses(worker);
  for (const pid of processes) signalProcess(pid, signal);
  return processes.length === 0 ? "skipped" : undefined;
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

const UPSETS = {
  "worker killed": async ({ workers }, dice) => dice.pick(workers).signal("SIGKILL"),
  "worker frozen": async (world, dice) => freeze(dice.pick(world.workers), freezeTime(world, dice)),
  "worker's event loop blocked": async ({ workers }, dice) => dice.pick(workers).signal("SIGUSR2"),
  "worker drained": async ({ workers }, dice) => dice.pick(workers).signal("SIGTERM"),
  "supervisor killed": async (world, dice) => dice.pick(world.workers).orphan(freezeTime(world, dice)),
  "API killed": async ({ api }) => api.signal("SIGKILL"),
  "API frozen": async (world, dice) => freeze(world.api, freezeTime(world, dice)),
  "Redis killed": async ({ stage }) => stage.redis.kill(),
  "Redis flushed": async ({ stage }) => stage.redis.flushAll(),
  "Redis hung": async (world, dice) => world.stage.redis.freeze(freezeTime(world, dice)),
  "Redis out of memory": async ({ stage }, dice) => stage.redis.starve(dice.between(300, 1_500)),
  "Redis from an old snapshot": async ({ stage }) => {
    await stage.redis.restoreSnapshot();
    stage.redis.takeSnapshot();
  },
  "Redis connections cut": async ({ stage }) => stage.redis.cutConnections(),
  "spool's disk full": async ({ stage }, dice) => {
    if (stage.spoolDisk === undefined) return "skipped";
    stage.spoolDisk.fill();
    await sleep(dice.between(200, 1_500));
    stage.spoolDisk.empty();
    return undefined;
  },
  "Postgres restarted at once": async ({ stage }) => stage.postgres.restartImmediately(),
  "Postgres connections cut": async ({ stage }) => {
    stage.postgres.proxy.cutAll();
  },
  "Postgres out of reach": async ({ stage }, dice) => {
    stage.postgres.proxy.setOpen(false);
    await sleep(dice.between(200, 1_200));
    stage.postgres.proxy.setOpen(true);
  },
  "browser killed": async ({ workers }, dice) => strikeBrowser(dice.pick(workers), "SIGKILL"),
  "page's process killed": async ({ workers }, dice) => {
    const pages = browserProcesses(dice.pick(workers), "--type=renderer");
    const [first, ...more] = pages;
    if (first === undefined) return "skipped";
    signalProcess(dice.pick([first, ...more]), "SIGKILL");
    return undefined;
  },
  "browser frozen": async (world, dice) => {
    const worker = dice.pick(world.workers);
    if (strikeBrowser(worker, "SIGSTOP") === "skipped") return "skipped";
    await sleep(freezeTime(world, dice));
    strikeBrowser(worker, "SIGCONT");
    return undefined;
  },
} as const satisfies Record<string, Upset>;

type UpsetName = keyof typeof UPSETS;

/** How often each comes, against the others. */
export const UPSET_WEIGHTS = {
  "worker killed": 6,
  "worker frozen": 4,
  "worker's event loop blocked": 3,
  "worker drained": 2,
  "supervisor killed": 2,
  "API killed": 2,
  "API frozen": 1,
  "Redis killed": 3,
  "Redis flushed": 4,
  "Redis hung": 2,
  "Redis out of memory": 2,
  "Redis from an old snapshot": 2,
  "Redis connections cut": 3,
  "spool's disk full": 2,
  "Postgres restarted at once": 2,
  "Postgres connections cut": 4,
  "Postgres out of reach": 2,
} as const satisfies UpsetPlan["weights"];

export interface UpsetPlan {
  weights: Readonly<Partial<Record<UpsetName, number>>>;
  /** From the end of one to the next. */
  pauseMs: readonly [shortest: number, longest: number];
}

/** One upset after the other until it is told to stop; then all is well again. */
export function startUpsets(world: Upsettable, dice: Dice, plan: UpsetPlan): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const loop = async (): Promise<void> => {
    world.stage.redis.takeSnapshot();
    for (;;) {
      await sleep(dice.between(...plan.pauseMs), undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      const name = dice.weigh(plan.weights as Record<UpsetName, number>);
      if ((await UPSETS[name](world, dice)) !== "skipped") world.stage.tally.count(name);
    }
  };
  const running = loop();
  running.catch(() => undefined);
  return {
    stop: async () => {
      stopping.abort();
      await running;
      for (const process of [world.api, ...world.workers]) process.signal("SIGCONT");
    },
  };
}
