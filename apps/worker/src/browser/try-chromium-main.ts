import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { z } from "zod";
import { Config } from "../config.ts";
import { launchChromium, type RunningChromium } from "./chromium.ts";

// Starts Chromium as the worker of this environment would, and tells as one line of JSON what came of it: for `cartwright doctor`.

const Variables = z.object({ CHROMIUM_PATH: Config.shape.CHROMIUM_PATH, CHROMIUM_UID: Config.shape.CHROMIUM_UID });

/** What a process is allowed: 2 is a filter on its calls to the system, the inner wall of Chromium's sandbox. */
const FILTERED = "2";

async function tryChromium(): Promise<Record<string, unknown>> {
  const given = Object.entries(process.env).filter(([, value]) => value !== undefined && value !== "");
  const { CHROMIUM_PATH: path, CHROMIUM_UID: unprivilegedUid } = Variables.parse(Object.fromEntries(given));
  if (!existsSync(path)) return { started: false, path, is_there: false, fault: "there is no such file" };
  const started = performance.now();
  try {
    const chromium = await launchChromium({ executablePath: path, unprivilegedUid });
    try {
      return { started: true, path, took_ms: Math.round(performance.now() - started), ...(await lookAt(chromium)) };
    } finally {
      await chromium.close();
    }
  } catch (error) {
    return { started: false, path, is_there: true, fault: error instanceof Error ? error.message : String(error) };
  }
}

async function lookAt({ browser, pid }: RunningChromium) {
  // A page, so that there is a process that renders it.
  await browser.newPage();
  const uid = pid === null ? process.getuid?.() : statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid;
  return { version: await browser.version(), uid: uid ?? null, user: nameOf(uid), is_sandboxed: isSandboxed() };
}

/** Whether the processes that show pages are behind the filter; null where this machine does not say. */
function isSandboxed(): boolean | null {
  const statuses = new Map(
    readOr("/proc", readdirSync)
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => [pid, readOr(`/proc/${pid}/status`, readText).join("")]),
  );
  const isOurs = (pid: string | undefined): boolean =>
    pid === String(process.pid) || (pid !== undefined && isOurs(/^PPid:\s*(\d+)/m.exec(statuses.get(pid) ?? "")?.[1]));
  const filters = [...statuses].flatMap(([pid, status]) =>
    isOurs(pid) && isRenderer(pid) ? [/^Seccomp:\s*(\d)/m.exec(status)?.[1]] : [],
  );
  return filters.length === 0 ? null : filters.every((filter) => filter === FILTERED);
}

const isRenderer = (pid: string): boolean =>
  readOr(`/proc/${pid}/cmdline`, readText).join("").includes("--type=renderer");

const readText = (file: string): string[] => [readFileSync(file, "utf8")];

/** Processes come and go, and not every system has /proc. */
function readOr(path: string, read: (path: string) => string[]): string[] {
  try {
    return read(path);
  } catch {
    return [];
  }
}

function nameOf(uid: number | undefined): string | null {
  const users = readOr("/etc/passwd", readText).join("").split("\n");
  return users.map((line) => line.split(":")).find(([, , id]) => id === String(uid))?.[0] ?? null;
}

void tryChromium()
  .catch((error: unknown) => ({
    started: false,
    is_there: true,
    fault: error instanceof Error ? error.message : String(error),
  }))
  .then((found) => process.stdout.write(`${JSON.stringify(found)}\n`));
