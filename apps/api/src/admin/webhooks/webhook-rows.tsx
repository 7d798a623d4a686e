import {
  type Database,
  findAdminAccount,
  findAnyWebhook,
  listAnyWebhooks,
  listWebhookTries,
  type Pool,
  resendAnyWebhook,
  resendGaveUp,
} from "@cartwright/db";
import { KeyMode, WebhookState } from "@cartwright/schemas";
import { z } from "zod";
import { notFound } from "../../http/mount-routes.ts";
import { Problem } from "../../http/problem.ts";
import { action, type AdminRow, idOf, page, type Visit } from "../admin-route.ts";
import { readBefore, takePage } from "../paging.ts";
import { orBlank } from "../form-fields.ts";
import { webhookPage } from "./webhook-page.tsx";
import { webhooksPage } from "./webhooks-page.tsx";
import { pageOf } from "./webhook-words.ts";

export interface WebhookRowDeps {
  db: Database;
  pool: Pool;
}

const PAGE = 50;
const Button = z.strictObject({ back: z.literal("needs-you").optional() });
const Endpoint = z.strictObject({
  account_id: z.guid(),
  mode: KeyMode,
  /** Of another face; blank: the account's own, in the native words. */
  face_endpoint_id: orBlank(z.guid()).optional(),
});

/** What clients are told, and sending it again. */
export function webhookRows(deps: WebhookRowDeps): AdminRow[] {
  return [
    page({ path: "/webhooks", role: "viewer", title: "Webhooks", show: (visit) => list(deps, visit) }),
    page({
      path: "/webhooks/:id",
      role: "viewer",
      title: "Webhook",
      show: async (visit) => {
        const webhook = await requireWebhook(deps, idOf(visit));
        return webhookPage({ webhook, tries: await listWebhookTries(deps.db, webhook.id) }, visit.visitor);
      },
    }),
    ...resending(deps),
  ];
}

function resending(deps: WebhookRowDeps): AdminRow[] {
  return [
    action({
      path: "/webhooks/:id/resend",
      role: "operator",
      action: "resend-webhook",
      form: Button,
      subject: (visit) => ({ type: "webhook", id: idOf(visit) }),
      act: async (visit, { back }) => {
        const { webhookId } = await requireWebhook(deps, idOf(visit));
        if (!(await resendAnyWebhook(deps.pool, webhookId))) {
          throw new Problem("bad_request", "There is nowhere to send it: its account has no such endpoint now.");
        }
        return {
          to: back === undefined ? pageOf(webhookId) : `/admin/${back}`,
          says: "It is sent again, with a fresh schedule.",
        };
      },
    }),
    action({
      path: "/webhooks/resend",
      role: "operator",
      action: "resend-webhooks",
      form: Endpoint,
      subject: (_visit, { account_id: id }) => ({ type: "account", id }),
      act: async (_visit, { account_id: accountId, mode, face_endpoint_id: faceEndpointId = null }) => {
        const count = await resendGaveUp(deps.pool, { accountId, mode, faceEndpointId });
        return { to: "/admin/needs-you", says: resentWords(count) };
      },
    }),
  ];
}

function resentWords(count: number): string {
  if (count === 0) return "Nothing was given up there any more, or there is nowhere to send it.";
  return count === 1 ? "One event is sent again." : `${count.toLocaleString("en-US")} events are sent again.`;
}

async function requireWebhook({ pool }: WebhookRowDeps, id: string) {
  const webhook = z.guid().safeParse(id).success ? await findAnyWebhook(pool, id) : undefined;
  if (webhook === undefined) throw notFound("webhook");
  return webhook;
}

async function list({ db, pool }: WebhookRowDeps, { request }: Visit) {
  const { state, account, before } = request.query;
  const { data: wanted } = WebhookState.safeParse(state);
  const { data: accountId } = z.guid().safeParse(account);
  const [found, owner] = await Promise.all([
    listAnyWebhooks(pool, { state: wanted, accountId }, { limit: PAGE + 1, before: readBefore(before) }),
    accountId === undefined ? undefined : findAdminAccount(db, accountId),
  ]);
  const { page: webhooks, lastOfMore } = takePage(found, PAGE);
  return webhooksPage({
    state: wanted,
    account: accountId === undefined ? undefined : { id: accountId, name: owner?.name ?? accountId },
    webhooks,
    next: lastOfMore?.id,
  });
}
