// The door of every `npm run` command: checks Node, installs what package-lock.json says, hands over to scripts/<command>.ts.
// Plain JavaScript without dependencies, because nothing is installed yet when it runs for the first time.
/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access,
   typescript/no-unsafe-return, typescript/no-unsafe-argument -- JavaScript has no types to check. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const NEEDED_NODE = [20, 19];
const COMMANDS = [
  "cartwright",
  "catalogue",
  "check",
  "demo",
  "dev",
  "faults",
  "fix",
  "keys",
  "migrate",
  "retailers",
  "shops",
  "test",
];
const INSTALL_WAIT_MS = 10 * 60_000;
const PARENT_LOOK_MS = 500;

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const fail = (message) => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
};

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > NEEDED_NODE[0] || (major === NEEDED_NODE[0] && minor >= NEEDED_NODE[1])) return;
  fail(
    `Cartwright needs Node ${NEEDED_NODE.join(".")} or newer; this is ${process.versions.node} (${process.execPath}).`,
  );
}

const readPackages = (file) => JSON.parse(readFileSync(path.join(root, file), "utf8")).packages;

/** Whether node_modules holds exactly what package-lock.json names. Optional packages of other platforms may be missing. */
function isInstalled() {
  try {
    const wanted = readPackages("package-lock.json");
    const present = readPackages("node_modules/.package-lock.json");
    const same = (name) =>
      wanted[name]?.version === present[name].version && wanted[name]?.integrity === present[name].integrity;
    const hasAll = Object.keys(wanted).every(
      (name) => !name.includes("node_modules/") || name in present || wanted[name].optional,
    );
    return hasAll && Object.keys(present).every(same);
  } catch {
    return false;
  }
}

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};

/** Two commands at once in a fresh clone: one installs, the other waits. `npm ci` would delete what the first one unpacks. */
async function holdInstallLock() {
  const file = path.join(root, ".cartwright", "install.lock");
  mkdirSync(path.dirname(file), { recursive: true });
  const giveUpAt = Date.now() + INSTALL_WAIT_MS;
  while (Date.now() < giveUpAt) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    try {
      if (!isAlive(Number(readFileSync(file, "utf8") || process.pid))) rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return fail(`Another install holds ${file} for ten minutes. End it, or delete the file, and try again.`);
}

async function install() {
  const release = await holdInstallLock();
  try {
    if (isInstalled()) return;
    const started = Date.now();
    process.stderr.write("Installing npm packages (npm ci) …\n");
    const npmCli = process.env.npm_execpath;
    const isNpm = npmCli !== undefined && path.basename(npmCli) === "npm-cli.js";
    const [command, prefix] = isNpm ? [process.execPath, [npmCli]] : ["npm", []];
    // .npmrc sets json, which would turn npm's errors into JSON. The browser comes from the system, not from puppeteer.
    const done = spawnSync(command, [...prefix, "ci", "--no-json", "--loglevel=error"], {
      cwd: root,
      env: { ...process.env, PUPPETEER_SKIP_DOWNLOAD: "1" },
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    if (done.status !== 0) {
      process.stderr.write(`${done.stdout ?? ""}${done.stderr ?? ""}${done.error ? `${done.error.message}\n` : ""}`);
      release();
      fail("npm ci failed: see above.");
    }
    process.stderr.write(`Installed npm packages (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
  } finally {
    release();
  }
}

/** npm killed with -9 cannot pass a signal on, and there may be npm's shell between it and us. Changes when npm is gone. */
function whoStartedUs() {
  try {
    const [, shell, parent] = readFileSync(`/proc/${process.ppid}/stat`, "utf8").match(/\((.*)\) \S+ (\d+)/);
    return `${process.ppid} ${/^(ba|da|z|a)?sh$/.test(shell) ? parent : ""}`;
  } catch {
    return String(process.ppid);
  }
}

function handOver(command, args) {
  const script = path.join(root, "scripts", `${command}.ts`);
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], { cwd: root, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  const npm = whoStartedUs();
  if (process.env.npm_lifecycle_event !== undefined) {
    setInterval(() => whoStartedUs() === npm || child.kill("SIGTERM"), PARENT_LOOK_MS).unref();
  }
  child.on("error", (error) => fail(`Node could not be started: ${error.message}`));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

const [command = "", ...args] = process.argv.slice(2);
requireNode();
if (!COMMANDS.includes(command) || !existsSync(path.join(root, "scripts", `${command}.ts`))) {
  fail(`usage: node scripts/run.mjs ${COMMANDS.join("|")} [arguments]`);
}
if (!isInstalled()) await install();
handOver(command, args);
