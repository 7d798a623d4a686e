import { randomUUID } from "node:crypto";
import { AUDIT_RULES, auditOrders, type AuditProgress, findOrdersToAudit, type Pool } from "@cartwright/db";
import type { Logger } from "pino";

/** Orders of one statement: it stays far below the statement timeout. */
const BATCH = 1_000;

export interface AuditDeps {
  pool: Pool;
  log: Logger;
  /** Moved on by every look. */
  memory: AuditMemory;
}

export interface AuditMemory {
  progress: AuditProgress;
}

export interface AuditResult {
  audited: number;
  found: number;
  cleared: number;
}

export function openAuditMemory(): AuditMemory {
  return { progress: { sweptTo: randomUUID() } };
}

/**
 * Holds the orders that moved lately, the open ones, and some of all the others against the invariants. It changes no order:
 * a broken rule is noted once, logged, and counted in a metric, until it holds again.
 */
export async function auditInvariants({ pool, log, memory }: AuditDeps): Promise<AuditResult> {
  const { orderIds, progress } = await findOrdersToAudit(pool, memory.progress);
  const result: AuditResult = { audited: orderIds.length, found: 0, cleared: 0 };
  for (let at = 0; at < orderIds.length; at += BATCH) {
    const { found, cleared } = await auditOrders(pool, orderIds.slice(at, at + BATCH));
    for (const { rule, orderId } of found)
      log.error({ rule, order_id: orderId }, `invariant broken: ${sentenceOf(rule)}`);
    for (const { rule, orderId } of cleared) log.info({ rule, order_id: orderId }, "invariant holds again");
    result.found += found.length;
    result.cleared += cleared.length;
  }
  // Only now: a look that broke off is done again from where it began.
  memory.progress = progress;
  return result;
}

const sentenceOf = (rule: string): string => AUDIT_RULES.find(({ name }) => name === rule)?.sentence ?? rule;
