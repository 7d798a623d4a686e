import { type Dice, openDice } from "./dice.ts";
import type { Subject } from "./subject.ts";
import type { FaultPoint } from "./windows.ts";

/** What the shop does with an order's purchase. */
export interface ShopPlan {
  answer: "ok" | "slow" | "late" | "lost" | "error_after" | "error_before" | "declined" | "never";
  /** How long a stored purchase is missing in the history. */
  historyLagMs: number;
  /** How many looks into the history fail before one succeeds. */
  historyFaults: number;
  /** How many visits the shop turns away first. */
  closedVisits: number;
  /** The review page asks for more than the cart did, and for more than max_price. */
  isDearAtTheEnd: boolean;
}

/** What strikes a process when it comes to a point with this order in hand: once each. */
export interface Strike {
  at: FaultPoint;
  act: "kill" | "stop" | "stall" | "crash";
  /** Of a stop or a stall. */
  forMs: number;
}

/** The statements that the proxy in front of Postgres knows. `record` is the COMMIT of an outcome. */
export type Statement = "accept-order" | "claim-order" | "commit-submit" | "renew-lease" | "record";

/** A connection that dies around a statement: before it arrives, or after it was executed and before its answer. */
export interface Cut {
  statement: Statement;
  when: "before" | "after";
  /** Only under this fence; a cut without one strikes the first. */
  fence?: number;
}

export type LevelName = "protocol" | "browser" | "calm" | "hurried" | "unhurried";

export interface OrderPlan {
  /** Of the paper shop. The demo shop's products bring their own scenarios. */
  shop: ShopPlan;
  /** Of the demo shop. */
  product: string;
  strikes: Strike[];
  cuts: Cut[];
  /** Jobs beside the order's own. */
  extraJobs: number;
}

/** How fast a level lives: what its workers are configured with. */
interface Timings {
  leaseMs: number;
  heartbeatMs: number;
  releaseMs: number;
  settleMs: number;
  looksAfterMs: readonly number[];
}

/** What strikes how many of the orders: shares. */
interface Mix {
  kill: number;
  stop: number;
  zombie: number;
  stall: number;
  crash: number;
  cut: number;
  extraJobs: number;
}

interface LevelPlan {
  timings: Timings;
  mix: Mix;
  /** Where its kills strike, if not anywhere. */
  killPoints?: readonly [FaultPoint, ...FaultPoint[]];
  /** The shop sells what it is asked for, and says so. */
  hasGoodShop?: boolean;
}

/** A minute of an operator's in two seconds. */
const PAPER_TIMINGS: Timings = {
  leaseMs: 1_500,
  heartbeatMs: 300,
  releaseMs: 1_000,
  settleMs: 400,
  looksAfterMs: [0, 200, 600, 1_200],
};

/**
 * Points at which the way back from a kill is a matter of the lease: the order is worked on again, or its purchase is found.
 * (One that never left the browser is proven absent first, which takes as long as the looks take, by design.)
 */
export const RECOVERY_POINTS: readonly [FaultPoint, ...FaultPoint[]] = [
  "claimed",
  "review-read",
  "before-commit",
  "answered",
  "outcome-read",
];

const NO_FAULTS: Mix = { kill: 0, stop: 0, zombie: 0, stall: 0, crash: 0, cut: 0, extraJobs: 0 };

export const LEVELS = {
  protocol: {
    timings: PAPER_TIMINGS,
    // A process that is killed or frozen takes forty orders with it, and costs half a second of a core to start again.
    mix: { kill: 0.012, stop: 0.003, zombie: 0.02, stall: 0.08, crash: 0.04, cut: 0.27, extraJobs: 0.1 },
  },
  browser: {
    timings: {
      leaseMs: 5_000,
      heartbeatMs: 1_000,
      releaseMs: 3_000,
      settleMs: 1_000,
      looksAfterMs: [0, 500, 1_000, 2_000],
    },
    // Crashes are real ones here: see the upsets.
    mix: { kill: 0.15, stop: 0.04, zombie: 0.02, stall: 0.08, crash: 0, cut: 0.4, extraJobs: 0.15 },
  },
  // Nothing goes wrong but what the play itself does.
  calm: {
    timings: { leaseMs: 10_000, heartbeatMs: 2_000, releaseMs: 5_000, settleMs: 1_000, looksAfterMs: [0, 1_000] },
    mix: NO_FAULTS,
    hasGoodShop: true,
  },
  // The protocol level's timings, and every order's worker killed.
  hurried: {
    timings: PAPER_TIMINGS,
    mix: { ...NO_FAULTS, kill: 1 },
    killPoints: RECOVERY_POINTS,
    hasGoodShop: true,
  },
  // The same at the timings that operators get.
  unhurried: {
    timings: {
      leaseMs: 60_000,
      heartbeatMs: 15_000,
      releaseMs: 30_000,
      settleMs: 30_000,
      looksAfterMs: [0, 30_000, 120_000, 600_000],
    },
    mix: { ...NO_FAULTS, kill: 1 },
    killPoints: RECOVERY_POINTS,
    hasGoodShop: true,
  },
} as const satisfies Record<LevelName, LevelPlan>;

