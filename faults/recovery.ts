import type { Pool } from "@cartwright/db";
import { RECOVERY_POINTS } from "./plan.ts";
import { nameOf } from "./subject.ts";
import { readStrikes } from "./tally.ts";

/** How long orders took from the kill of their worker to their end, in milliseconds. */
export interface Recovery {
  kills: number;
  p50Ms: number;
  p95Ms: number;
  longestMs: number;
}

export async function measureRecovery(pool: Pool, strikesLog: string, seed: number): Promise<Recovery | undefined> {
  // Postgres's clock is this process's; the strikes were noted by the monotonic one.
  const wallOfMonotonic = Date.now() - Number(process.hrtime.bigint() / 1_000_000n);
  const kills = readStrikes(strikesLog).filter(
    ({ act, at }) => act === "kill" && RECOVERY_POINTS.some((point) => point === at),
  );
  const killedAt = new Map(
    kills.map(({ name, atMs }) => [nameOf({ seed, n: Number(name.split("-")[0]) }), atMs + wallOfMonotonic]),
  );
  const { rows } = await pool.query<{ key: string; finished_at: Date }>(
    "SELECT idempotency_key AS key, finished_at FROM orders WHERE idempotency_key = ANY($1) AND finished_at IS NOT NULL",
    [[...killedAt.keys()]],
  );
  const times = rows.map(({ key, finished_at }) => finished_at.getTime() - (killedAt.get(key) ?? 0));
  if (times.length === 0) return undefined;
  times.sort((one, other) => one - other);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.ceil(share * times.length) - 1)] ?? 0;
  return { kills: times.length, p50Ms: at(0.5), p95Ms: at(0.95), longestMs: at(1) };
}
