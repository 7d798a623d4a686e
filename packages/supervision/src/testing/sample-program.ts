import { writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { CannotStart } from "../exit-codes.ts";
import { type Program, requireConfig, runProgram } from "../run-program.ts";

// A program that does what its environment says, for the tests of what its supervisor sees of it.

const say = (facts: object, words: string): void => void writeSync(1, `${words} ${JSON.stringify(facts)}\n`);
const drainMs = Number(process.env["SAMPLE_DRAIN_MS"] ?? "0");

async function start(askForRestart: () => void): Promise<Program> {
  say({}, "starting");
  await sleep(Number(process.env["SAMPLE_START_MS"] ?? "0"));
  switch (process.env["SAMPLE"]) {
    case "unavailable":
      throw new CannotStart("unavailable", "Postgres is away");
    case "fails":
      throw new Error("a bug at the start");
    case "throws":
      setTimeout(() => {
        throw new Error("thrown");
      }, 10);
      break;
    case "rejects":
      void Promise.reject(new Error("rejected"));
      break;
    case "stalls":
      setTimeout(askForRestart, 10);
      break;
    case undefined:
    default:
  }
  setInterval(() => undefined, 1_000);
  setTimeout(() => say({}, "up"), 1);
  return {
    isAlive: () => process.env["SAMPLE"] !== "dead",
    status: () => "at work",
    drain: async () => {
      if (process.env["SAMPLE_DRAIN"] === "crashes") {
        setTimeout(() => {
          throw new Error("thrown while it drains");
        }, 1);
      }
      await sleep(drainMs);
      if (process.env["SAMPLE_DRAIN"] === "fails") throw new Error("no way out");
      say({}, "drained");
      return process.env["SAMPLE_DRAIN"] !== "unfinished";
    },
  };
}

requireConfig(() => {
  if (process.env["SAMPLE"] === "misconfigured") throw new Error("DATABASE_URL: is not set");
});
void runProgram({
  log: { info: say, warn: say, error: say, fatal: say },
  factsOf: (error) => ({ message: error instanceof Error ? error.message : "not an error" }),
  drainWithinMs: Number(process.env["SAMPLE_DRAIN_WITHIN_MS"] ?? "5000"),
  start,
});
