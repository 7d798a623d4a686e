import { sql } from "drizzle-orm";
import type { Pool } from "pg";
import type { Database, Executor } from "./client.ts";
import { type Replay, replayIntent } from "./replay-store.ts";
import { nameOfIntent, type SpooledIntent } from "./spooled-intent.ts";
import { quarantineOrders, quarantines } from "./tables/index.ts";

/** What speaks for a database that was restored from a backup. */
export interface RestoreSigns {
  /** The operator's word, under a name of its own: the same one is heeded once. */
  label: string | undefined;
  /** Everything that the workers' spools hold. */
  intents: readonly SpooledIntent[];
}

/** A purchase that was committed to, and for which this database has no place. */
export interface OrphanIntent {
  order_id: string;
  fence: number;
  marker: string;
  retailer: string;
  expected_total_cents: number;
  why: string;
}

export interface EnteredQuarantine {
  reason: string;
  /** Purchases of the spool that were written back into the journal. */
  replayed: number;
  orphans: OrphanIntent[];
  /** Open orders that are looked up. */
  listed: number;
}

/** Any number, so long as nobody else locks it: whoever enters a quarantine does so alone. */
const ENTER_LOCK = 8_120_377_403;

/** How many names a reason spells out. */
const MAX_NAMES = 3;

interface Sign {
  /** A sign is heeded once: the quarantine that it led to keeps its name. */
  name: string;
  reason: string;
}

/**
 * Looks for signs that this database was restored from a backup, and enters quarantine at a sign that none of its
 * quarantines knows: lost purchases go back into the journal, and every open order is listed to be looked up. Undefined when
 * there is nothing new.
 */
