import {
  confirmWorkerDead,
  findLeftVisits,
  leaveAccount,
  type LeftVisit,
  type Pool,
  type WorkerIdentity,
} from "@cartwright/db";
import type { Logger } from "pino";
import type { Hands } from "../checkout/hands.ts";
import { proveSenderDead } from "./prove-sender-dead.ts";

const BATCH = 50;

export interface FreeAccountsDeps {
  pool: Pool;
  self: WorkerIdentity;
  hands: Hands;
  /** A worker whose heartbeat is older than this is frozen. */
  frozenAfterMs: number;
  log: Logger;
}

/**
 * Frees the retailer accounts whose browser is proven gone although nobody said so: their worker died, or could not say it.
 * One of a worker on another host stays until that worker, or an operator, says so. Returns how many were freed.
 */
export async function freeAccounts(deps: FreeAccountsDeps): Promise<number> {
  let freed = 0;
  for (const visit of await findLeftVisits(deps.pool, BATCH)) {
    if (!(await isGone(deps, visit))) continue;
    if (await leaveAccount(deps.pool, visit)) freed += 1;
    deps.log.info({ order_id: visit.orderId, worker_id: visit.workerId }, "retailer account freed");
  }
  return freed;
}

async function isGone({ pool, self, hands, frozenAfterMs }: FreeAccountsDeps, visit: LeftVisit): Promise<boolean> {
  if (visit.worker.isGone) return true;
  // Our own: its page is closed, or the claim's answer was lost and there never was one.
  if (visit.workerId === self.id) return !hands.hold(visit.orderId);
  if (!proveSenderDead(visit.worker, self, frozenAfterMs).isDead) return false;
  await confirmWorkerDead(pool, visit.workerId);
  return true;
}
