import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { openDatabase } from "@cartwright/db";
import { startPostgres } from "../services/postgres.ts";
import { preferredPort } from "../stack/apps.ts";
import type { Run } from "../stack/run.ts";

const LOCK_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 60_000;

export interface ShopDatabase {
  url: string;
  query: <Row>(statement: string) => Promise<Row[]>;
  close: () => Promise<void>;
}

export interface DatabaseOptions {
  /** In small letters: of the folder, and of the databases. */
  name: string;
  postgresPort: number;
  ports: Set<number>;
  /** Changes with whatever the filled database is made from. */
  stamp: string;
  /** Migrates and fills an empty database. Done once for a stamp; later shops begin with a copy. */
  fill: (databaseUrl: string) => Promise<void>;
}

/** A Postgres of the shop's own, and in it a database as `fill` left it: with goods, and no orders. */
export const openShopDatabase = async (run: Run, options: DatabaseOptions): Promise<ShopDatabase> => {
  const { name, postgresPort, ports, stamp, fill } = options;
  const server = await startPostgres(inOwnFolder(run, name), preferredPort(run, postgresPort), ports);
  const urlOf = (database: string): string => {
    const url = new URL(server.url);
    url.pathname = database;
    return url.href;
  };
  const admin = connect(server.url);
  try {
    const filled = `${name}_filled_${stamp}`;
    const made = await admin.query<{ datname: string }>(`SELECT datname FROM pg_database WHERE datname = '${filled}'`);
    if (made.length === 0) {
      const filling = `${name}_filling`;
      await admin.query(`DROP DATABASE IF EXISTS ${filling} WITH (FORCE)`);
      await admin.query(`CREATE DATABASE ${filling}`);
      await fill(urlOf(filling));
      // Whole under its name, or not there: whoever fills it may be killed.
      await admin.query(`ALTER DATABASE ${filling} RENAME TO ${filled}`);
    }
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${filled}`);
  } finally {
    await admin.close();
  }
  return connect(urlOf(name));
};

const connect = (url: string): ShopDatabase => {
  const { pool, close } = openDatabase({
    url,
    poolSize: 2,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: "cartwright-shops",
    // The shop's Postgres is ended before this process is.
    onError: () => undefined,
  });
  return {
    url,
    query: async <Row>(statement: string) => (await pool.query(statement)).rows as Row[],
    close,
  };
};

/** Beside the slot's own Postgres: a shop may be opened with or without the rest of the stack. */
const inOwnFolder = (run: Run, name: string): Run => {
  const folder = path.join(run.slot.folder, name);
  const isNew = !existsSync(folder);
  // Postgres may run as another user inside of it: others may pass, not look.
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  return {
    ...run,
    slot: { ...run.slot, name: `${run.slot.name}-${name}`, folder, isNew },
    start: (options) =>
      run.start({
        ...options,
        name: `${name}'s ${options.name}`,
        logFile: path.join(run.slot.logs, `${name}-postgres.log`),
      }),
  };
};
