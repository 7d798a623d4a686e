import { eq, sql } from "drizzle-orm";
import type { Executor } from "./client.ts";
import { workers } from "./tables/index.ts";

/** What identifies a process beyond doubt: a pid alone is reused. */
export interface WorkerIdentity {
  id: string;
  host: string;
  bootId: string;
  pid: number;
  pidStartedAt: string;
}

/** `version`: of the code that it runs. */
export async function registerWorker(db: Executor, identity: WorkerIdentity, version?: string): Promise<void> {
  await db.insert(workers).values({ ...identity, version });
}

export async function beatWorker(db: Executor, id: string, browserPid: number | null): Promise<void> {
  await db
    .update(workers)
    .set({ heartbeatAt: sql`clock_timestamp()`, browserPid })
    .where(eq(workers.id, id));
}

/** The last word of a worker that ends in order: its browser is gone and it holds nothing. */
export async function signOffWorker(db: Executor, id: string): Promise<void> {
  await db
    .update(workers)
    .set({ stoppedAt: sql`clock_timestamp()`, browserPid: null })
    .where(eq(workers.id, id));
}
