import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process and when it started: a pid alone may belong to somebody else tomorrow. */
export interface ProcessIdentity {
  pid: number;
  startedAt: string;
}

/** Of a living process; undefined when there is none (a zombie is none). */
export const findProcess = (pid: number): ProcessIdentity | undefined => {
  const startedAt = process.platform === "linux" ? startFromProc(pid) : startFromPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
};

export const isRunning = ({ pid, startedAt }: ProcessIdentity): boolean => findProcess(pid)?.startedAt === startedAt;

export const thisProcess = (): ProcessIdentity =>
  findProcess(process.pid) ?? { pid: process.pid, startedAt: "unknown" };

/** What a process was started as, for telling whose it is; empty when it is gone. */
export const commandLineOf = (pid: number): string => {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
  } catch {
    return "";
  }
};

/** Ticks since boot, with the boot they count from. */
const startFromProc = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in parentheses and may hold spaces: count from behind it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return undefined;
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${fields[19]}`;
  } catch {
    return undefined;
  }
};

const startFromPs = (pid: number): string | undefined => {
  const { stdout } = spawnSync("ps", ["-o", "state=,lstart=", "-p", String(pid)], { encoding: "utf8" });
  const line = (stdout ?? "").trim();
  return line === "" || line.startsWith("Z") ? undefined : line.replace(/^\S+\s+/, "");
};
