import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const PROJECT_ROOT = join(__dirname, "..", "..", "..");
const START_WITHIN_MS = 30_000;
const LAST_WORDS = 4_000;

/** One of our programs in a process of its own, as an operator runs it. */
export interface RunningProgram {
  pid: number;
  /** Everything it has printed so far. */
  output: () => string;
  /** Null while it runs, and when a signal ended it. */
  exitCode: () => number | null;
  /** Sends a signal and waits for the end; answers the exit code, or null when a signal ended it. */
  stop: (signal: NodeJS.Signals) => Promise<number | null>;
}

export interface ProgramOptions {
  /** The entry point, from the project's root: `apps/worker/src/main.ts`. */
  entry: string;
  args?: readonly string[];
  env: Record<string, string>;
  /** Printed once it is up. */
  readyWhen: RegExp;
}

/** Starts a program and waits until it says that it is up. Throws with its last words when it ends instead. */
export async function startProgram(options: ProgramOptions): Promise<RunningProgram & { ready: RegExpExecArray }> {
  const words = ["--import", "tsx", join(PROJECT_ROOT, options.entry), ...(options.args ?? [])];
  const child = spawn(process.execPath, words, {
    cwd: PROJECT_ROOT,
    env: { PATH: process.env["PATH"], ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  const ready = await waitForWords(child, options, () => printed);
  if (child.pid === undefined) throw new Error(`${options.entry} has no process id`);
  return {
    ready,
    pid: child.pid,
    output: () => printed,
    exitCode: () => child.exitCode,
    stop: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill(signal);
      await once(child, "exit");
      return child.exitCode;
    },
  };
}

/** Runs a program that ends by itself: its exit code, and what it printed. */
export async function runToEnd(
  options: Omit<ProgramOptions, "readyWhen">,
): Promise<{ exitCode: number | null; output: string }> {
  const words = ["--import", "tsx", join(PROJECT_ROOT, options.entry), ...(options.args ?? [])];
  const child = spawn(process.execPath, words, {
    cwd: PROJECT_ROOT,
    env: { PATH: process.env["PATH"], ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: START_WITHIN_MS,
    killSignal: "SIGKILL",
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  await once(child, "close");
  return { exitCode: child.exitCode, output };
}

async function waitForWords(
  child: ChildProcess,
  options: ProgramOptions,
  printed: () => string,
): Promise<RegExpExecArray> {
  const until = Date.now() + START_WITHIN_MS;
  while (child.exitCode === null && child.signalCode === null && Date.now() < until) {
    const words = options.readyWhen.exec(printed());
    if (words !== null) return words;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill("SIGKILL");
  throw new Error(`${options.entry} did not start:\n${printed().slice(-LAST_WORDS)}`);
}
