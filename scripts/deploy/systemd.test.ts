import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODES } from "@cartwright/supervision";
import { Config as ApiConfig } from "../../apps/api/src/config.ts";
import { Config as WorkerConfig, endsWithinMs, readConfig } from "../../apps/worker/src/config.ts";
import { readEnvironmentFile, readText, readUnit } from "./read-deployment.ts";

const api = readUnit("deploy/systemd/cartwright-api.service");
const worker = readUnit("deploy/systemd/cartwright-worker@.service");
const environment = readEnvironmentFile(readText("deploy/systemd/cartwright.env.example"));

const secondsOf = (unit: Map<string, string[]>, name: string): number => Number(unit.get(name)?.[0]);
const ownEnvironment = Object.fromEntries(
  (worker.get("Environment") ?? []).map((pair) => [
    pair.slice(0, pair.indexOf("=")),
    pair.slice(pair.indexOf("=") + 1),
  ]),
);

test("a worker is given longer to end than it allows itself", () => {
  const config = readConfig(environment);
  expect(secondsOf(worker, "TimeoutStopSec") * 1_000).toBeGreaterThan(endsWithinMs(config));
});

test("SIGTERM reaches the program alone, not the browser under the order that it finishes", () => {
  expect([worker.get("KillMode"), api.get("KillMode")]).toEqual([["mixed"], ["mixed"]]);
});

test.each([
  ["the API", api],
  ["a worker", worker],
] as const)("%s is started again after every end but a good one and a wrong configuration", (_, unit) => {
  expect(unit.get("Restart")).toEqual(["on-failure"]);
  expect(unit.get("RestartPreventExitStatus")).toEqual([String(EXIT_CODES.misconfigured)]);
  expect(unit.get("SuccessExitStatus")).toBeUndefined();
  expect(unit.get("StartLimitIntervalSec")).toEqual(["0"]);
});

test.each([
  ["the API", api],
  ["a worker", worker],
] as const)("%s tells systemd how it is, by a child, and is missed when it does not", (_, unit) => {
  expect(unit.get("Type")).toEqual(["notify"]);
  expect(unit.get("NotifyAccess")).toEqual(["all"]);
  expect(secondsOf(unit, "WatchdogSec")).toBeGreaterThanOrEqual(30);
});

test("what the units start is there", () => {
  for (const unit of [api, worker]) {
    const [entry] = /apps\/\S+$/.exec(unit.get("ExecStart")?.[0] ?? "") ?? [];
    expect([entry, existsSync(join(__dirname, "..", "..", entry ?? "nothing"))]).toEqual([entry, true]);
  }
});

test("a worker may see the processes by which another one is proven dead", () => {
  for (const setting of ["ProtectProc", "ProcSubset", "PrivatePIDs", "PrivateUsers", "DynamicUser"]) {
    expect([setting, worker.get(setting)]).toEqual([setting, undefined]);
  }
});

test("the spool lies where the worker may write and nothing is lost by a restart", () => {
  const [folder] = worker.get("StateDirectory") ?? [];
  expect(ownEnvironment["SPOOL_FOLDER"]).toBe(`/var/lib/${folder}/spool`);
  expect(worker.get("ProtectSystem")).toEqual(["strict"]);
});

test("every variable that is given is one that the apps know; what is each worker's own is not in the shared file", () => {
  const known = new Set([...Object.keys(ApiConfig.shape), ...Object.keys(WorkerConfig.shape), "NODE_ENV"]);
  const given = [...Object.keys(environment), ...Object.keys(ownEnvironment)];
  expect(given.filter((name) => !known.has(name))).toEqual([]);
  expect(Object.keys(environment).filter((name) => name in ownEnvironment)).toEqual([]);
});

/** systemd 254 knows them; an older one says that it does not, and starts a unit again without growing pauses. */
const OF_NEWER_SYSTEMD = /Unknown key (name )?'Restart(Steps|MaxDelaySec)'/;
/** A machine that checks the units need not be the one that runs them. */
const OF_THIS_MACHINE = /is not executable: No such file or directory/;

test("systemd itself, where it is, finds no fault with the units", () => {
  expect(verifyUnits().filter((line) => !OF_NEWER_SYSTEMD.test(line) && !OF_THIS_MACHINE.test(line))).toEqual([]);
});

/** What `systemd-analyze verify` says, a line each; nothing where there is no systemd. */
function verifyUnits(): string[] {
  if (spawnSync("systemd-analyze", ["--version"]).status !== 0) return [];
  const units = ["cartwright.target", "cartwright-api.service", "cartwright-worker@.service"];
  const cwd = join(__dirname, "..", "..", "deploy", "systemd");
  const words = ["verify", "--man=no", ...units.map((unit) => `./${unit}`)];
  const { stdout, stderr, error } = spawnSync("systemd-analyze", words, { cwd, encoding: "utf8" });
  if (error !== undefined) throw error;
  return `${stdout}${stderr}`.split("\n").filter((line) => line !== "");
}
