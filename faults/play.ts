import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Run } from "../scripts/stack/run.ts";
import type { Steps } from "../scripts/terminal/steps.ts";
import type { SourceEdit } from "./build.ts";
import { openClients } from "./clients.ts";
import { openDice } from "./dice.ts";
import { addExtraJobs } from "./extra-jobs.ts";
import { findLeftovers } from "./leftovers.ts";
import { countOpen, healed } from "./healed.ts";
import { findViolations, type Sale, STUCK, type Violation } from "./invariants.ts";
import type { Kept } from "./keeper.ts";
import { frozenForMs, type LevelName, LEVELS, planOrder } from "./plan.ts";
import { judgePostgres } from "./postgres-judge.ts";
import { measureRecovery } from "./recovery.ts";
import { countStrikes, type PlayReport } from "./report.ts";
import { openStage, type Stage } from "./stage.ts";
import { nameOf, type Subject } from "./subject.ts";
import { tellStories } from "./tell-story.ts";
import { startUpsets, type UpsetPlan } from "./upsets.ts";
import { wakeTheFrozen } from "./wake-the-frozen.ts";

/** One way to play: with a browser or without. */
export interface Level {
  name: LevelName;
  /** Orders that are not terminal, at the most: the faults hit a service at work, not a heap that waits. */
  openAtMost: number;
  upsets: UpsetPlan;
  /** How long what an upset freezes is frozen: shorter and longer than a lease. */
  freezeMs: readonly [shortest: number, longest: number];
  /** Builds and starts the programs. */
  cast: (stage: Stage, edits: readonly SourceEdit[]) => Promise<Cast>;
}

/** The programs of a play. */
export interface Cast {
  api: Kept;
  apiUrl: string;
  workers: readonly [Kept, ...Kept[]];
  shop: Kept;
  /** What is posted for an order. */
  orderFor: (subject: Subject) => Record<string, unknown>;
  readBooks: () => Promise<ShopBooks>;
  /** What stands in this process before the shop. */
  closeFronts?: () => void;
}

/** What the retailer says: what it sold, and what it did wrong. */
export interface ShopBooks {
  sales: Sale[];
  misdeeds: Readonly<Record<string, number>>;
}

export interface PlayOptions {
  name: string;
  seed: number;
  /** Which of the seed's orders. */
  numbers: readonly number[];
  /** A guard that is off. */
  edits?: readonly SourceEdit[];
  /** Without: what is planned for single orders only. */
  hasUpsets: boolean;
  /** Play on after the first violation, to see them all. */
  isThorough: boolean;
  healWithinMs: number;
  /** How the orders come; as fast as they are worked off, if nothing else is said. */
  feed?: Feed;
}

/** Brings a play's orders to the API. */
export type Feed = (stage: Stage, cast: Cast, options: PlayOptions) => Promise<Fed>;

interface Fed {
  /** The keys of the orders that the API has acknowledged. */
  acknowledged: readonly string[];
  /** Figures worth a line in the report. */
  notes: string[];
}

const LOOK_MS = 100;
const BURST = 25;
/** Longer than anything that is done to the service takes to heal. */
const STALLED_MS = 5 * 60_000;
/** The request of a process that was frozen on the wire takes no longer to arrive. */
const AFTER_WAKING_MS = 500;

/** Plays orders on a level while things go wrong, lets everything heal, and looks whether the promise was kept. */
export async function play(run: Run, steps: Steps, level: Level, options: PlayOptions): Promise<PlayReport> {
  const startedAt = performance.now();
  const stage = await openStage(run, steps, {
    name: options.name,
    level: level.name,
    judge: (tally) =>
      judgePostgres(
        (subject) => planOrder(level.name, subject),
        ({ statement, when }) => tally.count(`connection cut ${when} ${statement}`),
      ),
  });
  try {
    const cast = await steps.step("Programs with fault points", () => level.cast(stage, options.edits ?? []));
    let played: PlayReport;
    try {
      const fed = await playOut(stage, level, cast, options);
      played = await report(stage, level, cast, { options, fed, startedAt });
    } finally {
      await Promise.all([cast.api, ...cast.workers].map((kept) => kept.end()));
      await cast.shop.end();
      cast.closeFronts?.();
    }
    played.violations.push(...findLeftovers(stage.folder, stage.redis.folder, stage.apiKey));
    return played;
  } finally {
    await stage.close();
  }
}

