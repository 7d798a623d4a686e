import { countSealed, type Pool, resealRows } from "@cartwright/db";
import { type Keyring, open, seal } from "@cartwright/sealing";

export interface Rotated {
  /** The key that seals from now on. */
  keyId: string;
  resealed: number;
  failed: { place: string; why: string }[];
  /** By key: how many rows it seals now. One that seals none may be taken out of SEALING_KEYS. */
  sealed: Record<string, number>;
}

/**
 * Seals everything anew with the keyring's first key. May be broken off at any time and run again, while the service runs: the
 * workers and the API need both keys as long as it takes.
 */
export async function rotateSealing({ pool }: { pool: Pool }, keyring: Keyring): Promise<Rotated> {
  const keyId = keyring.sealsWith;
  const { resealed, failed } = await resealRows(pool, keyId, (place, sealed) =>
    seal(keyring, place, open(keyring, place, sealed)),
  );
  return { keyId, resealed, failed, sealed: await countSealed(pool) };
}

/** The same in words for a terminal. */
export function describeRotation({ keyId, resealed, failed, sealed }: Rotated): string {
  const lines = [`Sealed anew with the key "${keyId}": ${resealed}.`];
  for (const { place, why } of failed) lines.push(`Does not open, and stays as it is: ${place} (${why}).`);
  const inUse = Object.entries(sealed).map(([id, count]) => `${id} ${count}`);
  lines.push(`Rows by key: ${inUse.length === 0 ? "none" : inUse.join(", ")}.`);
  if (failed.length === 0) lines.push(`Keys other than "${keyId}" can be taken out of SEALING_KEYS.`);
  return lines.join("\n");
}
