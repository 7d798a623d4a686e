import { spawn } from "node:child_process";
import { once } from "node:events";
import { findProcess, isRunning, thisProcess } from "./process-identity.ts";

test("this process is running", () => {
  expect(isRunning(thisProcess())).toBe(true);
});

test("a pid that belongs to somebody else by now is not the process that was recorded", () => {
  expect(isRunning({ pid: process.pid, startedAt: "another time" })).toBe(false);
});

test("a process that has ended is not running", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await once(child, "spawn");
  const identity = findProcess(child.pid ?? 0);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(identity).toBeDefined();
  expect(identity === undefined || isRunning(identity)).toBe(false);
});
