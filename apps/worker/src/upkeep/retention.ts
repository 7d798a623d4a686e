import { isFullBatch, letGoOfOld, type Pool, type RetentionDays } from "@cartwright/db";
import type { Logger } from "pino";

/** A backlog of years is worked off over some runs, rather than in one that never ends. */
const MAX_BATCHES = 200;

export interface RetentionDeps {
  pool: Pool;
  days: RetentionDays;
  log: Logger;
}

/** Lets go of what grows without use: never of an order, its timeline, or a purchase's journal row. */
export async function retain({ pool, days, log }: RetentionDeps): Promise<Record<keyof RetentionDays, number>> {
  const total = { evidence: 0, attemptEvidence: 0, workers: 0, findings: 0, webhooks: 0 };
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const gone = await letGoOfOld(pool, days);
    total.evidence += gone.evidence;
    total.attemptEvidence += gone.attemptEvidence;
    total.workers += gone.workers;
    total.findings += gone.findings;
    total.webhooks += gone.webhooks;
    if (!Object.values(gone).some(isFullBatch)) break;
  }
  if (Object.values(total).some((rows) => rows > 0)) log.info(total, "old data let go");
  return total;
}
