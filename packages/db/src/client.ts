import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import * as tables from "./tables/index.ts";

export type Database = NodePgDatabase<typeof tables>;
/** A database or a transaction on it. */
export type Executor = Pick<Database, "select" | "insert" | "update" | "delete" | "execute">;

export interface DatabaseHandle {
  db: Database;
  pool: Pool;
  close: () => Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  /** Connections at the most. */
  poolSize: number;
  /** How long a statement may wait for somebody else's row. A concurrent twin of a request waits no longer than this. */
  lockTimeoutMs: number;
  /** How long any statement may take. */
  statementTimeoutMs: number;
  applicationName: string;
  /** Told of connections that die while idle: the pool replaces them by itself. */
  onError: (error: Error) => void;
}

const CONNECT_TIMEOUT_MS = 3_000;

/** Opens a pool. Nothing is dialled before the first query. */
export function openDatabase(options: DatabaseOptions): DatabaseHandle {
  const pool = new Pool({
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: options.applicationName,
    lock_timeout: options.lockTimeoutMs,
    statement_timeout: options.statementTimeoutMs,
    // A peer that vanished without a FIN must not hold a statement longer than the server would.
    query_timeout: options.statementTimeoutMs + CONNECT_TIMEOUT_MS,
    keepAlive: true,
  });
  pool.on("error", options.onError);
  // The pool listens to idle connections only: one that dies between two statements of a transaction would end the process.
  pool.on("connect", (client) => {
    client.on("error", options.onError);
  });
  return { db: drizzle(pool, { schema: tables }), pool, close: () => pool.end() };
}
