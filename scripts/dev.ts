import { parseArgs } from "node:util";
import { DEMO_ADDRESS } from "./demo/demo-address.ts";
import { keepAlive } from "./stack/keep-alive.ts";
import type { Run } from "./stack/run.ts";
import { type Stack, startStack } from "./stack/start-stack.ts";
import { withRun } from "./stack/with-run.ts";
import type { Steps } from "./terminal/steps.ts";

const { json } = parseArgs({ options: { json: { type: "boolean", default: false } } }).values;

/** The whole service on this machine, until Ctrl-C. With --json, stdout gets one line: where everything is. */
const dev = async (run: Run, steps: Steps): Promise<number> => {
  const stack = await startStack(run, steps);
  keepAlive(run, steps);
  if (json) process.stdout.write(`${JSON.stringify(stack)}\n`);
  else steps.note(describe(stack, run));
  await run.stopRequested;
  return 0;
};

const describe = (stack: Stack, run: Run): string => `
  API          ${stack.api}
  Admin        ${stack.admin}  ${stack.admin_user} / ${stack.admin_password}
  Demo shop    ${stack.demo_shop}
  Postgres     ${stack.database_url}
  Redis        ${stack.redis_url}
  Logs         ${run.slot.logs}
  API key      ${stack.api_key}

  Place an order:

    curl ${stack.api}/orders \\
      -H 'Authorization: Bearer ${stack.api_key}' -H 'Content-Type: application/json' \\
      -d '${JSON.stringify({
        products: [{ url: `${stack.demo_shop}/products/walnut-desk-organizer` }],
        shipping_address: DEMO_ADDRESS,
        max_price: 10_000,
      })}'

  Then look at it: curl ${stack.api}/orders/<id> -H 'Authorization: Bearer ${stack.api_key}'
  Ctrl-C stops everything.
`;

void withRun("dev", json ? process.stderr : process.stdout, dev);
