import type { Pool } from "pg";

/**
 * Postgres's clock, in milliseconds since 1970, kept going by this process's monotonic one: a worker's own wall clock may be
 * wrong, and is believed nowhere that matters.
 */
export async function openDatabaseClock(pool: Pool): Promise<() => number> {
  const askedAt = performance.now();
  const { rows } = await pool.query<{ now_ms: string }>(
    "SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now_ms",
  );
  const nowMs = Number(rows[0]?.now_ms);
  return () => nowMs + (performance.now() - askedAt);
}
