import { type RetailerDriverName, RetailerSettings } from "@cartwright/schemas";
import type { Pool, PoolClient } from "pg";
import { isLockTimeout } from "./errors.ts";
import { inTransaction } from "./in-transaction.ts";

/** A retailer that somebody registered, or that an order came for: everything that is not in the code's own catalogue. */
export interface RegisteredRetailer {
  id: string;
  name: string | null;
  driver: RetailerDriverName;
  settings: RetailerSettings;
  /** The shop platform that a worker recognised: the name of a profile. */
  platform: string | null;
  /** The steps that an operator recorded; null but for the driver "recording". */
  recording: Record<string, unknown> | null;
  /** Sorted. No other retailer has any of them. */
  origins: string[];
  maxConcurrent: number | null;
  minIntervalMs: number | null;
  /** An operator's word: nothing is claimed until it is taken back. */
  disabledAt: Date | null;
  createdAt: Date;
}

/** A retailer as an operator registers it. What is left out of an update stays as it was; `null` takes a limit away. */
export interface RetailerRegistration {
  id: string;
  name?: string | null;
  driver: RetailerDriverName;
  /** As given: defaults are filled in when it is read. */
  settings?: Partial<RetailerSettings>;
  /** All of them. */
  origins: readonly string[];
  maxConcurrent?: number | null;
  minIntervalMs?: number | null;
}

export type Registered =
  | { kind: "created" | "updated"; retailer: RegisteredRetailer }
  | { kind: "origin_taken"; origin: string; retailerId: string };

/** How a shop that nobody described is bought from until somebody says otherwise. */
export const POLITE = { maxConcurrent: 2, minIntervalMs: 2_000 } as const;

interface RetailerRow {
  id: string;
  name: string | null;
  driver: RetailerDriverName;
  settings: unknown;
  platform: string | null;
  recording: Record<string, unknown> | null;
  origins: string[];
  max_concurrent: number | null;
  min_interval_ms: number | null;
  disabled_at: Date | null;
  created_at: Date;
}

const readWhere = (
  condition: string,
) => `SELECT id, name, driver, settings, platform, recording, max_concurrent, min_interval_ms,
    disabled_at, created_at, ARRAY(SELECT origin FROM retailer_origins WHERE retailer_id = id ORDER BY origin) AS origins
  FROM retailers WHERE driver IS NOT NULL AND ${condition} ORDER BY id`;

const LIST = { name: "list-registered-retailers", text: readWhere("true") };
const FIND = { name: "find-registered-retailer", text: readWhere("id = $1") };
const FIND_BY_ORIGIN = {
  name: "find-retailer-by-origin",
  text: readWhere("id = (SELECT retailer_id FROM retailer_origins WHERE origin = $1)"),
};

// A recording belongs to its driver, and goes with it. `xmax = 0` is true of a row that this statement has made.
const REGISTER = `INSERT INTO retailers AS known (id, name, driver, settings, max_concurrent, min_interval_ms)
  VALUES ($1, $2, $3, coalesce($4, '{}'::jsonb), $5, $6)
  ON CONFLICT (id) DO UPDATE SET driver = excluded.driver, updated_at = clock_timestamp(),
    name = CASE WHEN $7 THEN excluded.name ELSE known.name END,
    settings = coalesce($4, known.settings),
    recording = CASE WHEN excluded.driver = 'recording' THEN known.recording END,
    max_concurrent = CASE WHEN $8 THEN excluded.max_concurrent ELSE known.max_concurrent END,
    min_interval_ms = CASE WHEN $9 THEN excluded.min_interval_ms ELSE known.min_interval_ms END
  RETURNING xmax = 0 AS is_new`;

// A row without a driver is a breaker's or a limit's: the limits that an operator gave it stay.
const ENSURE = {
  name: "ensure-retailer",
  text: `INSERT INTO retailers AS known (id, name, driver, settings, max_concurrent, min_interval_ms)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (id) DO UPDATE SET driver = excluded.driver, name = coalesce(known.name, excluded.name),
      settings = excluded.settings, max_concurrent = coalesce(known.max_concurrent, excluded.max_concurrent),
      min_interval_ms = coalesce(known.min_interval_ms, excluded.min_interval_ms), updated_at = clock_timestamp()
    WHERE known.driver IS NULL`,
};

const CLAIM_ORIGIN = {
  name: "claim-origin",
  text: "INSERT INTO retailer_origins (origin, retailer_id) VALUES ($1, $2) ON CONFLICT (origin) DO NOTHING",
};

/** Every registered retailer, disabled ones too. */
export async function listRegistered(pool: Pool): Promise<RegisteredRetailer[]> {
  return (await pool.query<RetailerRow>(LIST)).rows.map(toRetailer);
}

export async function findRegistered(pool: Pool, id: string): Promise<RegisteredRetailer | undefined> {
  return (await pool.query<RetailerRow>({ ...FIND, values: [id] })).rows.map(toRetailer)[0];
}

/** The retailer that an origin belongs to. */
export async function findByOrigin(pool: Pool, origin: string): Promise<RegisteredRetailer | undefined> {
  return (await pool.query<RetailerRow>({ ...FIND_BY_ORIGIN, values: [origin] })).rows.map(toRetailer)[0];
}

