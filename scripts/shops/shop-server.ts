import path from "node:path";
import { type ChildOptions, lastWords } from "../processes/child.ts";
import { findPort } from "../services/find-port.ts";
import { PortTaken, preferredPort, startApp, urlOf } from "../stack/apps.ts";
import type { Run } from "../stack/run.ts";
import type { Steps } from "../terminal/steps.ts";

/** How a shop is opened. */
export interface ShopOptions {
  /** Starts and stops its processes, and lends a folder for its data. */
  run: Run;
  steps: Steps;
  /** The ports given out so far in this run; the shop's are added. */
  ports?: Set<number>;
}

/** An order as the shop's own tables have it: the oracle of whoever bought there. */
export interface ShopOrder {
  number: string;
  status: string;
  email: string;
  /** What was put where the shop keeps a reference; null where nothing was. */
  reference: string | null;
  currency: string;
  totalCents: number;
  items: { sku: string; quantity: number }[];
}

/** A real shop that runs here, with goods and an empty order book. */
export interface StoreApiShop {
  /** Of this machine only: `http://127.0.0.1:<port>`. */
  url: string;
  products: {
    ordinary: string;
    /** With the choices Size (Small, Medium, Large) and Color (Navy, Pine); Medium and Pine is sold out. */
    withVariants: string;
    soldOut: string;
    /** In stock until `sellOut`. */
    scarce: string;
  };
  /** The retailer's settings that orders are placed with. */
  settings: { api: Record<string, string> };
  /** The same, with a payment that the shop's bank declines. */
  decliningSettings: { api: Record<string, string> };
  account: { login: string; password: string };
  orders: () => Promise<ShopOrder[]>;
  /** Sells the scarce product out, by the shop's own table. */
  sellOut: () => Promise<void>;
  close: () => Promise<void>;
}

const START_TRIES = 3;
const STOP_DEADLINE_MS = 10_000;
/** The shop's processes know no host but this one: the same with and without a connection. */
const CONFINED = path.join(__dirname, "evershop", "confined.cjs");

export interface ShopProgram {
  name: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
}

const toChild = (run: Run, { name, args, cwd, env }: ShopProgram): ChildOptions => ({
  name,
  command: process.execPath,
  args,
  // Nothing of ours: a DATABASE_URL or a PORT would send the shop elsewhere.
  env: {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    TZ: "UTC",
    NO_COLOR: "1",
    NODE_ENV: "production",
    NODE_OPTIONS: `--require ${JSON.stringify(CONFINED)}`,
    ...env,
  },
  cwd,
  logFile: path.join(run.slot.logs, `${name.toLowerCase()}.log`),
  stopSignal: "SIGTERM",
  stopDeadlineMs: STOP_DEADLINE_MS,
});

/** Runs one of the shop's programs to its end. Throws with its last words when it fails. */
export const runToEnd = async (run: Run, program: ShopProgram): Promise<void> => {
  const child = await run.start(toChild(run, program));
  const exit = await child.exited;
  run.forget(child);
  if (exit !== "code 0") throw new Error(`${program.name} ended with ${exit}. ${lastWords(child)}`);
};

/** Starts the shop's server on a free port and waits until it is healthy. */
export const startServer = async (
  run: Run,
  ports: Set<number>,
  wanted: number,
  toProgram: (port: number) => ShopProgram,
): Promise<string> => {
  for (let tries = 1; ; tries += 1) {
    const port = await findPort(preferredPort(run, wanted), ports);
    const program = toProgram(port);
    try {
      await startApp(run, { options: toChild(run, program), readyUrl: `${urlOf(port)}/health` });
      return urlOf(port);
    } catch (error) {
      await stopAll(run, (name) => name === program.name);
      if (!(error instanceof PortTaken) || tries === START_TRIES) throw error;
    }
  }
};

/** Stops the run's children of these names, the last started first. */
export const stopAll = async (run: Run, isMeant: (name: string) => boolean): Promise<void> => {
  for (const child of run.children().toReversed()) {
    if (!isMeant(child.options.name)) continue;
    await child.stop();
    run.forget(child);
  }
};
