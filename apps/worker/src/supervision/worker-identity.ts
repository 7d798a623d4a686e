import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import type { WorkerIdentity } from "@cartwright/db";

/** Field 22 of /proc/<pid>/stat, in clock ticks since boot; the name in field 2 may hold spaces. */
const START_TIME_FIELD_AFTER_NAME = 19;

/** Who this process is, beyond the reuse of its pid and a reboot of its host. */
export function identifyWorker(): WorkerIdentity {
  return {
    id: randomUUID(),
    host: hostname(),
    bootId: readOr("/proc/sys/kernel/random/boot_id", "unknown").trim(),
    pid: process.pid,
    pidStartedAt: startTimeOf(process.pid) ?? String(Math.round(Date.now() - process.uptime() * 1_000)),
  };
}

/** When a process started, in clock ticks since boot; undefined where there is no such process (or no /proc). */
export function startTimeOf(pid: number): string | undefined {
  const stat = readOr(`/proc/${pid}/stat`, "");
  const afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return afterName[START_TIME_FIELD_AFTER_NAME];
}

// Only Linux has /proc; elsewhere a worker is told from others by host, pid and wall-clock start.
function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return otherwise;
  }
}
