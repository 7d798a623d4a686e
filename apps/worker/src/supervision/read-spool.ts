import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { SpooledIntent } from "@cartwright/db";
import { SPOOL_SUFFIX } from "../checkout/intent-spool.ts";
import { findIntent } from "../checkout/spool-line.ts";

/** What one worker process wrote down. */
export interface SpooledFile {
  path: string;
  intents: SpooledIntent[];
  /** Lines, counted from 1, that are whole and yet say nothing: a purchase may be missing. */
  badLines: number[];
  /** When it was last written to. */
  writtenAt: Date;
}

/** Reads every file of a spool, of this process and of all before and beside it. */
export async function readSpool(folder: string): Promise<SpooledFile[]> {
  const names = await readdir(folder).catch(unlessMissing<string[]>([]));
  const files: SpooledFile[] = [];
  for (const name of names.filter((name) => name.endsWith(SPOOL_SUFFIX)).sort()) {
    const file = await readSpooledFile(path.join(folder, name)).catch(unlessMissing(undefined));
    if (file !== undefined) files.push(file);
  }
  return files;
}

async function readSpooledFile(file: string): Promise<SpooledFile> {
  const { mtime } = await stat(file);
  const lines = (await readFile(file, "utf8")).split("\n");
  // What stands behind the last line's end was torn off by the end of its process: it was never released.
  lines.pop();
  const spooled: SpooledFile = { path: file, intents: [], badLines: [], writtenAt: mtime };
  for (const [at, line] of lines.entries()) {
    const intent = findIntent(line);
    if (intent === undefined) spooled.badLines.push(at + 1);
    else spooled.intents.push(intent);
  }
  return spooled;
}

/** Another worker deletes old files too. */
const unlessMissing =
  <T>(otherwise: T) =>
  (error: unknown): T => {
    if (typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT") return otherwise;
    throw error;
  };
