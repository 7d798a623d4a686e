import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Child, lastWords } from "../processes/child.ts";
import { commandLineOf, findProcess } from "../processes/process-identity.ts";
import { type Run, untilGone } from "../stack/run.ts";
import { findPort } from "./find-port.ts";
import { makePrivateFolder, ownerOfData, placePostgres, type PostgresFiles } from "./postgres-files.ts";

/** The major version is part of the folder's name: a newer Postgres cannot read an older one's data. */
const DATA_FOLDER = "postgres-18";
/** Inside of the data folder: the password goes where the data goes. */
const PASSWORD_FILE = "cartwright-password";
const USER = "cartwright";
const DATABASE = "cartwright";
/** Recovery after a kill -9 is included. */
const START_DEADLINE_MS = 60_000;
const START_TRIES = 5;

export const startPostgres = async (run: Run, preferredPort: number, ports: Set<number>) => {
  const files = placePostgres(run.slot);
  const data = path.join(files.home, DATA_FOLDER);
  const owned = { ...files, owner: ownerOfData(data, files.owner) };
  await clearStalePidFile(data);
  // Data in /var/tmp outlives a slot's folder that was deleted for a fresh start.
  if (run.slot.isNew && files.home !== run.slot.folder) rmSync(data, { recursive: true, force: true });
  if (!existsSync(data)) await makeCluster(run, owned, data);
  // Whoever starts Postgres again in this run means these data.
  run.slot.isNew = false;
  const password = readFileSync(path.join(data, PASSWORD_FILE), "utf8").trim();
  for (let tries = 1; ; tries += 1) {
    const port = await findPort(preferredPort, ports);
    const postgres = await startProgram(run, owned, "postgres", serverArguments(data, port));
    if (await isReady(postgres, data)) {
      return { url: `postgres://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`, port };
    }
    run.forget(postgres);
    await postgres.stop();
    if (tries === START_TRIES) throw new Error(`Postgres does not start. ${lastWords(postgres)}`);
  }
};

/** As careful with data as in production (fsync and synchronous_commit stay on), and heard on this machine only. */
const serverArguments = (data: string, port: number): string[] => {
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 200,
    fsync: "on",
    synchronous_commit: "on",
    logging_collector: "off",
  };
  return ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
};

/** Made beside its place and then moved there: a data folder is either whole or not there. */
const makeCluster = async (run: Run, files: PostgresFiles, data: string): Promise<void> => {
  const fresh = `${data}.new`;
  const passwordFile = `${fresh}-password`;
  makePrivateFolder(fresh, files.owner);
  writeFileSync(passwordFile, `${randomBytes(18).toString("base64url")}\n`, { mode: 0o600 });
  if (files.owner !== undefined) chownSync(passwordFile, files.owner.uid, files.owner.gid);
  try {
    await runProgram(run, files, "initdb", [
      `--pgdata=${fresh}`,
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      // Sorts and folds the same on every machine, whatever locales it has.
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-instructions",
    ]);
    // initdb makes a database `postgres`. A server for one, on a file of commands, needs no client to make another.
    const commands = path.join(fresh, "create-database.sql");
    writeFileSync(commands, `CREATE DATABASE ${DATABASE};\n`);
    // The user that Postgres runs as reads it, whatever umask this command was started with.
    chmodSync(commands, 0o644);
    const program = path.join(files.native, "bin", "postgres");
    await runProgram(run, files, "sh", ["-c", '"$1" --single -D "$2" postgres < "$3"', "sh", program, fresh, commands]);
    rmSync(commands);
    renameSync(passwordFile, path.join(fresh, PASSWORD_FILE));
    renameSync(fresh, data);
  } finally {
    rmSync(passwordFile, { force: true });
  }
};

const startProgram = (run: Run, files: PostgresFiles, program: "initdb" | "postgres" | "sh", args: string[]) =>
  run.start({
    name: program === "postgres" ? "Postgres" : "Postgres set-up",
    command: program === "sh" ? "/bin/sh" : path.join(files.native, "bin", program),
    args,
    // Nothing of ours: PGPORT, PGDATA, LC_ALL and their kin would change what it does.
    env: { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC" },
    cwd: files.home,
    logFile: path.join(run.slot.logs, "postgres.log"),
    ...(files.owner === undefined ? {} : { owner: files.owner }),
    // "Fast": ends sessions and shuts down cleanly. SIGTERM would wait for every client to leave.
    stopSignal: "SIGINT",
    stopDeadlineMs: 20_000,
  });

const runProgram = async (run: Run, files: PostgresFiles, program: "initdb" | "sh", args: string[]): Promise<void> => {
  const child = await startProgram(run, files, program, args);
  const exit = await child.exited;
  run.forget(child);
  if (exit !== "code 0") throw new Error(`${child.options.name} failed (${exit}). ${lastWords(child)}`);
};

const pidFileLines = (data: string): string[] => {
  try {
    return readFileSync(path.join(data, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return [];
  }
};

/** Postgres writes its pid in the first line and its state in the eighth; `pg_ctl --wait` looks there too. */
const isReady = async (postgres: Child, data: string): Promise<boolean> => {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (!postgres.hasEnded() && Date.now() < deadline) {
    const lines = pidFileLines(data);
    if (Number(lines[0]) === postgres.identity.pid && lines[7]?.trim() === "ready") return true;
    await sleep(20);
  }
  return false;
};

/**
 * The slot is ours, so nobody else may run on this data. A postmaster of it that no run file names (we were killed in between)
 * is ended; then a pid file left behind is deleted, since its pid may be somebody else's by now and Postgres would not start.
 */
const clearStalePidFile = async (data: string): Promise<void> => {
  const pid = Number(pidFileLines(data)[0]);
  if (!Number.isInteger(pid) || pid <= 1) return;
  const running = findProcess(pid);
  if (running !== undefined && commandLineOf(pid).includes(data)) {
    process.kill(pid, "SIGQUIT");
    await untilGone([running]);
  }
  rmSync(path.join(data, "postmaster.pid"), { force: true });
};
