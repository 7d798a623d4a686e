import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { SAN_FRANCISCO } from "@cartwright/testing";
import { findProfileOwner } from "../apps/worker/src/browser/profile-name.ts";
import { commandLineOf, findProcess } from "../scripts/processes/process-identity.ts";
import type { Violation } from "./invariants.ts";

/** What must stand in no log and not in Redis. */
const SECRETS = [SAN_FRANCISCO.last_name, SAN_FRANCISCO.address_line1, SAN_FRANCISCO.phone_number];
const PROFILE = /cartwright-chromium-\d+-[^/\s]*/;

/** What a play leaves behind that it must not: secrets in logs or in Redis, and browsers without a worker. */
export function findLeftovers(folder: string, redisFolder: string, apiKey: string): Violation[] {
  const logs = readdirSync(folder)
    .filter((name) => name.endsWith(".log"))
    .map((name) => path.join(folder, name));
  const stored = readdirSync(redisFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const secrets = [...SECRETS, apiKey];
  const told = [...logs, ...stored].filter((file) => {
    const text = readFileSync(file, "latin1");
    return secrets.some((secret) => text.includes(secret));
  });
  return [
    ...told.map((file) => ({ rule: "a secret is told", order: "-", detail: path.relative(folder, file) })),
    ...orphanedBrowsers().map((pid) => ({ rule: "a browser is left", order: "-", detail: `process ${pid}` })),
  ];
}

/** Processes of a browser whose worker is gone. */
function orphanedBrowsers(): number[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      const owner = findProfileOwner(PROFILE.exec(commandLineOf(pid))?.[0] ?? "");
      return owner !== undefined && findProcess(owner) === undefined && findProcess(pid) !== undefined;
    });
}