/** Registers a retailer, or changes one, origins and all; nothing of it when one of its origins is another's. */
export async function registerRetailer(pool: Pool, given: RetailerRegistration): Promise<Registered> {
  try {
    return await inTransaction(pool, async (client) => {
      const isNew = await upsert(client, given);
      await client.query("DELETE FROM retailer_origins WHERE retailer_id = $1 AND origin <> ALL($2::text[])", [
        given.id,
        [...given.origins],
      ]);
      for (const origin of given.origins) await claimOrigin(client, origin, given.id);
      return { kind: isNew ? "created" : "updated", retailer: await requireRetailer(client, given.id) };
    });
  } catch (error) {
    if (error instanceof OriginTaken) {
      return { kind: "origin_taken", origin: error.origin, retailerId: error.retailerId };
    }
    throw error;
  }
}

interface NewShop {
  id: string;
  origin: string;
  driver?: RetailerDriverName;
  name?: string;
  settings?: Partial<RetailerSettings>;
}

/** How often a shop that somebody else is just registering is looked for: each turn waits for them as long as a lock may take. */
const TURNS = 4;

/**
 * The retailer of an origin that an order has come for: made, polite and guest's, where nobody knows it; as it is where
 * somebody does, under whatever id. Of callers at once, all get the same.
 */
export async function ensureRetailer(pool: Pool, shop: NewShop): Promise<RegisteredRetailer> {
  for (let turn = 1; ; turn += 1) {
    const known = await findByOrigin(pool, shop.origin);
    if (known !== undefined) return known;
    try {
      return await makeRetailer(pool, shop);
    } catch (error) {
      // Somebody registered the origin a moment ago, or is at it: theirs it is.
      const isTaken = error instanceof OriginTaken || isLockTimeout(error);
      if (!isTaken || turn === TURNS) throw error;
    }
  }
}

async function makeRetailer(pool: Pool, shop: NewShop): Promise<RegisteredRetailer> {
  return await inTransaction(pool, async (client) => {
    const { id, driver = "storefront", name = null, settings = {} } = shop;
    const { maxConcurrent, minIntervalMs } = POLITE;
    const values = [id, name, driver, JSON.stringify(settings), maxConcurrent, minIntervalMs];
    await client.query({ ...ENSURE, values });
    await claimOrigin(client, shop.origin, id);
    return await requireRetailer(client, id);
  });
}

/** Stops a retailer's orders from being started, or lets them go on. False when there is no row of it. */
export async function setRetailerEnabled(pool: Pool, id: string, isEnabled: boolean): Promise<boolean> {
  const changed = await pool.query(
    `UPDATE retailers SET updated_at = clock_timestamp(),
      disabled_at = CASE WHEN $2 THEN NULL ELSE coalesce(disabled_at, clock_timestamp()) END WHERE id = $1`,
    [id, isEnabled],
  );
  return changed.rowCount === 1;
}

/** Keeps which platform a shop was seen to run on. */
export async function notePlatform(pool: Pool, id: string, platform: string): Promise<void> {
  await pool.query(
    `UPDATE retailers SET platform = $2, updated_at = clock_timestamp()
      WHERE id = $1 AND driver IS NOT NULL AND platform IS DISTINCT FROM $2`,
    [id, platform],
  );
}

/** Keeps what an operator recorded. False when the retailer is not one that is driven by a recording. */
export async function saveRecording(pool: Pool, id: string, recording: Record<string, unknown>): Promise<boolean> {
  const saved = await pool.query(
    `UPDATE retailers SET recording = $2, updated_at = clock_timestamp() WHERE id = $1 AND driver = 'recording'`,
    [id, JSON.stringify(recording)],
  );
  return saved.rowCount === 1;
}

class OriginTaken extends Error {
  readonly origin: string;
  readonly retailerId: string;
  constructor(origin: string, retailerId: string) {
    super(`${origin} belongs to ${retailerId}`);
    this.origin = origin;
    this.retailerId = retailerId;
  }
}

async function upsert(client: PoolClient, given: RetailerRegistration): Promise<boolean> {
  const { id, name, driver, settings, maxConcurrent, minIntervalMs } = given;
  const upserted = await client.query<{ is_new: boolean }>(REGISTER, [
    id,
    name ?? null,
    driver,
    settings === undefined ? null : JSON.stringify(settings),
    maxConcurrent ?? null,
    minIntervalMs ?? null,
    name !== undefined,
    maxConcurrent !== undefined,
    minIntervalMs !== undefined,
  ]);
  return upserted.rows[0]?.is_new === true;
}

/** Waits for whoever is taking the same origin; throws OriginTaken when they have it. */
async function claimOrigin(client: PoolClient, origin: string, id: string): Promise<void> {
  await client.query({ ...CLAIM_ORIGIN, values: [origin, id] });
  const held = await client.query<{ retailer_id: string }>(
    "SELECT retailer_id FROM retailer_origins WHERE origin = $1",
    [origin],
  );
  const holder = held.rows[0]?.retailer_id;
  if (holder === undefined) throw new Error(`the origin ${origin} vanished while it was taken`);
  if (holder !== id) throw new OriginTaken(origin, holder);
}

async function requireRetailer(client: PoolClient, id: string): Promise<RegisteredRetailer> {
  const [retailer] = (await client.query<RetailerRow>({ ...FIND, values: [id] })).rows.map(toRetailer);
  if (retailer === undefined) throw new Error(`the retailer ${id} vanished while it was registered`);
  return retailer;
}

function toRetailer(row: RetailerRow): RegisteredRetailer {
  return {
    id: row.id,
    name: row.name,
    driver: row.driver,
    settings: RetailerSettings.parse(row.settings),
    platform: row.platform,
    recording: row.recording,
    origins: row.origins,
    maxConcurrent: row.max_concurrent,
    minIntervalMs: row.min_interval_ms,
    disabledAt: row.disabled_at,
    createdAt: row.created_at,
  };
}