/** Resolves once all is healed. */
async function playOut(stage: Stage, level: Level, cast: Cast, options: PlayOptions): Promise<Fed> {
  const { pool } = stage.database;
  const waker = wakeTheFrozen(path.join(stage.folder, "strikes.log"), cast.workers, frozenForMs(level.name));
  const fed = await (options.feed?.(stage, cast, options) ?? postAll(stage, level, cast, options));
  const isOver = async (): Promise<boolean> =>
    !options.isThorough && (await findAll(stage, level, cast, fed.acknowledged)).some(({ rule }) => rule !== STUCK);
  await stage.steps.step("Heal", async () => {
    await healed(pool, options.healWithinMs, isOver);
    // Whoever wakes now may still do what it must not.
    await waker.stop();
    await sleep(AFTER_WAKING_MS);
  });
  return fed;
}

/** Posts the orders as fast as they are worked off. */
async function postAll(stage: Stage, level: Level, cast: Cast, options: PlayOptions): Promise<Fed> {
  const { seed, numbers } = options;
  const clients = openClients(() => cast.apiUrl, stage.apiKey);
  const world = { stage, api: cast.api, workers: cast.workers, freezeMs: level.freezeMs };
  const upsets = options.hasUpsets ? startUpsets(world, openDice(seed, 0xfa17), level.upsets) : undefined;
  const jobs = addExtraJobs(stage);
  const posting = new Set<Promise<void>>();
  const post = (subject: Subject): void => {
    const posted = clients
      .post(nameOf(subject), cast.orderFor(subject))
      .then(() => jobs.add(subject, planOrder(level.name, subject).extraJobs))
      .finally(() => posting.delete(posted));
    posting.add(posted);
  };
  await stage.steps.step(`${numbers.length} orders, seed ${seed}`, async () => {
    for (const [index, n] of numbers.entries()) {
      const burst = Math.min(BURST, Math.ceil(level.openAtMost / 2));
      if (index % burst === 0) await roomFor(stage, level, posting);
      post({ seed, n });
    }
    await Promise.all(posting);
  });
  await upsets?.stop();
  await jobs.close();
  return { acknowledged: clients.acknowledged(), notes: [`${clients.retries()} posts tried again`] };
}

/** Waits until orders have ended. Throws where none does any more: then there is nothing to find out about them. */
async function roomFor(stage: Stage, { openAtMost }: Level, posting: ReadonlySet<unknown>): Promise<void> {
  const until = performance.now() + STALLED_MS;
  while (posting.size + (await openOrders(stage)) >= openAtMost) {
    if (performance.now() > until)
      throw new Error(`no order has ended for ${STALLED_MS / 60_000} minutes: see the logs in ${stage.folder}`);
    await sleep(LOOK_MS);
  }
}

/** While Postgres is being restarted is no time for more. */
const openOrders = ({ database }: Stage): Promise<number> =>
  countOpen(database.pool).catch(() => Number.POSITIVE_INFINITY);

const findAll = (stage: Stage, { name }: Level, cast: Cast, acknowledged: readonly string[]): Promise<Violation[]> =>
  findViolations({
    pool: stage.database.pool,
    readSales: async () => (await cast.readBooks()).sales,
    acknowledged,
    leaseMs: LEVELS[name].timings.leaseMs,
  });

async function report(
  stage: Stage,
  level: Level,
  cast: Cast,
  played: { options: PlayOptions; fed: Fed; startedAt: number },
): Promise<PlayReport> {
  const { misdeeds } = await cast.readBooks();
  for (const [misdeed, times] of Object.entries(misdeeds)) stage.tally.count(misdeed, times);
  const strikesLog = path.join(stage.folder, "strikes.log");
  countStrikes(stage.tally, strikesLog);
  const { options, fed, startedAt } = played;
  const violations = await findAll(stage, level, cast, fed.acknowledged);
  return {
    level: level.name,
    seed: options.seed,
    from: options.numbers[0] ?? 0,
    orders: options.numbers.length,
    acknowledged: fed.acknowledged.length,
    tally: stage.tally,
    violations,
    stories: await tellStories(stage.database.pool, violations),
    recovery: await measureRecovery(stage.database.pool, strikesLog, options.seed),
    notes: fed.notes,
    seconds: (performance.now() - startedAt) / 1_000,
  };
}
