import type { Pool } from "@cartwright/db";
import type { Violation } from "./invariants.ts";

const TOLD = 3;

export async function tellStories(pool: Pool, violations: readonly Violation[]): Promise<string[]> {
  const keys = [...new Set(violations.map(({ order }) => order))].slice(0, TOLD);
  const stories: string[] = [];
  for (const key of keys) stories.push(`  ${key}`, ...(await tellStory(pool, key)).map((line) => `    ${line}`));
  return stories;
}

/** What happened to an order, line by line: what a person looks at first when an invariant is broken. */
async function tellStory(pool: Pool, key: string): Promise<string[]> {
  const order = await pool.query<{ id: string; line: string }>(
    `SELECT id, concat_ws(' ', status, phase, 'fence', fence, 'attempts', attempts, 'generation', dispatch_gen,
        'due in', round(extract(epoch FROM next_action_at - clock_timestamp())), 's, looked at in',
        round(extract(epoch FROM dispatch_look_at - clock_timestamp())), 's, lease for',
        round(extract(epoch FROM lease_until - clock_timestamp())), 's') AS line
      FROM orders WHERE idempotency_key = $1`,
    [key],
  );
  const [row] = order.rows;
  if (row === undefined) return ["no such order"];
  const events = await pool.query<{ line: string }>(
    `SELECT concat_ws(' ', to_char(occurred_at, 'HH24:MI:SS.MS'), type, label, left(source, 8)) AS line
      FROM order_events WHERE order_id = $1 ORDER BY id`,
    [row.id],
  );
  const submits = await pool.query<{ line: string }>(
    `SELECT concat_ws(' ', 'submit', submit_no, 'fence', fence, coalesce(outcome::text, 'open'), 'looks', absent_looks,
        'let go', to_char(let_go_at, 'HH24:MI:SS.MS'), 'worker', left(worker_id::text, 8),
        'dead', to_char(dead_confirmed_at, 'HH24:MI:SS'), 'stopped', to_char(stopped_at, 'HH24:MI:SS'),
        'beat', to_char(heartbeat_at, 'HH24:MI:SS')) AS line
      FROM order_submits LEFT JOIN workers ON workers.id = worker_id WHERE order_id = $1 ORDER BY submit_no`,
    [row.id],
  );
  return [row.line, ...events.rows.map(({ line }) => line), ...submits.rows.map(({ line }) => line)];
}
