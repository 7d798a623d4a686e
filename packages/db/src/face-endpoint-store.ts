import type { OrderFace } from "@cartwright/schemas";
import type { Pool } from "pg";
import { inTransaction } from "./in-transaction.ts";
import type { OrderScope } from "./order-store.ts";

/** Whose endpoints, and of which face. */
export interface FaceScope extends OrderScope {
  face: OrderFace;
}

/** Where events go in another face's words. Its secret is shown when it is made, and not read again by whoever lists it. */
export interface FaceEndpointRecord {
  id: string;
  url: string;
  /** In the face's words, as they were asked for; "*" for all of them. */
  events: string[];
  isActive: boolean;
  createdAt: Date;
  updatedAt: Date;
}

export interface NewFaceEndpoint {
  /** What the secret is bound to. */
  id: string;
  url: string;
  events: readonly string[];
  isActive: boolean;
  /** Sealed with the master key `keyId`. */
  secret: Buffer;
  keyId: string;
}

export type FaceEndpointChange = Partial<Pick<FaceEndpointRecord, "url" | "events" | "isActive">>;

interface EndpointRow {
  id: string;
  url: string;
  events: string[];
  is_active: boolean;
  created_at: Date;
  updated_at: Date;
}

const COLUMNS = "id, url, events, is_active, created_at, updated_at";
const IS_THEIRS = "account_id = $1 AND mode = $2 AND face = $3 AND deleted_at IS NULL";

const LIST = {
  name: "list-face-endpoints",
  text: `SELECT ${COLUMNS} FROM face_endpoints WHERE ${IS_THEIRS} ORDER BY created_at, id`,
};

const FIND = {
  name: "find-face-endpoint",
  text: `SELECT ${COLUMNS} FROM face_endpoints WHERE ${IS_THEIRS} AND id = $4`,
};

// Of one account one after the other, so that two at once cannot both be the last one that there is room for.
const LOCK = { name: "lock-account-of-face-endpoints", text: "SELECT FROM accounts WHERE id = $1 FOR NO KEY UPDATE" };

const COUNT = {
  name: "count-face-endpoints",
  text: `SELECT count(*)::int AS count FROM face_endpoints WHERE ${IS_THEIRS}`,
};

const CREATE = {
  name: "create-face-endpoint",
  text: `INSERT INTO face_endpoints (account_id, mode, face, id, url, events, is_active, secret, key_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${COLUMNS}`,
};

const CHANGE = {
  name: "change-face-endpoint",
  text: `UPDATE face_endpoints SET url = coalesce($5, url), events = coalesce($6, events),
      is_active = coalesce($7, is_active), updated_at = clock_timestamp()
    WHERE ${IS_THEIRS} AND id = $4 RETURNING ${COLUMNS}`,
};

const REMOVE = {
  name: "remove-face-endpoint",
  text: `UPDATE face_endpoints SET deleted_at = clock_timestamp() WHERE ${IS_THEIRS} AND id = $4`,
};

/** Oldest first. */
export async function listFaceEndpoints(pool: Pool, scope: FaceScope): Promise<FaceEndpointRecord[]> {
  return (await pool.query<EndpointRow>({ ...LIST, values: valuesOf(scope) })).rows.map(toRecord);
}

export async function findFaceEndpoint(
  pool: Pool,
  scope: FaceScope,
  id: string,
): Promise<FaceEndpointRecord | undefined> {
  return (await pool.query<EndpointRow>({ ...FIND, values: [...valuesOf(scope), id] })).rows.map(toRecord)[0];
}

/** Undefined when the account has `atMost` of them in this mode and face: then nothing is stored. */
export async function createFaceEndpoint(
  pool: Pool,
  scope: FaceScope,
  endpoint: NewFaceEndpoint,
  atMost: number,
): Promise<FaceEndpointRecord | undefined> {
  return await inTransaction(pool, async (client) => {
    await client.query({ ...LOCK, values: [scope.accountId] });
    const counted = await client.query<{ count: number }>({ ...COUNT, values: valuesOf(scope) });
    if ((counted.rows[0]?.count ?? 0) >= atMost) return undefined;
    const { id, url, events, isActive, secret, keyId } = endpoint;
    const values = [...valuesOf(scope), id, url, events, isActive, secret, keyId];
    return (await client.query<EndpointRow>({ ...CREATE, values })).rows.map(toRecord)[0];
  });
}

/** What is left out stays as it is. Undefined when it is not there. */
export async function changeFaceEndpoint(
  pool: Pool,
  scope: FaceScope,
  id: string,
  { url, events, isActive }: FaceEndpointChange,
): Promise<FaceEndpointRecord | undefined> {
  const values = [...valuesOf(scope), id, url ?? null, events ?? null, isActive ?? null];
  return (await pool.query<EndpointRow>({ ...CHANGE, values })).rows.map(toRecord)[0];
}

/** Nothing is sent there any more. False when it is not there. */
export async function removeFaceEndpoint(pool: Pool, scope: FaceScope, id: string): Promise<boolean> {
  return (await pool.query({ ...REMOVE, values: [...valuesOf(scope), id] })).rowCount === 1;
}

const valuesOf = ({ accountId, mode, face }: FaceScope): unknown[] => [accountId, mode, face];

function toRecord(row: EndpointRow): FaceEndpointRecord {
  return {
    id: row.id,
    url: row.url,
    events: row.events,
    isActive: row.is_active,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
