import type { AnyWebhook, WebhookTryRecord } from "@cartwright/db";
import type { VNode } from "preact";
import { mayDo } from "../admin-route.ts";
import { Fact, Facts } from "../facts.tsx";
import type { Visitor } from "../session.ts";
import { Time } from "../time.tsx";
import { ResendForm } from "./resend-forms.tsx";
import { faceWords, faultWords, triesWords } from "./webhook-words.ts";
import { addressOf, STATE_WORDS, ToldOf } from "./webhooks-page.tsx";

export interface WebhookModel {
  webhook: AnyWebhook;
  /** The last ones, newest first. */
  tries: readonly WebhookTryRecord[];
}

/** One event: where it was to go, and what came of every try. What it says of its order is not shown here. */
export function webhookPage({ webhook, tries }: WebhookModel, visitor: Visitor): VNode {
  return (
    <>
      <h1>{webhook.event}</h1>
      <p class="lead">
        <strong class={webhook.state === "gave_up" ? "fault" : undefined}>{STATE_WORDS[webhook.state]}</strong>
        {webhook.tries === 0 ? "" : `, ${triesWords(webhook.tries)}`}
      </p>
      <Resend webhook={webhook} visitor={visitor} />
      <Known webhook={webhook} />
      <h2>Tries</h2>
      {tries.length === 0 ? <p class="muted">None that is still kept.</p> : <Tries tries={tries} />}
    </>
  );
}

function Resend({ webhook, visitor }: { webhook: AnyWebhook; visitor: Visitor }): VNode | null {
  if (!webhook.hasEndpoint)
    return <p class="muted">There is nowhere to send it: its account has no such endpoint now.</p>;
  // One that is due is on its way already.
  if (webhook.state === "due" || !mayDo(visitor.role, "operator")) return null;
  return (
    <div class="deeds">
      <ResendForm webhookId={webhook.webhookId} words="Send it again" visitor={visitor} />
    </div>
  );
}

function Known({ webhook }: { webhook: AnyWebhook }): VNode {
  const { accountId, accountName, mode, face, sequence, state, nextTryAt, deliveredAt } = webhook;
  return (
    <Facts>
      <Fact term="Webhook id">
        <code>{webhook.webhookId}</code>
      </Fact>
      <Fact term="Account">
        <a href={addressOf({ account: accountId })}>{accountName}</a> ({mode})
      </Fact>
      <Fact term="In the words of">{faceWords(face)}</Fact>
      <Fact term="Order">
        <ToldOf order={webhook.order} />
      </Fact>
      <Fact term="Sequence">{sequence}</Fact>
      <Fact term="Written">
        <Time at={webhook.createdAt} />
      </Fact>
      {state === "due" ? (
        <Fact term="Next try">
          <Time at={nextTryAt} />
        </Fact>
      ) : null}
      {deliveredAt === null ? null : (
        <Fact term="Delivered">
          <Time at={deliveredAt} />
        </Fact>
      )}
    </Facts>
  );
}

function Tries({ tries }: { tries: readonly WebhookTryRecord[] }): VNode {
  return (
    <ul class="plain">
      {tries.map((tried) => (
        <li key={tried.id} class="card">
          <p>
            <Time at={tried.triedAt} />, try {tried.tryNo}:{" "}
            <strong class={tried.error === null ? undefined : "fault"}>{faultWords(tried)}</strong>{" "}
            <span class="muted">in {tried.durationMs.toLocaleString("en-US")} ms</span>
          </p>
          <p class="muted">{tried.url}</p>
          {tried.answer === null || tried.answer === "" ? null : (
            <details>
              <summary>How the answer began</summary>
              <pre>{tried.answer}</pre>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
