import type { EndpointRef } from "@cartwright/db";
import type { VNode } from "preact";
import { DeedButton } from "../deed-button.tsx";
import type { Visitor } from "../session.ts";
import { pageOf } from "./webhook-words.ts";

interface ResendProps {
  webhookId: string;
  words: string;
  visitor: Visitor;
  /** Where to go on from there. Absent: the event's own page. */
  back?: "needs-you";
}

export function ResendForm({ webhookId, words, visitor, back }: ResendProps): VNode {
  return <DeedButton to={`${pageOf(webhookId)}/resend`} words={words} visitor={visitor} fields={{ back }} />;
}

/** Everything that was given up for one endpoint. */
export function ResendAllForm({ endpoint, visitor }: { endpoint: EndpointRef; visitor: Visitor }): VNode {
  const { accountId: account_id, mode, faceEndpointId } = endpoint;
  const fields = { account_id, mode, face_endpoint_id: faceEndpointId ?? "" };
  return <DeedButton to="/admin/webhooks/resend" words="Send all of them again" visitor={visitor} fields={fields} />;
}
