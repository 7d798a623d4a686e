import { readdirSync, readFileSync } from "node:fs";

/** Of Linux, and of nearly every machine that runs it: `getconf CLK_TCK`. */
const TICKS_PER_SECOND = 100;

interface ProcessTime {
  parent: number;
  ticks: number;
}

/** What a process, its children and theirs have used of the CPU so far, those that have ended included. In seconds. */
export const cpuSecondsOf = (root: number | null): number => {
  const processes = new Map(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name): [number, ProcessTime][] => {
        const time = readTime(Number(name));
        return time === undefined ? [] : [[Number(name), time]];
      }),
  );
  const isBelow = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = processes.get(at)?.parent) {
      if (at === root) return true;
    }
    return false;
  };
  const ticks = [...processes].filter(([pid]) => isBelow(pid)).reduce((sum, [, time]) => sum + time.ticks, 0);
  return ticks / TICKS_PER_SECOND;
};

/** Undefined for one that has just ended. */
const readTime = (pid: number): ProcessTime | undefined => {
  try {
    const [, rest = ""] = /\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    const fields = rest.split(" ").map(Number);
    // See proc(5): the parent is field 4; own time 14 and 15, that of ended children 16 and 17. Two stand before the bracket.
    return { parent: fields[1] ?? 0, ticks: fields.slice(11, 15).reduce((sum, field) => sum + field, 0) };
  } catch {
    return undefined;
  }
};
