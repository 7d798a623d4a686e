import type { Pool } from "pg";
import type { EvidenceKind } from "./tables/index.ts";

/** One thing that an attempt left behind, without what it shows. */
export interface EvidenceEntry {
  id: string;
  orderId: string;
  /** Which attempt. */
  fence: number;
  kind: EvidenceKind;
  /** Where in the attempt: the step's name. */
  label: string;
  /** The master key that it is sealed with. */
  keyId: string;
  createdAt: Date;
}

export interface SealedEvidence extends EvidenceEntry {
  sealed: Buffer;
}

interface EvidenceRow {
  id: string;
  order_id: string;
  fence: string;
  kind: EvidenceKind;
  label: string;
  key_id: string;
  created_at: Date;
}

const COLUMNS = "id, order_id, fence, kind, label, key_id, created_at";

const APPEND = {
  name: "append-evidence",
  text: `INSERT INTO attempt_evidence (id, order_id, fence, kind, label, sealed, key_id, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp())`,
};
const LIST = {
  name: "list-evidence",
  text: `SELECT ${COLUMNS} FROM attempt_evidence WHERE order_id = $1 ORDER BY fence, created_at LIMIT $2`,
};
const READ = { name: "read-evidence", text: `SELECT ${COLUMNS}, sealed FROM attempt_evidence WHERE id = $1` };

/** The `id` is the caller's: what is sealed is bound to it. */
export async function appendEvidence(pool: Pool, evidence: Omit<SealedEvidence, "createdAt">): Promise<void> {
  const { id, orderId, fence, kind, label, sealed, keyId } = evidence;
  await pool.query({ ...APPEND, values: [id, orderId, fence, kind, label, sealed, keyId] });
}

/** Up to `limit` things that an order's attempts left behind, in their sequence, without what they show. */
export async function listEvidence(pool: Pool, orderId: string, limit: number): Promise<EvidenceEntry[]> {
  return (await pool.query<EvidenceRow>({ ...LIST, values: [orderId, limit] })).rows.map(toEntry);
}

export async function findEvidence(pool: Pool, id: string): Promise<SealedEvidence | undefined> {
  const { rows } = await pool.query<EvidenceRow & { sealed: Buffer }>({ ...READ, values: [id] });
  const [row] = rows;
  return row === undefined ? undefined : { ...toEntry(row), sealed: row.sealed };
}

function toEntry(row: EvidenceRow): EvidenceEntry {
  return {
    id: row.id,
    orderId: row.order_id,
    fence: Number(row.fence),
    kind: row.kind,
    label: row.label,
    keyId: row.key_id,
    createdAt: row.created_at,
  };
}
