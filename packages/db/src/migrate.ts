import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import type { Database } from "./client.ts";

const MIGRATIONS_FOLDER = join(__dirname, "..", "migrations");
// Any number, as long as no other user of the database takes the same advisory lock.
const MIGRATION_LOCK = 7_233_114_021;

/** Brings the database up to date; safe to run by several processes at once and again. */
export async function migrateDatabase(db: Database): Promise<void> {
  // The migrator opens a transaction of its own on another connection: a session lock taken inside a
  // transaction that stays open meanwhile keeps a second migrator waiting.
  await db.transaction(async (tx) => {
    await tx.execute(sql`SET LOCAL lock_timeout = 0`);
    await tx.execute(sql`SET LOCAL statement_timeout = 0`);
    await tx.execute(sql`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    await migrate(db, { migrationsFolder: MIGRATIONS_FOLDER });
  });
}

/** How many migrations this code knows that the database has not run; throws when the database cannot be asked. */
export async function countPendingMigrations(db: Database): Promise<number> {
  const journal = JSON.parse(readFileSync(join(MIGRATIONS_FOLDER, "meta", "_journal.json"), "utf8")) as {
    entries: { when: number }[];
  };
  const known = await db.execute<{ exists: boolean }>(
    sql`SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS exists`,
  );
  if (known.rows[0]?.exists !== true) return journal.entries.length;
  const applied = await db.execute<{ last: string | null }>(
    sql`SELECT max(created_at) AS last FROM drizzle.__drizzle_migrations`,
  );
  const last = Number(applied.rows[0]?.last ?? 0);
  return journal.entries.filter((entry) => entry.when > last).length;
}
