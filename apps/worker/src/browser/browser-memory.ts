import { readFileSync, readdirSync } from "node:fs";

/** A browser has a dozen processes: a tree that is larger is none of a browser's. */
const MOST_PROCESSES = 500;

/**
 * What a process and all its children hold in memory, in bytes. Shared pages are counted once by each share (PSS) where the kernel
 * tells it to us, and else by every process (RSS). 0 where nothing can be read.
 */
export function browserMemoryBytes(pid: number | null): number {
  if (pid === null) return 0;
  return [...treeOf(pid)].reduce((sum, each) => sum + kilobytesOf(each), 0) * 1_024;
}

function treeOf(root: number): Set<number> {
  const seen = new Set<number>();
  const next = [root];
  for (let pid = next.pop(); pid !== undefined && seen.size < MOST_PROCESSES; pid = next.pop()) {
    if (seen.has(pid)) continue;
    seen.add(pid);
    next.push(...childrenOf(pid));
  }
  return seen;
}

function childrenOf(pid: number): number[] {
  const threads = orNothing(() => readdirSync(`/proc/${pid}/task`)) ?? [];
  return threads.flatMap((thread) => {
    const children = orNothing(() => readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8")) ?? "";
    return children.split(" ").map(Number).filter((child) => child > 0); // prettier-ignore
  });
}

function kilobytesOf(pid: number): number {
  const rollup = orNothing(() => readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"));
  const told = /^Pss:\s+(\d+) kB/m.exec(rollup ?? "") ?? /^VmRSS:\s+(\d+) kB/m.exec(statusOf(pid));
  return Number(told?.[1] ?? 0);
}

const statusOf = (pid: number): string => orNothing(() => readFileSync(`/proc/${pid}/status`, "utf8")) ?? "";

/** Processes end while they are looked at, and another user's may not be looked into. */
function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
