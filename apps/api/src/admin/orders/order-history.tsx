import type { AuditEntry, EvidenceEntry, OrderEventRow, SubmitRow, WebhookRow } from "@cartwright/db";
import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { Table } from "../table.tsx";
import { Time } from "../time.tsx";
import { pageOf as webhookPage, triesWords } from "../webhooks/webhook-words.ts";
import { pageOf } from "./order-link.tsx";
import type { OrderModel } from "./order-model.ts";

export function Timeline({ events }: { events: readonly OrderEventRow[] }): VNode {
  return (
    <Table label="Timeline" head={["When", "What", "Who", "In words"]}>
      {events.map((event) => (
        <tr key={event.id}>
          <td>
            <Time at={event.occurredAt} />
          </td>
          <td>{event.type}</td>
          <td title={event.source}>{whoWords(event.source)}</td>
          <td>{event.label}</td>
        </tr>
      ))}
    </Table>
  );
}

/** What the order left behind: at the retailer, in the evidence, at the client. */
export function Traces({ model }: { model: Pick<OrderModel, "order" | "submits" | "evidence" | "webhooks"> }): VNode {
  const { order, submits, evidence, webhooks } = model;
  return (
    <>
      <h2>Attempts</h2>
      {submits.length === 0 ? <p class="muted">No purchase was committed to.</p> : <Submits submits={submits} />}
      {evidence.length === 0 ? null : <Pictures orderId={order.id} evidence={evidence} />}
      <h2>Webhooks</h2>
      {webhooks.length === 0 ? <p class="muted">None.</p> : <Webhooks webhooks={webhooks} />}
    </>
  );
}

function Submits({ submits }: { submits: readonly SubmitRow[] }): VNode {
  return (
    <ul class="plain">
      {submits.map((submit) => (
        <li key={submit.id}>
          Purchase of {formatUsd(submit.expectedTotalCents)} committed <Time at={submit.intentAt} />:{" "}
          <strong>{submit.outcome ?? "not settled"}</strong>
          {submit.evidence === null ? null : (
            <details>
              <summary>What was seen after it: {submit.evidence.title}</summary>
              <pre>{`${submit.evidence.url}\n\n${submit.evidence.text}`}</pre>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

function Pictures({ orderId, evidence }: { orderId: string; evidence: readonly EvidenceEntry[] }): VNode {
  const pictures = evidence.filter(({ kind }) => kind === "screenshot");
  return (
    <>
      <p>
        <a href={`${pageOf(orderId)}/evidence`}>Step log, pages and pictures of every attempt</a> ({evidence.length})
      </p>
      <div class="pictures">
        {pictures.map(({ id, label, fence }) => (
          <a key={id} href={`/admin/evidence/${id}`}>
            <img src={`/admin/evidence/${id}`} alt={`Attempt ${fence}: ${label}`} loading="lazy" />
          </a>
        ))}
      </div>
    </>
  );
}

function Webhooks({ webhooks }: { webhooks: readonly WebhookRow[] }): VNode {
  return (
    <ul class="plain">
      {webhooks.map((webhook) => (
        <li key={webhook.id} class={webhook.state === "gave_up" ? "fault" : undefined}>
          {webhook.sequence}. <a href={webhookPage(webhook.webhookId)}>{webhook.event}</a>: {webhook.state}
          {webhook.tries === 0 ? "" : `, ${triesWords(webhook.tries)}`}
        </li>
      ))}
    </ul>
  );
}

/** What people did about it, from the audit log. */
export function Deeds({ deeds }: { deeds: readonly AuditEntry[] }): VNode {
  return (
    <>
      <h2>Done by people</h2>
      <ul class="plain">
        {deeds.map((deed) => (
          <li key={deed.id}>
            <Time at={deed.at} /> {deed.userName}: {deed.action}, {deed.outcome ?? "not known how it ended"}
          </li>
        ))}
      </ul>
    </>
  );
}

const UUID = /^[0-9a-f]{8}(?=-[0-9a-f]{4}-)/;

/** A worker by the first of its id; anybody else by name. */
export function whoWords(source: string): string {
  const worker = UUID.exec(source)?.[0];
  return worker === undefined ? source : `worker ${worker}`;
}