/** What a process is frozen for, when its order's plan says so: long enough for everybody else to draw conclusions. */
export const frozenForMs = (level: LevelName): number => 4 * LEVELS[level].timings.leaseMs;

/** What befalls one order of a run: the same for the same seed and number, in every process. */
export function planOrder(level: LevelName, subject: Subject): OrderPlan {
  const { timings, mix, killPoints = KILL_POINTS, hasGoodShop = false }: LevelPlan = LEVELS[level];
  const dice = openDice(subject.seed, subject.n);
  const plan: OrderPlan = {
    shop: hasGoodShop ? GOOD_SHOP : planShop(dice, timings),
    product: dice.weigh(PRODUCT_WEIGHTS),
    strikes: [],
    cuts: [],
    extraJobs: 0,
  };
  const overslept = Math.round(timings.leaseMs * 1.4);
  if (dice.chance(mix.kill)) plan.strikes.push({ at: dice.pick(killPoints), act: "kill", forMs: 0 });
  if (dice.chance(mix.stop)) plan.strikes.push({ at: dice.pick(STOP_POINTS), act: "stop", forMs: frozenForMs(level) });
  if (dice.chance(mix.zombie)) planZombieWithoutAnswer(plan, overslept);
  else if (dice.chance(mix.stall)) plan.strikes.push({ at: dice.pick(STALL_POINTS), act: "stall", forMs: overslept });
  if (dice.chance(mix.crash)) plan.strikes.push({ at: dice.pick(CRASH_POINTS), act: "crash", forMs: 0 });
  if (dice.chance(mix.cut))
    plan.cuts.push({ statement: dice.weigh(CUT_WEIGHTS), when: dice.pick(["before", "after"]) });
  if (dice.chance(mix.extraJobs)) plan.extraJobs = dice.between(1, 3);
  return plan;
}

const KILL_POINTS: readonly [FaultPoint, ...FaultPoint[]] = [
  "accept-validated",
  "accept-committed",
  "announcing",
  "announced",
  "job-fetched",
  "claimed",
  "review-read",
  "before-commit",
  "committed",
  "committed",
  "on-the-wire",
  "on-the-wire",
  "answered",
  "outcome-read",
  "recorded",
  "let-go",
  "looked-at",
  "doubt-taken",
  "history-read",
];
/** Where a whole process is frozen: on the wire is the worst place. */
const STOP_POINTS: readonly [FaultPoint, ...FaultPoint[]] = [
  "on-the-wire",
  "on-the-wire",
  "committed",
  "before-commit",
  "claimed",
];
/** Where one order is forgotten for longer than its lease, while its process goes on. */
const STALL_POINTS: readonly [FaultPoint, ...FaultPoint[]] = ["claimed", "review-read", "before-commit", "committed"];
/** Where the browser crashes under the order. */
const CRASH_POINTS: readonly [FaultPoint, ...FaultPoint[]] = ["review-read", "answered"];

const CUT_WEIGHTS: Readonly<Record<Statement, number>> = {
  "accept-order": 2,
  "claim-order": 2,
  "commit-submit": 4,
  "renew-lease": 1,
  record: 3,
};

/**
 * The worst of zombies: it holds its request until another has claimed, committed and released, and then its own commit has
 * no answer. What it believes to know (nothing was released) is true of itself and false of the order.
 */
function planZombieWithoutAnswer(plan: OrderPlan, forMs: number): void {
  plan.strikes.push({ at: "before-commit", act: "stall", forMs });
  plan.cuts.push({ statement: "commit-submit", when: "before", fence: 1 });
  plan.shop = { ...plan.shop, answer: "slow", closedVisits: 0, isDearAtTheEnd: false };
}

/** Products of the demo shop: ordinary ones, and those whose scenario has to do with the purchase. */
const PRODUCT_WEIGHTS = {
  "walnut-desk-organizer": 40,
  "linen-throw-blanket": 15,
  "enamel-stock-pot": 12,
  "wool-felt-slippers": 15,
  "leather-card-wallet": 5,
  "hand-thrown-mug": 4,
  "brass-reading-lamp": 5,
  "oak-step-stool": 4,
} as const;

const ANSWER_WEIGHTS: Readonly<Record<ShopPlan["answer"], number>> = {
  ok: 60,
  slow: 4,
  late: 6,
  lost: 10,
  error_after: 6,
  error_before: 4,
  declined: 5,
  never: 1,
};

const GOOD_SHOP: ShopPlan = {
  answer: "ok",
  historyLagMs: 0,
  historyFaults: 0,
  closedVisits: 0,
  isDearAtTheEnd: false,
};

function planShop(dice: Dice, timings: Timings): ShopPlan {
  const answer = dice.weigh(ANSWER_WEIGHTS);
  // Visible after the first look that counts, and before the last: one look is not enough, all of them are.
  const lagMs =
    timings.releaseMs + timings.settleMs + dice.between(100, Math.round(Math.max(...timings.looksAfterMs) * 0.6));
  return {
    answer,
    historyLagMs: dice.chance(0.5) && answer !== "slow" && answer !== "never" ? lagMs : 0,
    historyFaults: dice.chance(0.1) ? dice.between(1, 3) : 0,
    closedVisits: dice.chance(0.08) ? dice.between(1, 2) : 0,
    isDearAtTheEnd: dice.chance(0.05),
  };
}
