import { listRegistered, type Pool, type RegisteredRetailer } from "@cartwright/db";

/** What the database knows of retailers, a moment old. */
export interface RetailerRegistry {
  listed: () => readonly RegisteredRetailer[];
  /** Reads again, for whoever has just changed something. */
  refresh: () => Promise<void>;
  close: () => void;
}

/** How soon a retailer that an operator added or disabled is seen by this process. */
const REFRESH_EVERY_MS = 2_000;

/** Reads the registered retailers, and again every few seconds: every order asks for them. */
export async function openRetailerRegistry(pool: Pool, onError: (error: unknown) => void): Promise<RetailerRegistry> {
  let known: readonly RegisteredRetailer[] = [];
  const refresh = async (): Promise<void> => {
    known = await listRegistered(pool);
  };
  await refresh();
  // What was known is better than nothing while Postgres is away.
  const timer = setInterval(() => void refresh().catch(onError), REFRESH_EVERY_MS);
  timer.unref();
  return { listed: () => known, refresh, close: () => clearInterval(timer) };
}