export async function enterQuarantine(
  db: Database,
  seen: RestoreSigns,
  source: string,
): Promise<EnteredQuarantine | undefined> {
  return await db.transaction(async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(${ENTER_LOCK})`);
    const unknown = await findUnknownIntents(tx, seen.intents);
    const signs = await keepNew(tx, [
      ...labelSign(seen.label),
      ...(await lsnSign(tx, seen.intents)),
      ...unknown.map((intent) => ({ name: `intent ${nameOfIntent(intent)}`, reason: nameOfIntent(intent) })),
    ]);
    if (signs.length === 0) return undefined;
    const { replayed, orphans } = await replayAll(tx, keepNamed(unknown, signs), source);
    const reason = tellReason(signs);
    const id = await openQuarantine(tx, reason, { signs: signs.map(({ name }) => name), orphans });
    return { reason, replayed, orphans, listed: await listOpenOrders(tx, id) };
  });
}

/** The same fence of the same worker: after a restore another worker may reach the same fence. */
async function findUnknownIntents(tx: Executor, intents: readonly SpooledIntent[]): Promise<SpooledIntent[]> {
  if (intents.length === 0) return [];
  const spooled = JSON.stringify(
    intents.map((intent) => ({ order_id: intent.orderId, fence: intent.fence, worker_id: intent.worker.id })),
  );
  const { rows } = await tx.execute<{ name: string }>(sql`
    SELECT order_id || '/' || fence || '/' || worker_id AS name
    FROM jsonb_to_recordset(${spooled}::jsonb) AS spooled(order_id uuid, fence bigint, worker_id uuid)
    WHERE NOT EXISTS (SELECT FROM order_submits AS submit WHERE submit.order_id = spooled.order_id
      AND submit.fence = spooled.fence AND submit.worker_id = spooled.worker_id)`);
  const names = new Set(rows.map((row) => row.name));
  const unknown = intents.filter((intent) => names.has(nameOfIntent(intent)));
  // An order's earlier commits first: each later one says that they were not released.
  return unknown.sort((one, other) => one.fence - other.fence);
}

const labelSign = (label: string | undefined): Sign[] =>
  label === undefined ? [] : [{ name: `flag ${label}`, reason: `QUARANTINE is set to "${label}"` }];

/** The log of one and the same cluster never goes back, unless the cluster did. */
async function lsnSign(tx: Executor, intents: readonly SpooledIntent[]): Promise<Sign[]> {
  const spooled = JSON.stringify(
    intents.map(({ lsn, systemIdentifier }) => ({ lsn, system_identifier: systemIdentifier })),
  );
  const { rows } = await tx.execute<{ highest: string; current: string }>(sql`
    SELECT max(lsn)::text AS highest, pg_current_wal_insert_lsn()::text AS current
    FROM jsonb_to_recordset(${spooled}::jsonb) AS spooled(lsn pg_lsn, system_identifier text)
    WHERE system_identifier = (SELECT system_identifier::text FROM pg_control_system())
    HAVING max(lsn) > pg_current_wal_insert_lsn()`);
  return rows.map(({ highest, current }) => ({
    name: `lsn ${highest}`,
    reason: `the spool ends at ${highest}, the database at ${current}`,
  }));
}

async function keepNew(tx: Executor, signs: Sign[]): Promise<Sign[]> {
  if (signs.length === 0) return [];
  const { rows } = await tx.execute<{ name: string }>(
    sql`SELECT jsonb_array_elements_text(detail -> 'signs') AS name FROM quarantines WHERE detail ? 'signs'`,
  );
  const known = new Set(rows.map((row) => row.name));
  return signs.filter(({ name }) => !known.has(name));
}

function keepNamed(intents: readonly SpooledIntent[], signs: readonly Sign[]): SpooledIntent[] {
  const names = new Set(signs.map(({ name }) => name));
  return intents.filter((intent) => names.has(`intent ${nameOfIntent(intent)}`));
}

async function replayAll(tx: Executor, intents: readonly SpooledIntent[], source: string) {
  const orphans: OrphanIntent[] = [];
  let replayed = 0;
  for (const intent of intents) {
    const replay: Replay = await replayIntent(tx, intent, source);
    if (replay.kind === "in_doubt") replayed += 1;
    else orphans.push(toOrphan(intent, replay.why));
  }
  return { replayed, orphans };
}

const toOrphan = (intent: SpooledIntent, why: string): OrphanIntent => ({
  order_id: intent.orderId,
  fence: intent.fence,
  marker: intent.marker,
  retailer: intent.retailer,
  expected_total_cents: intent.expectedTotalCents,
  why,
});

function tellReason(signs: readonly Sign[]): string {
  const intents = signs.filter(({ name }) => name.startsWith("intent "));
  const others = signs.filter(({ name }) => !name.startsWith("intent ")).map(({ reason }) => reason);
  if (intents.length === 0) return others.join("; ");
  const named = intents.slice(0, MAX_NAMES).map(({ reason }) => reason);
  const more = intents.length > MAX_NAMES ? ", …" : "";
  return [
    ...others,
    `${intents.length} purchase(s) of the spool are not in the journal (${named.join(", ")}${more})`,
  ].join("; ");
}

/** A new quarantine; or the open one, which begins anew: what it has found so far was before this sign. */
async function openQuarantine(
  tx: Executor,
  reason: string,
  detail: { signs: string[]; orphans: OrphanIntent[] },
): Promise<number> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    UPDATE quarantines SET entered_at = clock_timestamp(), reason = reason || '; ' || ${reason},
      detail = detail || jsonb_build_object(
        'signs', coalesce(detail -> 'signs', '[]') || ${JSON.stringify(detail.signs)}::jsonb,
        'orphans', coalesce(detail -> 'orphans', '[]') || ${JSON.stringify(detail.orphans)}::jsonb)
    WHERE ended_at IS NULL RETURNING id`);
  const [open] = rows;
  if (open !== undefined) return Number(open.id);
  const [opened] = await tx
    .insert(quarantines)
    .values({ reason, detail: { ...detail }, enteredAt: sql`clock_timestamp()` })
    .returning({ id: quarantines.id });
  if (opened === undefined) throw new Error("a quarantine was neither open nor opened");
  return opened.id;
}

async function listOpenOrders(tx: Executor, id: number): Promise<number> {
  const listed = await tx.execute(sql`
    INSERT INTO ${quarantineOrders} (quarantine_id, order_id) SELECT ${id}, id FROM orders WHERE is_open
    ON CONFLICT (quarantine_id, order_id) DO UPDATE SET verdict = NULL, absent_looks = 0,
      next_look_at = clock_timestamp(), settled_at = NULL`);
  return listed.rowCount ?? 0;
}

/** Whether the journal knows how each of these ended: then nobody needs their copy outside to settle anything. */
export async function areSettled(pool: Pool, intents: readonly SpooledIntent[]): Promise<boolean> {
  const spooled = JSON.stringify(
    intents.map((intent) => ({ order_id: intent.orderId, fence: intent.fence, worker_id: intent.worker.id })),
  );
  const { rowCount } = await pool.query(
    `SELECT FROM jsonb_to_recordset($1::jsonb) AS spooled(order_id uuid, fence bigint, worker_id uuid)
     WHERE NOT EXISTS (SELECT FROM order_submits AS submit WHERE submit.order_id = spooled.order_id
       AND submit.fence = spooled.fence AND submit.worker_id = spooled.worker_id AND submit.outcome IS NOT NULL) LIMIT 1`,
    [spooled],
  );
  return rowCount === 0;
}
