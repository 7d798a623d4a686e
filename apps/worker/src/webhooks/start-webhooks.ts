import { openWebhookConsumer } from "@cartwright/queue";
import type { Surroundings } from "../surroundings.ts";
import { deliverWebhooks, type DeliverDeps } from "./deliver-webhook.ts";
import { openPost } from "./post-webhook.ts";
import { openReceiverHands } from "./receiver-hands.ts";
import { openSafeTargets } from "./safe-target.ts";

export interface RunningWebhooks {
  /** Takes no more events. What is on its way has a moment to arrive, and is then given back. */
  drain: () => Promise<void>;
}

const ARRIVES_WITHIN_MS = 5_000;

/** Sends events as jobs name them. Without sealing keys nothing can be signed: then other workers send them, or nobody. */
export function startWebhooks(
  surroundings: Pick<Surroundings, "config" | "log" | "database" | "keyring" | "metrics" | "onError">,
): RunningWebhooks {
  const { config, log, database, keyring, metrics, onError } = surroundings;
  if (keyring === undefined) return { drain: () => Promise.resolve() };
  const targets = openSafeTargets({ allowLocal: config.WEBHOOKS_ALLOW_LOCAL });
  const draining = new AbortController();
  const ending = new AbortController();
  const deps: DeliverDeps = {
    db: database.db,
    pool: database.pool,
    keyring,
    post: openPost(targets),
    receivers: openReceiverHands({ hands: config.WEBHOOK_CONCURRENCY }),
    counters: metrics,
    ending: ending.signal,
    log,
  };
  const consumer = openWebhookConsumer(
    {
      redisUrl: config.REDIS_URL,
      prefix: config.QUEUE_PREFIX,
      concurrency: config.WEBHOOK_CONCURRENCY,
      lockMs: config.QUEUE_LOCK_MS,
      onError,
    },
    (outboxId) => deliverWebhooks(deps, outboxId, draining.signal),
  );
  return {
    drain: async () => {
      draining.abort();
      const timer = setTimeout(() => ending.abort(), ARRIVES_WITHIN_MS);
      await consumer.close();
      clearTimeout(timer);
      await targets.close();
    },
  };
}
