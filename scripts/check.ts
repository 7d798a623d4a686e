import { spawn } from "node:child_process";
import path from "node:path";
import { PROJECT_ROOT } from "./stack/slot.ts";

interface Check {
  name: string;
  args: string[];
}

const tool = (name: string, program: string, ...args: string[]): Check => ({
  name,
  args: [path.join(PROJECT_ROOT, "node_modules", program), ...args],
});

const STATIC_CHECKS = [
  tool("format", "oxfmt/bin/oxfmt", "--check", "."),
  tool("lint", "oxlint/bin/oxlint", "--type-aware"),
  tool("types", "typescript/bin/tsc", "--project", PROJECT_ROOT),
  tool("boundaries", "dependency-cruiser/bin/dependency-cruise.mjs", "apps", "packages", "scripts", "faults"),
  tool("unused", "knip/bin/knip.js"),
];
const TESTS: Check = { name: "tests", args: ["--import", "tsx", path.join(PROJECT_ROOT, "scripts", "test.ts")] };

interface Outcome {
  name: string;
  passed: boolean;
  seconds: number;
}

/** Its output is shown only when it fails, but for the tests', which take long enough for somebody to watch. */
const runCheck = ({ name, args }: Check, shown: boolean): Promise<Outcome> =>
  new Promise((resolve) => {
    const startedAt = Date.now();
    const child = spawn(process.execPath, args, {
      cwd: PROJECT_ROOT,
      // Some tools color their output on a CI server, whose logs are read as plain text.
      env: process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: "1" },
      stdio: shown ? "inherit" : ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const keep = (chunk: Buffer) => (output += chunk.toString());
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => child.kill(signal));
    child.once("close", (code) => {
      const seconds = (Date.now() - startedAt) / 1000;
      if (!shown) console.log(`${describe({ name, passed: code === 0, seconds })}${code === 0 ? "" : `\n${output}`}`);
      resolve({ name, passed: code === 0, seconds });
    });
  });

const describe = ({ name, passed, seconds }: Outcome): string =>
  `${passed ? "✓" : "✗"} ${name} (${seconds.toFixed(1)} s)`;

const check = async (): Promise<void> => {
  const outcomes: Outcome[] = [];
  for (const one of STATIC_CHECKS) outcomes.push(await runCheck(one, false));
  outcomes.push(await runCheck(TESTS, true));
  console.log(`\n${outcomes.map(describe).join("\n")}`);
  process.exitCode = outcomes.every(({ passed }) => passed) ? 0 : 1;
};

void check();
