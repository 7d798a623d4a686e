import type { AnyWebhook } from "@cartwright/db";
import { WEBHOOK_STATES, type WebhookState } from "@cartwright/schemas";
import type { VNode } from "preact";
import { OrderLink } from "../orders/order-link.tsx";
import { Table } from "../table.tsx";
import { Time } from "../time.tsx";
import { faultWords, pageOf } from "./webhook-words.ts";

export interface WebhooksModel {
  state: WebhookState | undefined;
  /** Whose alone; its name as far as it is known. */
  account: { id: string; name: string } | undefined;
  webhooks: readonly AnyWebhook[];
  /** Before which the next page begins; undefined: this is the last one. */
  next: number | undefined;
}

export const STATE_WORDS = {
  due: "due",
  gave_up: "given up",
  delivered: "delivered",
  skipped: "skipped",
} as const satisfies Record<WebhookState, string>;

/** What was to be sent, to anybody, newest first. */
export function webhooksPage({ state, account, webhooks, next }: WebhooksModel): VNode {
  return (
    <>
      <h1>Webhooks</h1>
      <nav class="tabs" aria-label="By state">
        {[undefined, ...WEBHOOK_STATES].map((one) => (
          <a
            key={one ?? "all"}
            href={addressOf({ state: one, account: account?.id })}
            aria-current={one === state ? "page" : undefined}
          >
            {one === undefined ? "all" : STATE_WORDS[one]}
          </a>
        ))}
      </nav>
      {account === undefined ? null : (
        <p>
          Of {account.name} alone. <a href={addressOf({ state })}>Of all accounts</a>
        </p>
      )}
      {webhooks.length === 0 ? <p>There are none.</p> : <Webhooks webhooks={webhooks} />}
      {next === undefined ? null : (
        <p>
          <a href={addressOf({ state, account: account?.id, before: next })}>Older ones</a>
        </p>
      )}
    </>
  );
}

interface Sought {
  state?: WebhookState | undefined;
  account?: string | undefined;
  before?: number | undefined;
}

/** Of the list with these filters. */
export function addressOf(sought: Sought): string {
  const given = Object.entries(sought).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return query === "" ? "/admin/webhooks" : `/admin/webhooks?${query}`;
}

function Webhooks({ webhooks }: { webhooks: readonly AnyWebhook[] }): VNode {
  return (
    <Table label="Webhooks" head={["Event", "State", "Order", "Account", "Written", "Tries", "Last answer"]}>
      {webhooks.map((webhook) => (
        <tr key={webhook.id} class={webhook.state === "gave_up" ? "failed" : undefined}>
          <td>
            <a href={pageOf(webhook.webhookId)}>{webhook.event}</a>
          </td>
          <td>{STATE_WORDS[webhook.state]}</td>
          <td>
            <ToldOf order={webhook.order} />
          </td>
          <td>
            {webhook.accountName}
            {webhook.mode === "test" ? " (test)" : ""}
          </td>
          <td>
            <Time at={webhook.createdAt} />
          </td>
          <td>{webhook.tries}</td>
          <td>{faultWords(webhook.lastTry)}</td>
        </tr>
      ))}
    </Table>
  );
}

export function ToldOf({ order }: Pick<AnyWebhook, "order">): VNode {
  return order === null ? <>none: a test</> : <OrderLink order={order} />;
}
