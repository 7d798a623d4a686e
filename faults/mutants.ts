import type { SourceEdit } from "./build.ts";
import type { LevelName, OrderPlan } from "./plan.ts";

/** A guard that is switched off, in a build of its own. A suite that does not notice has no teeth. */
export interface Mutant {
  name: string;
  /** What the guard is for: what must go wrong without it. */
  guards: string;
  level: LevelName;
  edits: readonly SourceEdit[];
  /** Orders whose plan puts the guard to the test. */
  isTest: (plan: OrderPlan) => boolean;
  /** How many of them. */
  orders?: number;
}

const CLAIM = "packages/db/src/claim-store.ts";
const SUBMIT = "packages/db/src/submit-store.ts";
const ATTEMPT = "apps/worker/src/checkout/attempt.ts";

/** As if the database had said so. */
const COMMITTED = "{ intentAt: new Date(), deadline: new Date(Date.now() + 1_000), lsn: '0/1', systemIdentifier: '1' }";

const strikes = (plan: OrderPlan, act: string, at: string): boolean =>
  plan.strikes.some((strike) => strike.act === act && strike.at === at);
const isQuiet = (plan: OrderPlan): boolean => plan.strikes.length === 0 && plan.cuts.length === 0;

export const MUTANTS: readonly Mutant[] = [
  {
    name: "no claim compare",
    guards: "A claim takes only an order that is due.",
    level: "protocol",
    edits: [{ file: CLAIM, find: "WHERE id = $1 AND ${IS_DUE}", replace: "WHERE id = $1 AND phase <> 'done'" }],
    isTest: (plan) => plan.extraJobs > 1 && isQuiet(plan),
  },
  {
    name: "no fence",
    guards: "What an old claim believes to know counts for nothing.",
    level: "protocol",
    edits: [
      {
        file: SUBMIT,
        find: "WHERE id = $1 AND fence = $2 AND lease_owner",
        replace: "WHERE id = $1 AND $2::bigint > 0 AND lease_owner",
      },
      {
        file: SUBMIT,
        find: "eq(orderSubmits.orderId, claim.orderId), eq(orderSubmits.fence, claim.fence), isNull",
        replace: "eq(orderSubmits.orderId, claim.orderId), isNull",
      },
      {
        file: CLAIM,
        find: "and(eq(orders.id, claim.orderId), eq(orders.fence, claim.fence), eq(orders.phase",
        replace: "and(eq(orders.id, claim.orderId), eq(orders.phase",
      },
      {
        file: CLAIM,
        find: "AND lease_owner = $2 AND fence = $3 AND phase IN",
        replace: "AND lease_owner = $2 AND $3::bigint > 0 AND phase IN",
      },
    ],
    isTest: (plan) => plan.cuts.some(({ fence }) => fence !== undefined),
  },
  {
    name: "no commit row",
    guards: "A purchase is written down before it is released.",
    level: "protocol",
    edits: [
      {
        file: SUBMIT,
        find: "    ...COMMIT,\n",
        replace: "    ...(await Promise.resolve({ name: 'no-commit', text: COMMIT_NOTHING })),\n",
      },
      {
        file: SUBMIT,
        find: "/** The journal row of this claim",
        replace: `const COMMIT_NOTHING = "SELECT now() AS intent_at, now() AS deadline, '0/1' AS lsn, '1' AS system_identifier WHERE ($1::uuid, $2::bigint, $3::uuid, $4::int, $5::text, $6::int, $7::text, $8::boolean, $9::text) IS NOT NULL";\n/** The journal row of this claim`,
      },
    ],
    isTest: (plan) => isQuiet(plan) && plan.shop.answer === "ok",
  },
  {
    name: "no kill-confirm",
    guards: "Absence is believed only when the sender and its browser are proven dead.",
    level: "protocol",
    edits: [
      {
        file: "apps/worker/src/upkeep/prove-sender-dead.ts",
        find: "  if (sender.host !== self.host || sender.id === self.id) return { isDead: false };",
        replace: '  if (sender.host !== "") return { isDead: true };',
      },
    ],
    isTest: (plan) => strikes(plan, "stop", "on-the-wire") && plan.shop.answer === "ok",
    // Each freezes a whole worker, and there are three: one must be left to look.
    orders: 2,
  },
  {
    name: "one empty look trusted",
    guards: "A purchase is absent when every look says so, over minutes.",
    level: "protocol",
    edits: [
      {
        file: "apps/worker/src/upkeep/reconcile-orders.ts",
        find: "if (next === undefined || before === undefined)",
        replace: "if (looks > 0 || next === undefined || before === undefined)",
      },
    ],
    isTest: (plan) => isQuiet(plan) && plan.shop.historyLagMs > 0 && ["lost", "error_after"].includes(plan.shop.answer),
  },
  {
    name: "no job generation",
    guards: "A finished job of an order does not stand in the way of its next one.",
    level: "protocol",
    edits: [
      {
        file: "packages/queue/src/catalog.ts",
        find: "return `o-${orderId}-g${generation}`;",
        replace: "return `o-${orderId}-g${generation * 0}`;",
      },
    ],
    isTest: (plan) => isQuiet(plan) && plan.shop.closedVisits > 0,
  },
  {
    name: "reload after an error",
    guards: "Past the release nothing reloads, and the gate lets one operation through once.",
    level: "protocol",
    edits: [
      {
        file: "apps/worker/src/checkout/visit.ts",
        find: "async function lookAt(page: Page): Promise<SubmitEvidence> {\n",
        replace: `async function lookAt(page: Page): Promise<SubmitEvidence> {
  if (page.url().endsWith("error")) await page.reload();\n`,
      },
      {
        file: "apps/worker/src/browser/purchase-gate.ts",
        find: "if (state.released.has(operation) || state.stage",
        replace: "if (state.stage",
      },
    ],
    isTest: (plan) => isQuiet(plan) && ["lost", "error_after"].includes(plan.shop.answer),
  },
  {
    name: "price read before the last page",
    guards: "The total that counts stands on the last page before the purchase.",
    level: "protocol",
    edits: [
      { file: ATTEMPT, find: "  await run.reachReview();\n", replace: "" },
      {
        file: ATTEMPT,
        find: '  const held = await step("press buy"',
        replace: '  await run.reachReview();\n  const held = await step("press buy"',
      },
    ],
    isTest: (plan) => isQuiet(plan) && plan.shop.isDearAtTheEnd,
  },
  {
    name: "released without the commit's answer",
    guards: "A commit whose answer is lost may not have happened: then nothing is released.",
    level: "protocol",
    edits: [
      {
        file: ATTEMPT,
        find: '    return { kind: "not_released", reason: `The commit had no answer (${messageOf(error)})` };',
        replace: `    committed = ${COMMITTED};`,
      },
    ],
    isTest: (plan) =>
      plan.cuts.some(({ statement, when }) => statement === "commit-submit" && when === "before") &&
      plan.strikes.length === 0,
  },
  {
    name: "idle connections left open",
    guards: "A purchase goes out on a fresh connection, on which Chromium sends nothing again by itself.",
    level: "browser",
    edits: [{ file: "apps/worker/src/browser/browser-pool.ts", find: "      proxy.cutConnections();\n", replace: "" }],
    isTest: (plan) => isQuiet(plan) && plan.extraJobs === 0 && plan.product === "wool-felt-slippers",
    orders: 6,
  },
];
