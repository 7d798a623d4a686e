import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findLockHolder, takeLock } from "../processes/lock-file.ts";
import { isRunning, type ProcessIdentity } from "../processes/process-identity.ts";

export const PROJECT_ROOT = path.dirname(path.dirname(__dirname));
const DATA_ROOT = path.join(PROJECT_ROOT, ".cartwright");
const SECRETS_FILE = "slot.json";

/** `test`, `faults` and `shops` have their own, so that they never touch the data of a `dev` beside them. */
export type SlotKind = "dev" | "test" | "faults" | "shops";

/** What stays the same from one start of a slot to the next. */
interface SlotSecrets {
  adminPassword: string;
  /** SEALING_KEYS of its apps: what they sealed is of use as long as the slot's database. */
  sealingKeys: string;
  apiKey?: string;
}

/** What a slot has running, for whoever comes after a kill -9, and for commands run beside it. */
export interface RunFile {
  databaseUrl?: string;
  /** The variables by which its apps know the local shops. */
  shops?: Readonly<Record<string, string>>;
  /** The variables by which its apps know what they stand on. */
  services?: Readonly<Record<string, string>>;
  processes: (ProcessIdentity & { name: string; stopSignal: NodeJS.Signals })[];
}

/** A folder of `.cartwright/` that one process at a time works in: `dev`, `dev-2`, … */
export interface Slot {
  name: string;
  /** 1 for the first of its kind. */
  number: number;
  folder: string;
  logs: string;
  /** Never started before, or its folder was deleted for a fresh start. */
  isNew: boolean;
  secrets: SlotSecrets;
  rememberApiKey(apiKey: string): void;
  readRun(): RunFile;
  writeRun(run: RunFile): void;
  release(): void;
}

/** The first slot of the kind that no living process holds. */
export const takeSlot = async (kind: SlotKind): Promise<Slot> => {
  for (let number = 1; ; number += 1) {
    const folder = path.join(DATA_ROOT, slotName(kind, number));
    // Postgres may run as another user inside of it: others may pass, not look.
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    if (await takeLock(path.join(folder, "lock"))) return openSlot(kind, number, folder);
  }
};

/** The database of a `dev` that is running now. */
export const findRunningDatabase = (): string | undefined => findRunning()?.databaseUrl;

/** What the same `dev` seals with: for commands that are run beside it. */
export const findRunningSealingKeys = (): string | undefined => findRunning()?.sealingKeys;

/** The local shops that the same `dev` takes orders for, as variables of the API. */
export const findRunningShops = (): Readonly<Record<string, string>> | undefined => findRunning()?.shops;

/** All that an app of that `dev` is given: for a command that does what the apps do. */
export const findRunningEnvironment = (): Readonly<Record<string, string>> | undefined => {
  const running = findRunning();
  if (running === undefined) return undefined;
  const { databaseUrl, sealingKeys, shops, services } = running;
  const keys = sealingKeys === undefined ? {} : { SEALING_KEYS: sealingKeys };
  return { ...shops, ...services, ...keys, DATABASE_URL: databaseUrl };
};

interface Running extends Pick<RunFile, "shops" | "services"> {
  databaseUrl: string;
  sealingKeys: string | undefined;
}

const findRunning = (): Running | undefined => {
  for (const name of existingSlots("dev")) {
    const folder = path.join(DATA_ROOT, name);
    const holder = findLockHolder(path.join(folder, "lock"));
    if (holder === undefined || !isRunning(holder)) continue;
    const {
      databaseUrl,
      shops = {},
      services = {},
    } = (readJson(path.join(folder, "run.json")) ?? {}) as Partial<RunFile>;
    const kept = readJson(path.join(folder, SECRETS_FILE)) as Partial<SlotSecrets> | undefined;
    if (databaseUrl !== undefined) return { databaseUrl, shops, services, sealingKeys: kept?.sealingKeys };
  }
  return undefined;
};

const existingSlots = (kind: SlotKind): string[] => {
  try {
    return readdirSync(DATA_ROOT)
      .filter((name) => name === kind || name.startsWith(`${kind}-`))
      .sort();
  } catch {
    return [];
  }
};

const openSlot = (kind: SlotKind, number: number, folder: string): Slot => {
  const logs = path.join(folder, "logs");
  mkdirSync(logs, { recursive: true });
  // The logs of the start before this one are kept, and no more.
  for (const log of readdirSync(logs).filter((name) => name.endsWith(".log"))) {
    renameSync(path.join(logs, log), path.join(logs, `${log}.previous`));
  }
  const secretsFile = path.join(folder, SECRETS_FILE);
  const runFile = path.join(folder, "run.json");
  const kept = readJson(secretsFile) as Partial<SlotSecrets> | undefined;
  // One by one: a slot may be older than one of them.
  const secrets: SlotSecrets = {
    adminPassword: randomBytes(12).toString("base64url"),
    sealingKeys: `${kind}:${randomBytes(32).toString("base64")}`,
    ...kept,
  };
  writeJson(secretsFile, secrets);
  return {
    name: slotName(kind, number),
    number,
    folder,
    logs,
    isNew: kept === undefined,
    secrets,
    rememberApiKey(apiKey) {
      secrets.apiKey = apiKey;
      writeJson(secretsFile, secrets);
    },
    readRun: () => (readJson(runFile) as RunFile | undefined) ?? { processes: [] },
    writeRun: (run) => writeJson(runFile, run),
    release() {
      rmSync(runFile, { force: true });
      rmSync(path.join(folder, "lock"), { force: true });
    },
  };
};

const slotName = (kind: SlotKind, number: number): string => (number === 1 ? kind : `${kind}-${number}`);

const readJson = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as unknown;
  } catch {
    return undefined;
  }
};

/** Whole or not at all, and not for other users' eyes: it holds passwords. */
const writeJson = (file: string, value: unknown): void => {
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(fresh, file);
};
