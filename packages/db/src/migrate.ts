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
  return (await compareMigrations(db)).pending;
}

export interface ComparedMigrations {
  /** Those that this code knows and the database has not run. */
  pending: number;
  /** Those that the database has run and this code does not know: it is the code of an older version. */
  unknown: number;
}

/** Throws when the database cannot be asked. */
export async function compareMigrations(db: Database): Promise<ComparedMigrations> {
  const journal = JSON.parse(readFileSync(join(MIGRATIONS_FOLDER, "meta", "_journal.json"), "utf8")) as {
    entries: { when: number }[];
  };
  const known = await db.execute<{ exists: boolean }>(
    sql`SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS exists`,
  );
  if (known.rows[0]?.exists !== true) return { pending: journal.entries.length, unknown: 0 };
  const { rows } = await db.execute<{ at: string }>(sql`SELECT created_at AS at FROM drizzle.__drizzle_migrations`);
  const applied = rows.map(({ at }) => Number(at));
  // The migrator runs what is younger than the youngest that was run.
  const last = Math.max(0, ...applied);
  const own = new Set(journal.entries.map(({ when }) => when));
  return {
    pending: journal.entries.filter(({ when }) => when > last).length,
    unknown: applied.filter((at) => !own.has(at)).length,
  };
}
