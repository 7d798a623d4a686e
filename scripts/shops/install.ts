import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { lastWords } from "../processes/child.ts";
import { findOnPath } from "../services/find-on-path.ts";
import type { Run } from "../stack/run.ts";
import type { Steps } from "../terminal/steps.ts";
import { whileLocked } from "./evershop/cache-lock.ts";

/** What a shop is made of: its npm packages, with their exact versions. */
export interface ShopPackages {
  /** As in "Vendure": for the terminal, and in small letters for files. */
  name: string;
  version: string;
  packages: Record<string, string>;
}

/** Written last: a folder without it was left by an install that did not come to its end. */
const INSTALLED = "installed.json";
const STOP_DEADLINE_MS = 5_000;

/** Of the user, not of this clone: an install is hundreds of MB, and the same for every clone. */
const findCacheRoot = (): string => {
  const given = process.env["CARTWRIGHT_SHOPS_CACHE"];
  if (given !== undefined && given !== "") return path.resolve(given);
  const caches = process.env["XDG_CACHE_HOME"];
  const user = caches !== undefined && path.isAbsolute(caches) ? caches : path.join(homedir(), ".cache");
  return path.join(user, "cartwright", "shops");
};

/**
 * The folder that holds the shop's packages. The first time it needs the npm registry and a minute; after that nothing is
 * fetched or written there any more.
 */
export const requireInstalled = async (run: Run, steps: Steps, shop: ShopPackages): Promise<string> => {
  const root = findCacheRoot();
  const folder = path.join(root, `${shop.name.toLowerCase()}-${shop.version}`);
  if (isInstalled(folder, shop)) return folder;
  mkdirSync(root, { recursive: true });
  const tell = (pid: number) => steps.note(`Process ${pid} is installing ${shop.name} in ${folder}: waiting for it.`);
  await whileLocked(`${folder}.lock`, tell, async () => {
    if (isInstalled(folder, shop)) return;
    await steps.step(`${shop.name} from npm (once, a minute)`, () => install(run, folder, shop));
  });
  return folder;
};

const stampOf = ({ packages }: ShopPackages): string => JSON.stringify({ packages });

const isInstalled = (folder: string, shop: ShopPackages): boolean => {
  try {
    return readFileSync(path.join(folder, INSTALLED), "utf8") === stampOf(shop);
  } catch {
    return false;
  }
};

const install = async (run: Run, folder: string, shop: ShopPackages): Promise<void> => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const name = shop.name.toLowerCase();
  const project = { name: `${name}-shop`, private: true, dependencies: shop.packages };
  writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(project, null, 2)}\n`);
  const [command, npm] = findNpm();
  // None of the packages needs its install script here.
  const flags = ["--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--no-json", "--loglevel=error"];
  const child = await run.start({
    name: `${shop.name} install`,
    command,
    args: [...npm, "install", ...flags, "--prefer-offline"],
    env: npmEnvironment(),
    cwd: folder,
    logFile: path.join(run.slot.logs, `${name}-install.log`),
    stopSignal: "SIGTERM",
    stopDeadlineMs: STOP_DEADLINE_MS,
  });
  const exit = await child.exited;
  run.forget(child);
  if (exit !== "code 0") {
    throw new Error(
      `${shop.name} could not be installed into ${folder} (${exit}). The first time this needs npm's registry; once the ` +
        `folder is filled, no connection is needed. ${lastWords(child)}`,
    );
  }
  const fresh = path.join(folder, `${INSTALLED}.${process.pid}`);
  writeFileSync(fresh, stampOf(shop));
  renameSync(fresh, path.join(folder, INSTALLED));
};

/** npm as it started us, if it did; else the one of PATH. */
const findNpm = (): [command: string, args: string[]] => {
  const npmCli = process.env["npm_execpath"];
  if (npmCli !== undefined && path.basename(npmCli) === "npm-cli.js") return [process.execPath, [npmCli]];
  const npm = findOnPath("npm");
  if (npm === undefined) throw new Error("The shop comes from npm, and there is no `npm` on the PATH. Add its folder.");
  return [npm, []];
};

/** Ours, for a proxy or a registry of npm's; without what `npm run` says of this project. */
const npmEnvironment = (): NodeJS.ProcessEnv => {
  const foreign = /^(npm_package_|npm_lifecycle_|npm_config_local_prefix$|npm_config_json$|NODE_ENV$|NODE_OPTIONS$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
};
