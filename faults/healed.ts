import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "@cartwright/db";

const LOOK_MS = 500;

/** Waits until no order is open, or time or the play is over: what is open then is for the invariants to tell. Returns what is left. */
export async function healed(pool: Pool, withinMs: number, isOver: () => Promise<boolean>): Promise<number> {
  const until = performance.now() + withinMs;
  for (;;) {
    const left = await countOpen(pool);
    if (left === 0 || performance.now() > until || (await isOver())) return left;
    await sleep(LOOK_MS);
  }
}

async function countOpen(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ open: string }>("SELECT count(*) AS open FROM orders WHERE is_open");
  return Number(rows[0]?.open ?? 0);
}
