import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { findOnPath } from "../services/find-on-path.ts";
import { findProcess, type ProcessIdentity } from "./process-identity.ts";

export interface ChildOptions {
  name: string;
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Appended to. Without one, the child speaks through our own stdout and stderr. */
  logFile?: string;
  /** Run as this user; only root may say so. */
  owner?: { uid: number; gid: number };
  stopSignal: NodeJS.Signals;
  /** How long it may take to stop before it is killed. */
  stopDeadlineMs: number;
}

export interface Child {
  /** What it was started with, and can be started with again. */
  options: ChildOptions;
  identity: ProcessIdentity;
  /** "code 1" or "signal SIGKILL", once it has ended. */
  exited: Promise<string>;
  exitCode(): number | undefined;
  hasEnded(): boolean;
  stop(): Promise<void>;
  kill(): void;
}

/**
 * Starts a process in a group of its own: a Ctrl-C in the terminal reaches us alone, and we end the others in order.
 * Where `setpriv` exists (Linux), the kernel ends it when we are killed with -9.
 */
export const startChild = async (options: ChildOptions): Promise<Child> => {
  const log = options.logFile === undefined ? undefined : openSync(options.logFile, "a");
  const [command, args] = boundToUs(options);
  const spawned = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: log === undefined ? ["ignore", "inherit", "inherit"] : ["ignore", log, log],
    ...options.owner,
  });
  if (log !== undefined) closeSync(log);
  let ended: { code: number | null; text: string } | undefined;
  const exited = new Promise<string>((resolve) => {
    spawned.once("exit", (code, signal) => {
      ended = { code, text: signal === null ? `code ${code}` : `signal ${signal}` };
      resolve(ended.text);
    });
  });
  await new Promise<void>((resolve, reject) => {
    spawned.once("spawn", resolve);
    spawned.once("error", (error) => reject(new Error(`${options.name} could not be started: ${error.message}`)));
  });
  const pid = spawned.pid ?? 0;
  const kill = () => signalGroup(pid, "SIGKILL");
  const stop = async () => {
    if (ended === undefined) {
      // The process itself, not its group: a worker drains with its browser still alive.
      spawned.kill(options.stopSignal);
      const deadline = setTimeout(kill, options.stopDeadlineMs);
      await exited;
      clearTimeout(deadline);
    }
    kill();
  };
  return {
    options,
    identity: findProcess(pid) ?? { pid, startedAt: "ended at once" },
    exited,
    exitCode: () => ended?.code ?? undefined,
    hasEnded: () => ended !== undefined,
    stop,
    kill,
  };
};

/** The end of its log, and where the rest is. */
export const lastWords = ({ options: { logFile } }: Child, count = 20): string => {
  if (logFile === undefined || !existsSync(logFile)) return "";
  const lines = readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-count);
  return [`The end of ${logFile}:`, ...lines.map((line) => `    ${line}`)].join("\n");
};

/** What is left of a process group, itself included. */
export const signalGroup = (pid: number, signal: NodeJS.Signals): void => {
  if (pid <= 1) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in it.
  }
};

const setpriv = process.platform === "linux" ? findOnPath("setpriv") : undefined;

const boundToUs = ({ command, args, stopSignal }: ChildOptions): [string, string[]] => {
  if (setpriv === undefined) return [command, args];
  const program = path.isAbsolute(command) ? command : (findOnPath(command) ?? command);
  return [setpriv, ["--pdeathsig", stopSignal.replace("SIG", ""), "--", program, ...args]];
};
