import type { Pool } from "pg";
import { inTransaction } from "./in-transaction.ts";
import type { PlaceOfSealed } from "./sealed-place.ts";

/** Seals anew what was sealed at that place; throws when it does not open. */
export type Reseal = (place: PlaceOfSealed, sealed: Buffer) => Buffer;

export interface Resealed {
  resealed: number;
  /** What did not open, and stays as it is: where it is, and why. */
  failed: { place: string; why: string }[];
}

/** Everything that is sealed. A table's `key_id` is of all its columns; one that holds nothing stays so. */
const SEALED = [
  { table: "retailer_accounts", columns: ["login", "password"] },
  { table: "attempt_evidence", columns: ["sealed"] },
  { table: "webhook_endpoints", columns: ["secret", "previous_secret"] },
  { table: "face_endpoints", columns: ["secret"] },
] as const;

/** Of evidence, up to some hundred KiB each. */
const BATCH = 20;
const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";

type SealedRow = Record<string, Buffer | null> & { id: string; key_id: string };

/** Seals every row anew that is not sealed by `keyId`, in batches; running it again goes on where it was broken off. */
export async function resealRows(pool: Pool, keyId: string, reseal: Reseal): Promise<Resealed> {
  const all: Resealed = { resealed: 0, failed: [] };
  for (const { table, columns } of SEALED) {
    // By id, so that one that does not open is passed over, and is found again by the next run. Locked, so that neither another
    // rotation nor a change of what is sealed comes between reading and writing.
    const find = `SELECT id, key_id, ${columns.join(", ")} FROM ${table}
      WHERE key_id <> $1 AND id > $2 ORDER BY id LIMIT ${BATCH} FOR UPDATE`;
    const update = `UPDATE ${table} SET key_id = $2, ${columns.map((column, at) => `${column} = $${at + 3}`).join(", ")}
      WHERE id = $1`;
    for (let after: string | undefined = BEFORE_ALL; after !== undefined;) {
      const from: string = after;
      after = await inTransaction(pool, async (client) => {
        const { rows } = await client.query<SealedRow>(find, [keyId, from]);
        for (const row of rows) {
          const fresh = resealRow(table, columns, row, reseal);
          if ("why" in fresh) all.failed.push({ place: `${table} ${row.id}`, why: fresh.why });
          else all.resealed += (await client.query(update, [row.id, keyId, ...fresh.sealed])).rowCount ?? 0;
        }
        return rows.at(-1)?.id;
      });
    }
  }
  return all;
}

function resealRow(
  table: string,
  columns: readonly string[],
  row: SealedRow,
  reseal: Reseal,
): { sealed: (Buffer | null)[] } | { why: string } {
  try {
    return {
      sealed: columns.map((column) => {
        const sealed = row[column] ?? null;
        return sealed === null ? null : reseal({ table, id: row.id, column }, sealed);
      }),
    };
  } catch (error) {
    if (error instanceof Error && error.name === "CannotOpen") return { why: error.message };
    throw error;
  }
}

/** Something that is sealed. */
export interface SealedSample {
  keyId: string;
  place: PlaceOfSealed;
  sealed: Buffer;
}

/** One sealed value of each table and master key: whether a key of that id opens it says whether it is that key. */
export async function sampleSealed(pool: Pool): Promise<SealedSample[]> {
  const samples: SealedSample[] = [];
  for (const { table, columns } of SEALED) {
    const [column] = columns;
    const { rows } = await pool.query<{ id: string; key_id: string; sealed: Buffer }>(
      `SELECT DISTINCT ON (key_id) id, key_id, ${column} AS sealed FROM ${table} WHERE ${column} IS NOT NULL ORDER BY key_id`,
    );
    for (const row of rows)
      samples.push({ keyId: row.key_id, place: { table, id: row.id, column }, sealed: row.sealed });
  }
  return samples;
}

/** How many rows each master key seals: one that seals none may be taken away. */
export async function countSealed(pool: Pool): Promise<Record<string, number>> {
  const tables = SEALED.map(({ table }) => `SELECT key_id FROM ${table}`).join(" UNION ALL ");
  const { rows } = await pool.query<{ key_id: string; count: number }>(
    `SELECT key_id, count(*)::int FROM (${tables}) AS sealed GROUP BY key_id ORDER BY key_id`,
  );
  return Object.fromEntries(rows.map((row) => [row.key_id, row.count]));
}
