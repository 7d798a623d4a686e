// Loaded before an instrumented program (node --require): what its fault points call. It does what the plan of the order in
// hand says, once, and writes it down first.
import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { appendFileSync, closeSync, openSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type LevelName, LEVELS, planOrder, type Strike } from "./plan.ts";
import { findSubject, orderIdOf } from "./subject.ts";
import type { FaultPoint } from "./windows.ts";

/** Where the run keeps what has struck: one empty file a strike, so that none strikes twice, and a log. */
const FOLDER = process.env["CARTWRIGHT_FAULTS"] ?? "";

const LEVEL = (process.env["CARTWRIGHT_FAULT_LEVEL"] ?? "protocol") as LevelName;
/** A blocked event loop is longer than a lease. */
const BLOCKED_MS = Math.round(LEVELS[LEVEL].timings.leaseMs * 1.3);

const inHand = new AsyncLocalStorage<string>();
/** Claims whose heartbeat is not heard any more. */
const mute = new Set<string>();

type Named = string | { orderId: string; fence?: number };

function reach(point: FaultPoint, named?: Named): Promise<void> {
  // Not in an async function: the order stays in hand for whoever called.
  if (named !== undefined) inHand.enterWith(keyOf(named));
  const key = inHand.getStore();
  return key === undefined ? Promise.resolve() : strike(point, key);
}

const keyOf = (named: Named): string => (typeof named === "string" ? named : `${named.orderId}#${named.fence ?? 0}`);

async function strike(point: FaultPoint, key: string): Promise<void> {
  if (point === "beat" && mute.has(key)) throw new Error("connection terminated: the heartbeat is not heard");
  const subject = findSubject(key.split("#")[0] ?? "");
  if (subject === undefined) return;
  for (const [index, planned] of planOrder(LEVEL, subject).strikes.entries()) {
    if (planned.at === point && isFirst(`${subject.n}-${index}`, planned)) await act(planned, key);
  }
}

/** Only one process can make the file: a strike hits once, whoever comes to the point again. */
function isFirst(name: string, { at, act }: Strike): boolean {
  try {
    closeSync(openSync(path.join(FOLDER, "struck", name), "wx"));
  } catch {
    return false;
  }
  appendFileSync(path.join(FOLDER, "strikes.log"), `${act} ${at} ${name} ${process.pid} ${monotonicMs()}\n`);
  return true;
}

/** Of the host, the same in every process, and not faked where the clock is. */
const monotonicMs = (): bigint => process.hrtime.bigint() / 1_000_000n;

async function act({ act, at, forMs }: Strike, key: string): Promise<void> {
  switch (act) {
    case "kill":
      process.kill(process.pid, "SIGKILL");
      return await new Promise<never>(() => undefined);
    case "stop":
      // Whoever runs this reads the log, and wakes the process again, if somebody has not ended it by then.
      process.kill(process.pid, "SIGSTOP");
      return undefined;
    case "stall":
      mute.add(key);
      return await sleep(forMs);
    case "crash":
      throw new Error(`Target closed at ${at}`);
  }
}

/** What an order of a run is called; anything else gets a name of its own. */
function orderId(idempotencyKey: string): string {
  const subject = findSubject(idempotencyKey);
  return subject === undefined ? randomUUID() : orderIdOf(subject);
}

// Nothing runs meanwhile, heartbeats neither; timers and answers come all at once afterwards.
process.on("SIGUSR2", () => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCKED_MS);
});

Object.assign(globalThis, { cartwrightFaults: { reach, orderId } });
