import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { open, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseUrl } from "@cartwright/schemas";
import { spoolFolderOf } from "@cartwright/supervision";
import { whoTypes } from "../audited.ts";
import { bytes, type Environment, fault, type Finding, ok, reasonOf, warning } from "./finding.ts";

const MIB = 1_048_576;
/** A spool's file has one MiB, a browser's profile some dozens. */
const TOO_LITTLE_BYTES = 100 * MIB;
const LITTLE_BYTES = 1_024 * MIB;

/** Where purchases are written down before they are released, and where browsers keep their profiles. */
export async function checkDisk(environment: Environment): Promise<Finding[]> {
  const temporary = await judgeSpace("disk-temporary", tmpdir());
  const { SPOOL_FOLDER, DATABASE_URL = "" } = environment;
  // A spool is named for its database, unless it is named itself.
  if (SPOOL_FOLDER === undefined && parseUrl(DATABASE_URL) === undefined) return [temporary];
  const folder = path.resolve(spoolFolderOf({ SPOOL_FOLDER, DATABASE_URL }));
  return [await checkSpool(folder), await judgeSpace("disk-spool", nearest(folder)), temporary];
}

async function checkSpool(folder: string): Promise<Finding> {
  const who = whoTypes().replace("command:", "");
  const place = nearest(folder);
  const file = path.join(place, `.doctor-${randomUUID()}`);
  try {
    const handle = await open(file, "wx", 0o600);
    await handle.sync();
    await handle.close();
    await rm(file);
    const made = place === folder ? "" : "; a worker makes it when it starts";
    return ok("spool", `${folder} can be written to by ${who}${made}`);
  } catch (error) {
    const advice =
      "Make it writable for the workers' user, on a disk that survives a restart, or set SPOOL_FOLDER: no worker starts without.";
    return fault("spool", `${folder} cannot be written to by ${who}: ${reasonOf(error)}`, advice);
  }
}

async function judgeSpace(name: string, folder: string): Promise<Finding> {
  const { bavail, bsize, blocks } = await statfs(folder);
  const free = bavail * bsize;
  const saw = `${bytes(free)} free of ${bytes(blocks * bsize)} at ${folder}`;
  if (free >= LITTLE_BYTES) return ok(name, saw);
  const advice =
    "Make room: nothing is released that could not be written down before, and no browser starts on a full disk.";
  return free < TOO_LITTLE_BYTES ? fault(name, saw, advice) : warning(name, saw, advice);
}

/** The folder, or that of its parents which is there already. */
function nearest(folder: string): string {
  return existsSync(folder) ? folder : nearest(path.dirname(folder));
}
