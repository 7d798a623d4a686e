import {
  type ClaimedWebhook,
  claimWebhook,
  type Database,
  keepWebhookBody,
  placeOfFaceSecret,
  placeOfWebhookSecret,
  type Pool,
  returnWebhook,
  settleWebhook,
  type WebhookVerdict,
} from "@cartwright/db";
import { decideWebhookRetry } from "@cartwright/orders";
import { CannotOpen, type Keyring, open } from "@cartwright/sealing";
import type { Logger } from "pino";
import type { WebhookCounters } from "../supervision/metrics.ts";
import { composeBody } from "./compose-body.ts";
import type { PostedWebhook, PostWebhook } from "./post-webhook.ts";
import type { ReceiverHands } from "./receiver-hands.ts";
import { webhookHeaders } from "./sign-webhook.ts";

export interface DeliverDeps {
  db: Database;
  pool: Pool;
  keyring: Keyring;
  post: PostWebhook;
  receivers: ReceiverHands;
  counters: WebhookCounters;
  /** What is still on its way when it is aborted is given back. */
  ending: AbortSignal;
  log: Logger;
}

/** Longer than a try and its statements take: nobody else takes an event as long as its sender may still send it. */
const HOLD_MS = 60_000;
const BUSY_AGAIN_MS = 15_000;
/** For a person to mend: this worker has not the key of its secret. */
const CANNOT_OPEN_AGAIN_MS = 60_000;

/** Sends an event, and those of the same order and endpoint that waited for it. The row says what came of it. */
export async function deliverWebhooks(deps: DeliverDeps, outboxId: number, draining: AbortSignal): Promise<void> {
  for (let next: number | undefined = outboxId; next !== undefined && !draining.aborted;) {
    next = await deliverWebhook(deps, next);
  }
}

/** Sends one event once, if it is there to be sent. Returns the next one that this one held up. */
export async function deliverWebhook(deps: DeliverDeps, outboxId: number): Promise<number | undefined> {
  const claim = await claimWebhook(deps.pool, outboxId, HOLD_MS);
  if (claim === undefined) return undefined;
  const giveBack = deps.receivers.take(claim.endpoint.id);
  if (giveBack === undefined) {
    await returnWebhook(deps.pool, claim, BUSY_AGAIN_MS);
    return undefined;
  }
  try {
    return await sendClaimed(deps, claim);
  } finally {
    giveBack();
  }
}

async function sendClaimed(deps: DeliverDeps, claim: ClaimedWebhook): Promise<number | undefined> {
  const secrets = openSecrets(deps, claim);
  if (secrets === undefined) {
    await returnWebhook(deps.pool, claim, CANNOT_OPEN_AGAIN_MS);
    return undefined;
  }
  const body = claim.body ?? (await composeBody(deps.db, claim));
  if (claim.body === null && !(await keepWebhookBody(deps.pool, claim, body))) return undefined;
  const { webhookId: id, event, claimedAtS: timestampS, endpoint } = claim;
  const headers = webhookHeaders({ id, event, timestampS, body }, secrets);
  try {
    const posted = await deps.post(endpoint.url, { headers, body }, deps.ending);
    return await settle(deps, claim, posted);
  } catch (error) {
    // The receiver may have it: it is told again, under the same id.
    if (deps.ending.aborted) await returnWebhook(deps.pool, claim, 0);
    throw error;
  }
}

async function settle(deps: DeliverDeps, claim: ClaimedWebhook, posted: PostedWebhook): Promise<number | undefined> {
  const verdict = judge(claim, posted);
  const { statusCode, error, answer, durationMs } = posted;
  const tried = { url: withoutQuery(claim.endpoint.url), statusCode, error, answer, durationMs };
  const nextId = await settleWebhook(deps.pool, claim, tried, verdict);
  deps.counters.webhookTried(verdict.state === "due" ? "failed" : verdict.state);
  if (!posted.isTaken) {
    const told = { webhook_id: claim.webhookId, order_id: claim.orderId, event: claim.event, try: claim.tries + 1 };
    deps.log.info({ ...told, status: statusCode, reason: error, state: verdict.state }, "webhook not taken");
  }
  return nextId;
}

function judge({ tries }: ClaimedWebhook, { isTaken, retryAfterMs }: PostedWebhook): WebhookVerdict {
  if (isTaken) return { state: "delivered" };
  const retry = decideWebhookRetry({ tries: tries + 1, random: Math.random(), retryAfterMs });
  return retry.again ? { state: "due", delayMs: retry.delayMs } : { state: "gave_up" };
}

/** The newest first. Undefined when the newest does not open: whoever sealed it knows a key that this worker does not. */
function openSecrets({ keyring, log }: DeliverDeps, { endpoint }: ClaimedWebhook): [string, ...string[]] | undefined {
  const { id, face, secret, previousSecret } = endpoint;
  const place = face === null ? placeOfWebhookSecret(id, "secret") : placeOfFaceSecret(id);
  try {
    const newest = open(keyring, place, secret).toString("utf8");
    if (previousSecret === null) return [newest];
    return [newest, open(keyring, placeOfWebhookSecret(id, "previous_secret"), previousSecret).toString("utf8")];
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error;
    log.error({ endpoint: id, reason: error.message }, "a webhook secret does not open: its events wait");
    return undefined;
  }
}

/** It may hold a token. */
function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
