import type { Pool } from "pg";

/** What the server under the database is like. */
export interface PostgresFacts {
  /** As the server calls it: "18.1". */
  version: string;
  /** Of the major version: 18. */
  major: number;
  /** How far this machine's clock is ahead of the server's, in milliseconds; right to half of what the question took. */
  clockAheadMs: number;
  /** Connections that are open now, by whomever, and how many there may be for ordinary users. */
  connections: number;
  maxConnections: number;
  /** All that the database takes on Postgres's disk, evidence of attempts included. */
  databaseBytes: number;
  evidenceBytes: number;
}

const FACTS = `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
    extract(epoch FROM clock_timestamp()) * 1000 AS now_ms,
    (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS max_connections,
    pg_database_size(current_database()) AS database_bytes,
    coalesce(pg_total_relation_size(to_regclass('attempt_evidence')), 0) AS evidence_bytes`;

interface FactsRow {
  version: string;
  number: number;
  now_ms: string;
  connections: number;
  max_connections: number;
  database_bytes: string;
  evidence_bytes: string;
}

/** Throws when Postgres cannot be asked. */
export async function readPostgresFacts(pool: Pool): Promise<PostgresFacts> {
  // Connected first: that would count as the way of the question.
  await pool.query("SELECT");
  const [askedAt, since] = [Date.now(), performance.now()];
  const [row] = (await pool.query<FactsRow>(FACTS)).rows;
  if (row === undefined) throw new Error("Postgres said nothing of itself");
  const halfway = askedAt + (performance.now() - since) / 2;
  return {
    version: row.version.split(" ")[0] ?? row.version,
    major: Math.floor(row.number / 10_000),
    clockAheadMs: Math.round(halfway - Number(row.now_ms)),
    connections: row.connections,
    maxConnections: row.max_connections,
    databaseBytes: Number(row.database_bytes),
    evidenceBytes: Number(row.evidence_bytes),
  };
}
