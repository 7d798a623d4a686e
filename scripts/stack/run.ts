import { setTimeout as sleep } from "node:timers/promises";
import { type Child, type ChildOptions, signalGroup, startChild } from "../processes/child.ts";
import { isRunning, type ProcessIdentity } from "../processes/process-identity.ts";
import type { RunFile, Slot } from "./slot.ts";

/** How long what a killed run left behind may take to end before it is killed too. */
const LEFTOVER_DEADLINE_MS = 5_000;
const PARENT_LOOK_MS = 500;
/** A second Ctrl-C this long after the first means "now". Nearer ones are the same one, seen through npm as well. */
const HURRY_AFTER_MS = 1_000;

/** Thrown out of whatever is under way when the run is being stopped. */
export class Stopped extends Error {}

/** What one command has running in its slot, stopped in reverse order, whatever ends the command. */
export interface Run {
  slot: Slot;
  start(options: ChildOptions): Promise<Child>;
  children(): readonly Child[];
  /** Takes a child that is done, or is replaced, off the list. */
  forget(child: Child): void;
  rememberDatabase(databaseUrl: string): void;
  rememberShops(shops: Readonly<Record<string, string>>): void;
  rememberServices(services: Readonly<Record<string, string>>): void;
  isStopping(): boolean;
  /** Settles when we are told to stop, by a signal or by the end of whoever started us. */
  stopRequested: Promise<void>;
  /** The work, unless the run is stopped first: then it throws Stopped. */
  unlessStopped<T>(work: Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

export const openRun = async (slot: Slot): Promise<Run> => {
  await endLeftovers(slot.readRun().processes);
  const list = openChildList(slot);
  let stopping = false;
  let stopped: Promise<void> | undefined;

  const stopRequested = watchForStop(() => list.children().forEach((child) => child.kill()));
  const refused = stopRequested.then(() => {
    throw new Stopped("stopped");
  });
  refused.catch(() => undefined);

  return {
    slot,
    async start(options) {
      if (stopping) throw new Stopped("stopped");
      const child = await startChild(options);
      list.add(child);
      if (!stopping) return child;
      // Stopping began while it was being started, and does not know of it.
      child.kill();
      throw new Stopped("stopped");
    },
    children: list.children,
    forget: list.remove,
    rememberDatabase: list.rememberDatabase,
    rememberShops: list.rememberShops,
    rememberServices: list.rememberServices,
    isStopping: () => stopping,
    stopRequested,
    unlessStopped: (work) => Promise.race([work, refused]),
    stop() {
      stopping = true;
      return (stopped ??= list.stopAll().then(() => slot.release()));
    },
  };
};

/** The children in the order in which their names first came, kept in the slot's run file as well. */
const openChildList = (slot: Slot) => {
  const children: Child[] = [];
  // A child that is started again keeps its place, so that everything is still stopped in the right order.
  const places: string[] = [];
  const written: RunFile = { processes: [] };
  const placeOf = ({ options }: Child) => places.indexOf(options.name);

  const write = () => {
    written.processes = children.map(({ options: { name, stopSignal }, identity }) => ({
      name,
      stopSignal,
      ...identity,
    }));
    slot.writeRun(written);
  };
  const remove = (child: Child) => {
    const at = children.indexOf(child);
    if (at < 0) return;
    children.splice(at, 1);
    write();
  };
  write();

  return {
    children: () => [...children],
    add(child: Child) {
      if (!places.includes(child.options.name)) places.push(child.options.name);
      children.push(child);
      children.sort((one, other) => placeOf(one) - placeOf(other));
      write();
    },
    remove,
    rememberDatabase: (databaseUrl: string) => {
      written.databaseUrl = databaseUrl;
      write();
    },
    rememberShops: (shops: Readonly<Record<string, string>>) => {
      written.shops = shops;
      write();
    },
    rememberServices: (services: Readonly<Record<string, string>>) => {
      written.services = services;
      write();
    },
    async stopAll() {
      for (let child = children.at(-1); child !== undefined; child = children.at(-1)) {
        await child.stop();
        remove(child);
      }
    },
  };
};

/** Resolves at the first signal, or when our parent is gone; a later signal calls `hurry`. */
const watchForStop = (hurry: () => void): Promise<void> =>
  new Promise((resolve) => {
    let firstAt: number | undefined;
    const onSignal = () => {
      if (firstAt !== undefined && Date.now() - firstAt > HURRY_AFTER_MS) hurry();
      firstAt ??= Date.now();
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
    const parent = process.ppid;
    setInterval(() => process.ppid === parent || resolve(), PARENT_LOOK_MS).unref();
    // Whoever read our output may be gone (`npm run dev -- --json | head -1`): that is no reason to fall over.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  });

/** What a run that was killed with -9 left behind: asked to end, then made to. Last started, first ended. */
const endLeftovers = async (processes: RunFile["processes"]): Promise<void> => {
  const left = processes.filter(isRunning).toReversed();
  for (const { pid, stopSignal } of left) signalProcess(pid, stopSignal);
  const deadline = Date.now() + LEFTOVER_DEADLINE_MS;
  while (left.some(isRunning) && Date.now() < deadline) await sleep(50);
  for (const leftover of left) if (isRunning(leftover)) signalGroup(leftover.pid, "SIGKILL");
  await untilGone(left);
};

export const untilGone = async (processes: ProcessIdentity[]): Promise<void> => {
  while (processes.some(isRunning)) await sleep(20);
};

const signalProcess = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
};
