import type { EndpointRef } from "@cartwright/db";
import type { VNode } from "preact";
import type { Visitor } from "../session.ts";
import { Csrf } from "../shell.tsx";
import { pageOf } from "./webhook-words.ts";

interface ResendProps {
  webhookId: string;
  words: string;
  visitor: Visitor;
  /** Where to go on from there. Absent: the event's own page. */
  back?: "needs-you";
}

export function ResendForm({ webhookId, words, visitor, back }: ResendProps): VNode {
  return (
    <form method="post" action={`${pageOf(webhookId)}/resend`}>
      <Csrf visitor={visitor} />
      {back === undefined ? null : <input type="hidden" name="back" value={back} />}
      <button class="quiet" type="submit">
        {words}
      </button>
    </form>
  );
}

/** Everything that was given up for one endpoint. */
export function ResendAllForm({ endpoint, visitor }: { endpoint: EndpointRef; visitor: Visitor }): VNode {
  return (
    <form method="post" action="/admin/webhooks/resend">
      <Csrf visitor={visitor} />
      <input type="hidden" name="account_id" value={endpoint.accountId} />
      <input type="hidden" name="mode" value={endpoint.mode} />
      <input type="hidden" name="face_endpoint_id" value={endpoint.faceEndpointId ?? ""} />
      <button class="quiet" type="submit">
        Send all of them again
      </button>
    </form>
  );
}
