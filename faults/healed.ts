import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "@cartwright/db";

const LOOK_MS = 500;

/** Waits until no order is open, or time or the play is over: what is open then is for the invariants to tell. */
export async function healed(pool: Pool, withinMs: number, isOver: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + withinMs;
  for (;;) {
    if ((await countOpen(pool)) === 0 || performance.now() > until || (await isOver())) return;
    await sleep(LOOK_MS);
  }
}

export async function countOpen(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ open: string }>("SELECT count(*) AS open FROM orders WHERE is_open");
  return Number(rows[0]?.open ?? 0);
}
