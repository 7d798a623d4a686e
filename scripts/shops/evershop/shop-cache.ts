import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { lastWords } from "../../processes/child.ts";
import { findOnPath } from "../../services/find-on-path.ts";
import type { Run } from "../../stack/run.ts";
import type { Steps } from "../../terminal/steps.ts";
import { whileLocked } from "./cache-lock.ts";

/** The second is needed by the first, which forgot to say so. */
const PACKAGES = { "@evershop/evershop": "2.2.1", "concat-stream": "2.0.0" };
const FOLDER = `evershop-${PACKAGES["@evershop/evershop"]}`;
export const EVERSHOP_PROGRAM = "node_modules/@evershop/evershop/dist/bin/evershop.js";
/** What a build ends with: the program calls it a success when it has failed, too. */
const BUILT_FILES = [".evershop/build/frontStore/server/index.js", ".evershop/build/admin/server/index.js"];
/** Written last: a folder without it was left by an install or a build that did not come to its end. */
const INSTALLED = "installed.json";
const BUILT = "built.json";
const OFFLINE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT/;

/** Of the user, not of this clone: an install is 500 MB, and the same for every clone. */
const findCacheRoot = (): string => {
  const given = process.env["CARTWRIGHT_SHOPS_CACHE"];
  if (given !== undefined && given !== "") return path.resolve(given);
  const caches = process.env["XDG_CACHE_HOME"];
  const user = caches !== undefined && path.isAbsolute(caches) ? caches : path.join(homedir(), ".cache");
  return path.join(user, "cartwright", "shops");
};

/**
 * The folder that holds EverShop, installed and built. Does what of it was not done yet, which needs the npm registry; after
 * that nothing more is fetched or written.
 */
export const requireEverShop = async (run: Run, steps: Steps): Promise<string> => {
  const root = findCacheRoot();
  const folder = path.join(root, FOLDER);
  if (isDone(folder, INSTALLED) && isDone(folder, BUILT)) return folder;
  mkdirSync(root, { recursive: true });
  const tell = (pid: number) => steps.note(`Process ${pid} is preparing EverShop in ${folder}: waiting for it.`);
  await whileLocked(`${folder}.lock`, tell, async () => {
    if (!isDone(folder, INSTALLED)) await steps.step("EverShop from npm (once, a minute)", () => install(run, folder));
    if (!isDone(folder, BUILT)) await steps.step("EverShop's pages (once, 1 to 4 minutes)", () => build(run, folder));
  });
  return folder;
};

/** The build has the folder's own path in it: moved elsewhere, it is none. */
const stampOf = (folder: string): string => JSON.stringify({ folder, packages: PACKAGES });

const isDone = (folder: string, stamp: string): boolean => {
  try {
    return readFileSync(path.join(folder, stamp), "utf8") === stampOf(folder);
  } catch {
    return false;
  }
};

const setDone = (folder: string, stamp: string): void => {
  const fresh = path.join(folder, `${stamp}.${process.pid}`);
  writeFileSync(fresh, stampOf(folder));
  renameSync(fresh, path.join(folder, stamp));
};

const install = async (run: Run, folder: string): Promise<void> => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const project = { name: "evershop-shop", private: true, type: "module", dependencies: PACKAGES };
  writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(project, null, 2)}\n`);
  const [command, npm] = findNpm();
  // None of its packages needs its install script, and one of them would compile for minutes.
  const flags = ["--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--no-json", "--loglevel=error"];
  const patience = ["--prefer-offline", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"];
  const fault = await runIn(run, folder, "install", command, [...npm, "install", ...flags, ...patience]);
  if (fault !== undefined) throw new Error(whyNotInstalled(folder, fault));
  setDone(folder, INSTALLED);
};

const whyNotInstalled = (folder: string, fault: string): string =>
  OFFLINE.test(fault)
    ? `EverShop is not in ${folder} yet, and npm's registry cannot be reached from here. Run this again with a connection: ` +
      `once the folder is filled, none is needed.\n${fault}`
    : `EverShop could not be installed into ${folder}. ${fault}`;

/** npm as it started us, if it did; as `npm run` does not pass on its own path everywhere, else the one of PATH. */
const findNpm = (): [command: string, args: string[]] => {
  const npmCli = process.env["npm_execpath"];
  if (npmCli !== undefined && path.basename(npmCli) === "npm-cli.js") return [process.execPath, [npmCli]];
  const npm = findOnPath("npm");
  if (npm === undefined) throw new Error("EverShop comes from npm, and there is no `npm` on the PATH. Add its folder.");
  return [npm, []];
};

const build = async (run: Run, folder: string): Promise<void> => {
  rmSync(path.join(folder, ".evershop"), { recursive: true, force: true });
  // It looks for settings in a database, and does without: there is none yet.
  const fault = await runIn(run, folder, "build", process.execPath, [path.join(folder, EVERSHOP_PROGRAM), "build"]);
  const isWhole = BUILT_FILES.every((file) => existsSync(path.join(folder, file)));
  if (fault !== undefined || !isWhole) {
    const why = fault ?? `The log is ${path.join(run.slot.logs, "evershop-build.log")}.`;
    throw new Error(`EverShop could not be built in ${folder}; it takes 2 GB of memory. ${why}`);
  }
  setDone(folder, BUILT);
};

/** Undefined when it went well, else its last words. */
const runIn = async (run: Run, folder: string, what: string, command: string, args: string[]) => {
  const child = await run.start({
    name: `EverShop ${what}`,
    command,
    args,
    env: ownEnvironment(),
    cwd: folder,
    logFile: path.join(run.slot.logs, `evershop-${what}.log`),
    stopSignal: "SIGTERM",
    stopDeadlineMs: 5_000,
  });
  const exit = await child.exited;
  run.forget(child);
  return exit === "code 0" ? undefined : `It ended with ${exit}. ${lastWords(child)}`;
};

/** Ours, for a proxy or a registry of npm's; without what `npm run` says of this project, and without a DB_HOST of another. */
const ownEnvironment = (): NodeJS.ProcessEnv => {
  const foreign =
    /^(npm_package_|npm_lifecycle_|npm_config_local_prefix$|npm_config_json$|DB_|NODE_ENV$|NODE_OPTIONS$)/i;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: "1", SUPPRESS_NO_CONFIG_WARNING: "1" };
};
