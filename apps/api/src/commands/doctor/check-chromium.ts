import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Environment, fault, type Finding, ok, reasonOf, warning } from "./finding.ts";

const ROOT = join(__dirname, "..", "..", "..", "..", "..");
/** The worker's own program: what starts Chromium lives there, and the API starts none. */
const PROGRAM = "apps/worker/src/browser/try-chromium-main.ts";
const WITHIN_MS = 60_000;
const NAME = "chromium";
const INSTALL = "On Debian: apt-get install chromium-headless-shell; or set CHROMIUM_PATH.";

const Tried = z.union([
  z.object({
    started: z.literal(true),
    path: z.string(),
    took_ms: z.number(),
    version: z.string(),
    uid: z.number().nullable(),
    user: z.string().nullable(),
    is_sandboxed: z.boolean().nullable(),
  }),
  z.object({ started: z.literal(false), path: z.string().optional(), is_there: z.boolean(), fault: z.string() }),
]);
type Tried = z.infer<typeof Tried>;

/** Starts Chromium as a worker of this environment would, and ends it again. */
export async function checkChromium(environment: Environment): Promise<Finding> {
  if (!existsSync(join(ROOT, PROGRAM))) {
    const advice = `Run it where a worker runs: node --import tsx ${PROGRAM}`;
    return warning(NAME, "not tried: the workers' code is not here, as in the API's image", advice);
  }
  try {
    return judge(Tried.parse(JSON.parse(await runProgram(environment))));
  } catch (error) {
    return fault(NAME, `could not be tried: ${reasonOf(error)}`, `Look what it says: node --import tsx ${PROGRAM}`);
  }
}

function judge(tried: Tried): Finding {
  if (!tried.started) {
    const saw = `${tried.path ?? "CHROMIUM_PATH"} does not start: ${tried.fault}`;
    if (!tried.is_there) return fault(NAME, saw, INSTALL);
    const advice = /sandbox/i.test(tried.fault)
      ? "Its sandbox needs user namespaces: docs/operations.md says which setting of the host or the container allows them. Never --no-sandbox."
      : "Start it by hand as the worker's user, and look what it says; no worker starts without.";
    return fault(NAME, saw, advice);
  }
  const who = `as ${tried.user ?? "a user without a name"} (uid ${tried.uid ?? "not known"})`;
  const saw = `${tried.version} at ${tried.path} starts in ${(tried.took_ms / 1_000).toFixed(1)} s ${who}`;
  if (tried.is_sandboxed === true) return ok(NAME, `${saw}, its pages in the sandbox`);
  if (tried.is_sandboxed === null) return ok(NAME, `${saw}, with its sandbox on; this system does not let it be seen`);
  return fault(
    NAME,
    `${saw}, but its pages are outside the sandbox`,
    "Never give it --no-sandbox, nor a wrapper that does: shops' pages run in it.",
  );
}

/** Throws when it does not say anything in time. */
async function runProgram(environment: Environment): Promise<string> {
  // Nothing else of ours is its business.
  const names = ["PATH", "HOME", "TMPDIR", "CHROMIUM_PATH", "CHROMIUM_UID"];
  const env = Object.fromEntries(
    names.map((name) => [name, environment[name] ?? (name === "PATH" ? process.env[name] : undefined)]),
  );
  const child = spawn(process.execPath, ["--import", "tsx", PROGRAM], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: WITHIN_MS,
    killSignal: "SIGKILL",
  });
  const [said, complained] = [[] as Buffer[], [] as Buffer[]];
  child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => complained.push(chunk));
  return await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => {
      const words = Buffer.concat(said).toString("utf8").trim();
      const why = Buffer.concat(complained).toString("utf8").trim().split("\n").at(-1) ?? "";
      if (words === "") reject(new Error(why === "" ? `no answer within ${WITHIN_MS / 1_000} s` : why));
      else resolve(words);
    });
  });
}
