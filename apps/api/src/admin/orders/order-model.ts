import type { AuditEntry, EvidenceEntry, OrderEventRow, OrderRecord, SubmitRow, WebhookRow } from "@cartwright/db";

/** What the page of one order is drawn from. */
export interface OrderModel {
  order: OrderRecord;
  accountName: string;
  events: readonly OrderEventRow[];
  submits: readonly SubmitRow[];
  webhooks: readonly WebhookRow[];
  evidence: readonly EvidenceEntry[];
  deeds: readonly AuditEntry[];
}
