import { readFileSync } from "node:fs";

/** How often each kind of fault has struck. */
export interface Tally {
  count: (kind: string, times?: number) => void;
  total: () => number;
  /** "12 kill, 3 redis flushed", the most frequent first. */
  describe: () => string;
  entries: () => [kind: string, times: number][];
}

export function openTally(): Tally {
  const counts = new Map<string, number>();
  const entries = (): [string, number][] => [...counts].sort(([, one], [, other]) => other - one);
  return {
    count: (kind, times = 1) => {
      if (times > 0) counts.set(kind, (counts.get(kind) ?? 0) + times);
    },
    total: () => entries().reduce((sum, [, times]) => sum + times, 0),
    describe: () =>
      entries()
        .map(([kind, times]) => `${times} ${kind}`)
        .join(", "),
    entries,
  };
}

/** A strike of an agent, as it stands in its log. */
export interface StrikeNote {
  act: string;
  at: string;
  name: string;
  pid: number;
  /** By the host's monotonic clock. */
  atMs: number;
}

export function readStrikes(log: string): StrikeNote[] {
  const lines = readOrNothing(log).split("\n").slice(0, -1);
  return lines.map((line) => {
    const [act = "", at = "", name = "", pid = "", atMs = ""] = line.split(" ");
    return { act, at, name, pid: Number(pid), atMs: Number(atMs) };
  });
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
