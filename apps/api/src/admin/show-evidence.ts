import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { type EvidenceEntry, findEvidence, listEvidence, placeOfEvidence, type Pool } from "@cartwright/db";
import { AttemptSteps } from "@cartwright/schemas";
import { CannotOpen, type Keyring, open } from "@cartwright/sealing";
import { z } from "zod";
import { Problem } from "../http/problem.ts";
import type { VNode } from "preact";
import { evidencePage, type ShownEvidence } from "./evidence-page.tsx";

export interface EvidenceDeps {
  pool: Pool;
  /** Without it nothing can be shown. */
  keyring: Keyring | undefined;
}

const unzipped = promisify(gunzip);

/** Ten attempts with all they can leave behind, and some more. */
const MAX_ENTRIES = 200;
/** What a small gzip may become. */
const MAX_TEXT_BYTES = 8_000_000;

/** The page of what an order's attempts left behind; of an order that nobody knows it says that there is nothing. */
export async function showEvidence({ pool, keyring }: EvidenceDeps, orderId: string): Promise<VNode> {
  if (!z.uuid().safeParse(orderId).success) throw new Problem("not_found", "There is no such order.");
  const ring = requireKeyring(keyring);
  const shown: ShownEvidence[] = [];
  for (const entry of await listEvidence(pool, orderId, MAX_ENTRIES)) shown.push(await openEvidence(pool, ring, entry));
  return evidencePage(orderId, shown);
}

/** One picture, as PNG. Throws a Problem when there is none of that id, or it does not open. */
export async function findPicture({ pool, keyring }: EvidenceDeps, id: string): Promise<Buffer> {
  const ring = requireKeyring(keyring);
  const evidence = z.uuid().safeParse(id).success ? await findEvidence(pool, id) : undefined;
  if (evidence?.kind !== "screenshot") throw new Problem("not_found", "There is no such picture.");
  try {
    return open(ring, placeOfEvidence(id), evidence.sealed);
  } catch (error) {
    if (error instanceof CannotOpen) throw new Problem("not_found", `The picture does not open: ${error.message}.`);
    throw error;
  }
}

/** What one thing shows, or why it does not open. */
export async function openEvidence(pool: Pool, keyring: Keyring, entry: EvidenceEntry): Promise<ShownEvidence> {
  // A picture is opened when the browser asks for it.
  if (entry.kind === "screenshot") return { ...entry, picture: true };
  const sealed = (await findEvidence(pool, entry.id))?.sealed;
  if (sealed === undefined) return { ...entry, fault: "gone meanwhile" };
  try {
    const opened = open(keyring, placeOfEvidence(entry.id), sealed);
    const text = (await unzipped(opened, { maxOutputLength: MAX_TEXT_BYTES })).toString("utf8");
    return entry.kind === "html" ? { ...entry, html: text } : { ...entry, steps: AttemptSteps.parse(JSON.parse(text)) };
  } catch (error) {
    return { ...entry, fault: error instanceof CannotOpen ? error.message : "cannot be read" };
  }
}

function requireKeyring(keyring: Keyring | undefined): Keyring {
  if (keyring === undefined) {
    throw new Problem("not_found", "Evidence is sealed, and the API has no SEALING_KEYS to open it with.");
  }
  return keyring;
}
