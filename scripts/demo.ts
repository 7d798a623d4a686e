import { parseArgs } from "node:util";
import { clockSince, describeOrder } from "./demo/describe-order.ts";
import { countInLedger, findTestProduct, followOrder, placeOrder, readTimeline } from "./demo/demo-order.ts";
import { type Child, lastWords } from "./processes/child.ts";
import { keepAlive } from "./stack/keep-alive.ts";
import type { Run } from "./stack/run.ts";
import { type Stack, startStack } from "./stack/start-stack.ts";
import { withRun } from "./stack/with-run.ts";
import type { Steps } from "./terminal/steps.ts";

const { keep } = parseArgs({ options: { keep: { type: "boolean", default: false } } }).values;
/** Of each app, when the order was not placed. */
const LOG_LINES = 10;
/** What a shell says of a command that a Ctrl-C ended. */
const CODE_WHEN_STOPPED = 130;

/** Starts everything, buys something in the demo shop, and shows what became of it. */
const demo = async (run: Run, steps: Steps): Promise<number> => {
  const stack = await startStack(run, steps);
  const fault = await buySomething(stack, steps).catch((error: unknown) => String(error));
  if (fault !== undefined) steps.note([fault, ...appsOf(run).map((app) => lastWords(app, LOG_LINES))].join("\n\n"));
  if (keep) {
    steps.note("Still running, until Ctrl-C.");
    keepAlive(run, steps);
    await run.stopRequested;
  }
  return fault === undefined ? 0 : 1;
};

/** Postgres and Redis have little to say about an order. */
const appsOf = (run: Run): Child[] => run.children().filter(({ options }) => options.args.includes("tsx"));

/** Undefined when one order was placed and the shop has it once; else what went wrong. */
const buySomething = async (stack: Stack, steps: Steps): Promise<string | undefined> => {
  const product = await findTestProduct(stack);
  const startedAt = Date.now();
  const accepted = await placeOrder(stack, product.url);
  steps.note(`\nOrdered ${product.url} as ${accepted.number}:`);
  const order = await followOrder(stack, accepted, ({ type, label, occurred_at }) => {
    steps.note(`  ${clockSince(startedAt, Date.parse(occurred_at))}  ${type.padEnd(20)}  ${label}`);
  });
  const [merchantOrderNumber] = order.merchant_order_ids;
  if (order.status !== "order_placed" || merchantOrderNumber === undefined) {
    return `Order ${order.number} was not placed: ${JSON.stringify(order.job_result, null, 2)}`;
  }
  const ledgerLines = await countInLedger(stack, merchantOrderNumber);
  steps.note(describeOrder(order, await readTimeline(stack, order.id), ledgerLines, stack));
  return ledgerLines === 1
    ? undefined
    : `The shop's ledger has order ${merchantOrderNumber} ${ledgerLines} times, not once.`;
};

void withRun("dev", process.stdout, demo, CODE_WHEN_STOPPED);
