import { readdirSync, readFileSync } from "node:fs";
import type { SenderState, WorkerIdentity } from "@cartwright/db";
import { profilePrefix } from "../browser/profile-name.ts";
import { startTimeOf } from "../supervision/worker-identity.ts";

interface SenderProof {
  /** True: neither the worker that sent the purchase nor its browser exists any more. */
  isDead: boolean;
}

/**
 * Finds out whether the worker that sent a purchase is dead, browser and all; kills one that is frozen. A death is proven
 * only where its process table can be read: on the same host, or by a reboot of it.
 */
export function proveSenderDead(
  sender: Omit<SenderState, "goneForMs">,
  self: WorkerIdentity,
  frozenAfterMs: number,
): SenderProof {
  if (sender.host !== self.host || sender.id === self.id) return { isDead: false };
  if (sender.bootId !== self.bootId) return { isDead: true };
  if (startTimeOf(sender.pid) === sender.pidStartedAt) {
    // It lives. One that does not even beat is frozen, and may wake up at any time: it is not given the chance.
    if (sender.heartbeatAgeMs > frozenAfterMs) killQuietly(sender.pid);
    return { isDead: false };
  }
  const browsers = browsersOf(sender.pid);
  for (const pid of browsers) killQuietly(pid);
  return { isDead: browsers.length === 0 };
}

/** Every process that runs on a browser profile of that worker's. */
function browsersOf(workerPid: number): number[] {
  const mark = profilePrefix(workerPid);
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry) && commandLineOf(entry).includes(mark))
    .map(Number);
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone in between: what was wanted.
  }
}
