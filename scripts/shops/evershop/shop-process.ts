import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type ChildOptions, lastWords } from "../../processes/child.ts";
import { findPort } from "../../services/find-port.ts";
import { preferredPort, startApp, urlOf } from "../../stack/apps.ts";
import type { Run } from "../../stack/run.ts";
import type { Admin } from "./set-up-shop.ts";
import { EVERSHOP_PROGRAM } from "./shop-cache.ts";

const PORT = 3020;
const START_TRIES = 3;
const STOP_DEADLINE_MS = 5_000;
const NAME = "EverShop";

/** One shop's own folder: its settings and what it writes. The programs and the pages are the cache's. */
export interface ShopFolder {
  folder: string;
  write(port: number): void;
}

export const makeShopFolder = (run: Run, cache: string, databaseUrl: string): ShopFolder => {
  const folder = path.join(run.slot.folder, "evershop", "shop");
  rmSync(folder, { recursive: true, force: true });
  for (const name of [".evershop", "media", "public"]) mkdirSync(path.join(folder, name), { recursive: true });
  symlinkSync(path.join(cache, "node_modules"), path.join(folder, "node_modules"));
  symlinkSync(path.join(cache, ".evershop", "build"), path.join(folder, ".evershop", "build"));
  writeFileSync(path.join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  const settings = { ...databaseSettings(databaseUrl), ...newSecrets() };
  const write = (port: number): void => {
    const lines = Object.entries({ ...settings, PORT: port, EVERSHOP_HOME_URL: urlOf(port) });
    const text = lines.map(([name, value]) => `${name}="${value}"\n`).join("");
    writeFileSync(path.join(folder, ".env"), text, { mode: 0o600 });
  };
  return { folder, write };
};

const databaseSettings = (databaseUrl: string) => {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  return {
    DB_HOST: hostname,
    DB_PORT: port,
    DB_USER: decodeURIComponent(username),
    DB_PASSWORD: decodeURIComponent(password),
    DB_NAME: pathname.slice(1),
    DB_SSLMODE: "disable",
  };
};

const newSecrets = () => {
  const names = ["JWT_ADMIN_SECRET", "JWT_ADMIN_REFRESH_SECRET", "JWT_CUSTOMER_SECRET", "JWT_CUSTOMER_REFRESH_SECRET"];
  const all = [...names, "ORDER_TRACKING_TOKEN_SECRET"];
  return Object.fromEntries(all.map((name) => [name, randomBytes(32).toString("hex")]));
};

/** Starts the shop on a free port, which migrates its database, and waits until it answers there. */
export const startShop = async (run: Run, shop: ShopFolder, ports: Set<number>): Promise<string> => {
  for (let tries = 1; ; tries += 1) {
    const port = await findPort(preferredPort(run, PORT), ports);
    const url = urlOf(port);
    shop.write(port);
    try {
      await startApp(run, { options: programOptions(run, shop, NAME, ["start"]), readyUrl: url });
      return url;
    } catch (error) {
      await stopShop(run);
      const isTaken = error instanceof Error && /already in use|EADDRINUSE/.test(error.message);
      if (!isTaken || tries === START_TRIES) throw error;
    }
  }
};

export const stopShop = async (run: Run): Promise<void> => {
  for (const child of run.children().filter(({ options }) => options.name === NAME)) {
    await child.stop();
    run.forget(child);
  }
};

/** What `npx evershop user:create` does. */
export const createAdmin = async (run: Run, shop: ShopFolder, { email, password }: Admin): Promise<void> => {
  const args = ["user:create", "--name", "Admin", "--email", email, "--password", password];
  await runProgram(run, shop, "EverShop's admin", args);
};

/** What `npx evershop seed` does, for these of its parts. */
export const seed = async (run: Run, shop: ShopFolder, parts: readonly string[]): Promise<void> => {
  const args = ["seed", ...parts.map((part) => `--${part}`)];
  await runProgram(run, shop, "EverShop's seed", args);
};

const runProgram = async (run: Run, shop: ShopFolder, name: string, args: string[]): Promise<void> => {
  const child = await run.start(programOptions(run, shop, name, args));
  const exit = await child.exited;
  run.forget(child);
  if (exit !== "code 0") throw new Error(`${name} ended with ${exit}. ${lastWords(child)}`);
};

const programOptions = (run: Run, { folder }: ShopFolder, name: string, args: string[]): ChildOptions => ({
  name,
  command: process.execPath,
  args: [path.join(folder, EVERSHOP_PROGRAM), ...args],
  // Its settings stand in its .env file, which an environment variable of ours would overrule.
  env: {
    // It starts others by the name of `node`.
    PATH: [path.dirname(process.execPath), process.env["PATH"]].join(path.delimiter),
    HOME: process.env["HOME"],
    NODE_OPTIONS: `--require ${JSON.stringify(path.join(__dirname, "confined.cjs"))}`,
    NO_COLOR: "1",
    SUPPRESS_NO_CONFIG_WARNING: "1",
    TZ: "UTC",
  },
  cwd: folder,
  logFile: path.join(run.slot.logs, "evershop.log"),
  stopSignal: "SIGTERM",
  stopDeadlineMs: STOP_DEADLINE_MS,
});
