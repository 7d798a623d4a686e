import { spawn } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { findOnPath } from "./find-on-path.ts";

const REDIS_PROGRAMS = ["redis-server", "valkey-server"];
const CHROMIUM_PROGRAMS = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
];
/** Debian asks this file before a package starts its service; 101 says "do not". */
const POLICY_FILE = "/usr/sbin/policy-rc.d";
const POLICY =
  "#!/bin/sh\n# Made by Cartwright's set-up while it installs packages; it deletes this again.\nexit 101\n";

/** What does not come from npm. */
export interface Machine {
  /** Undefined when a REDIS_URL is given. */
  redisProgram: string | undefined;
  chromiumPath: string;
}

interface Missing {
  what: string;
  debianPackage: string;
  instead: string;
}

/** What is on this machine, and what is not: all of it at once. */
const lookAround = (): { machine: Partial<Machine>; missing: Missing[] } => {
  const wantsRedis = process.env["REDIS_URL"] === undefined;
  const redisProgram = wantsRedis ? findOnPath(...REDIS_PROGRAMS) : undefined;
  const chromiumPath = findChromium();
  const missing: Missing[] = [];
  if (wantsRedis && redisProgram === undefined) {
    missing.push({ what: "Redis", debianPackage: "redis-server", instead: "give a REDIS_URL" });
  }
  if (chromiumPath === undefined) {
    const instead = "give a CHROMIUM_PATH";
    missing.push({ what: "Chromium", debianPackage: "chromium-headless-shell", instead });
  }
  return { machine: { redisProgram, ...(chromiumPath === undefined ? {} : { chromiumPath }) }, missing };
};

const findChromium = (): string | undefined => {
  const given = process.env["CHROMIUM_PATH"];
  if (given === undefined || given === "") return findOnPath(...CHROMIUM_PROGRAMS);
  if (!existsSync(given)) throw new Error(`CHROMIUM_PATH names ${given}, which does not exist.`);
  return given;
};

/** Finds Redis and Chromium; installs what is missing where that can be done without asking (Debian, as root). */
export const prepareMachine = async (announce: (what: string, install: () => Promise<void>) => Promise<void>) => {
  const before = lookAround();
  if (before.missing.length > 0) {
    const packages = before.missing.map(({ debianPackage }) => debianPackage);
    if (process.getuid?.() !== 0 || findOnPath("apt-get") === undefined) throw new Error(howToInstall(before.missing));
    await announce(packages.join(", "), () => installPackages(packages));
  }
  const { machine, missing } = before.missing.length > 0 ? lookAround() : before;
  const { chromiumPath } = machine;
  if (missing.length > 0 || chromiumPath === undefined) throw new Error(howToInstall(missing));
  return { redisProgram: machine.redisProgram, chromiumPath } satisfies Machine;
};

const howToInstall = (missing: Missing[]): string => {
  const packages = missing.map(({ debianPackage }) => debianPackage).join(" ");
  return [
    `Missing on this machine: ${missing.map(({ what }) => what).join(" and ")}.`,
    "On Debian and Ubuntu, this installs it:",
    `    sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages}`,
    `Or ${missing.map(({ instead }) => instead).join(" and ")} in the environment.`,
  ].join("\n");
};

const installPackages = async (packages: string[]): Promise<void> => {
  const forbidsServices = !existsSync(POLICY_FILE);
  const allowServices = () => forbidsServices && rmSync(POLICY_FILE, { force: true });
  // Redis's package would start a Redis of its own, on the port that others expect theirs on.
  if (forbidsServices) writeFileSync(POLICY_FILE, POLICY, { mode: 0o755 });
  process.once("exit", allowServices);
  try {
    await aptGet(["update"]);
    await aptGet(["install", "-y", "--no-install-recommends", ...packages]);
  } finally {
    allowServices();
    process.removeListener("exit", allowServices);
  }
};

const aptGet = (args: string[]) =>
  new Promise<void>((resolve, reject) => {
    // Another apt may be at work on a machine that has just been started: wait for it.
    const apt = spawn("apt-get", ["-o", "DPkg::Lock::Timeout=120", ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const keep = (chunk: Buffer) => (output = `${output}${chunk.toString()}`.slice(-4_000));
    apt.stdout.on("data", keep);
    apt.stderr.on("data", keep);
    apt.once("error", reject);
    apt.once("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`apt-get ${args.join(" ")} failed:\n${output}`));
    });
  });
