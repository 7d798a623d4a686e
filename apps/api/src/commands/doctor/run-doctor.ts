import type { Answer } from "../answer.ts";
import { checkChromium } from "./check-chromium.ts";
import { checkConfiguration, checkGoogle } from "./check-configuration.ts";
import { checkDisk } from "./check-disk.ts";
import { checkDatabase } from "./check-postgres.ts";
import { checkRedis } from "./check-redis.ts";
import type { DoctorCommand } from "./doctor-command.ts";
import { type Environment, fault, type Finding, reasonOf } from "./finding.ts";

const MARKS = { ok: "✓", warning: "!", fault: "✗" } as const;

/** Checks what this deployment stands on; of the environment what is set, and not empty. A check that fails by itself is a fault, and the others go on. */
export async function runDoctor(environment: Environment, { isOnline }: DoctorCommand): Promise<Answer> {
  const findings = (
    await Promise.all([
      guarded("configuration", () => checkConfiguration(environment)),
      guarded("postgres", () => checkDatabase(environment)),
      guarded("redis", () => checkRedis(environment)),
      guarded("chromium", () => checkChromium(environment)),
      guarded("disk", () => checkDisk(environment)),
      guarded("google-key", () => checkGoogle(environment, isOnline)),
    ])
  ).flat();
  const [faults, warnings] = [count(findings, "fault"), count(findings, "warning")];
  return {
    lines: [...findings.flatMap(describe), "", summary(faults, warnings)],
    json: {
      ok: faults === 0,
      faults,
      warnings,
      checks: findings.map(({ name, state, saw, advice = null }) => ({ name, state, saw, advice })),
    },
    isFault: faults > 0,
    isReport: true,
  };
}

async function guarded(
  name: string,
  check: () => Promise<Finding | Finding[]> | Finding | Finding[],
): Promise<Finding[]> {
  try {
    return [await check()].flat();
  } catch (error) {
    return [fault(name, `could not be checked: ${reasonOf(error)}`, "Mend that first, then ask again.")];
  }
}

const count = (findings: readonly Finding[], state: Finding["state"]): number =>
  findings.filter((finding) => finding.state === state).length;

function describe({ name, state, saw, advice }: Finding): string[] {
  const line = `${MARKS[state]} ${name.padEnd(21)} ${saw}`;
  return advice === undefined ? [line] : [line, `    → ${advice}`];
}

function summary(faults: number, warnings: number): string {
  if (faults === 0 && warnings === 0) return "All is well.";
  const say = (number: number, what: string): string => `${number} ${number === 1 ? what : `${what}s`}`;
  return `${say(faults, "fault")}, ${say(warnings, "warning")}.`;
}
