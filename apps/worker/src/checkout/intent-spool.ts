import { constants, existsSync, rmSync } from "node:fs";
import { type FileHandle, mkdir, open } from "node:fs/promises";
import path from "node:path";
import type { SpooledIntent, WorkerIdentity } from "@cartwright/db";
import { writeSpoolLine } from "./spool-line.ts";

/**
 * A worker's own record of the purchases that it commits to, outside the database: it is how a database that was restored
 * from a backup is found out, and what was bought since is known.
 */
export interface IntentSpool {
  /** Returns once the line is on the disk. Throws when it cannot be, or not in time: then nothing may be released. */
  append: (intent: Omit<SpooledIntent, "worker">, withinMs: number) => Promise<void>;
  close: () => Promise<void>;
}

export interface SpoolOptions {
  /** Made where it is missing. Must survive a restart, and be one database's alone. */
  folder: string;
  worker: WorkerIdentity;
  /** A file is written to for so long at the most, and then another is begun: old ones can be deleted. */
  fileForMs?: number;
  fileBytes?: number;
}

export const SPOOL_SUFFIX = ".jsonl";
/** A file is deleted after two days at the earliest: nobody writes to it any more by then. */
const FILE_FOR_MS = 24 * 60 * 60_000;
const FILE_BYTES = 1_048_576;
const FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL | constants.O_DSYNC;

const TOO_LATE = "the disk did not take it in time";

interface SpoolFile {
  path: string;
  handle: FileHandle;
  openedAt: number;
  bytes: number;
}

/** Opens a spool, and its first file, so that a folder that cannot be written to is known before anything is bought. */
export async function openIntentSpool(options: SpoolOptions): Promise<IntentSpool> {
  const { folder, fileForMs = FILE_FOR_MS, fileBytes = FILE_BYTES } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let number = 0;
  const openNext = () => openFile(folder, `${Date.now()}-${options.worker.id}-${(number += 1)}`);
  let current: SpoolFile | undefined = await openNext();
  let last: Promise<unknown> = Promise.resolve();

  const write = async (line: Buffer): Promise<void> => {
    if (current !== undefined && (current.bytes >= fileBytes || performance.now() - current.openedAt >= fileForMs)) {
      await closeFile(current);
      current = undefined;
    }
    const file = (current ??= await openNext());
    try {
      const { bytesWritten } = await file.handle.write(line);
      file.bytes += bytesWritten;
      if (bytesWritten !== line.length) throw new Error(`only ${bytesWritten} of ${line.length} bytes were written`);
    } catch (error) {
      // It may end in half a line: that stays the last of its file.
      current = undefined;
      await closeFile(file);
      throw error;
    }
  };
  return {
    append: async (intent, withinMs) => {
      if (withinMs <= 0) throw new Error(TOO_LATE);
      const line = Buffer.from(writeSpoolLine({ ...intent, worker: options.worker }));
      // One after the other, so that a file is changed for the next by one at a time.
      const written = last.then(() => write(line));
      last = written.catch(() => undefined);
      await inTime(written, withinMs);
    },
    close: async () => {
      await last;
      if (current === undefined) return;
      await closeFile(current);
      if (current.bytes === 0 && existsSync(current.path)) rmSync(current.path);
    },
  };
}

async function openFile(folder: string, name: string): Promise<SpoolFile> {
  const file = path.join(folder, `${name}${SPOOL_SUFFIX}`);
  const handle = await open(file, FLAGS, 0o600);
  // The file's data are synced with each write; its name is the folder's.
  const folderHandle = await open(folder, "r");
  await folderHandle.sync().finally(() => folderHandle.close());
  return { path: file, handle, openedAt: performance.now(), bytes: 0 };
}

/** Every line is on the disk already: what closing says changes nothing. */
async function closeFile({ handle }: SpoolFile): Promise<void> {
  await handle.close().catch(() => undefined);
}

/** A disk that does not answer must not hold a purchase for longer than it may be released. */
async function inTime(written: Promise<void>, withinMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  written.catch(() => undefined);
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(TOO_LATE)), withinMs);
  });
  await Promise.race([written, tooLate]).finally(() => clearTimeout(timer));
}
