import { type Pool, takeDueWebhooks } from "@cartwright/db";
import type { WebhookQueue } from "@cartwright/queue";

const BATCH = 200;
/** An event behind another one of its order is looked at again by then, whatever became of whoever had that one in hand. */
const WAIT_AT_MOST_MS = 600_000;

export interface DispatchWebhooksDeps {
  pool: Pool;
  queue: Pick<WebhookQueue, "announce">;
  /** When an event that was given a job is looked at again. */
  lookAgainMs: number;
}

/**
 * Sees to it that every event that is due has a job; one that has nowhere to go is marked as skipped. Like with orders, it
 * looks at state: whatever Redis forgot, is found here. Returns how many events were announced.
 */
export async function dispatchWebhooks({ pool, queue, lookAgainMs }: DispatchWebhooksDeps): Promise<number> {
  let announced = 0;
  for (;;) {
    const due = await takeDueWebhooks(pool, { limit: BATCH, lookAgainMs, waitAtMostMs: WAIT_AT_MOST_MS });
    if (due.ready.length > 0) await queue.announce(due.ready);
    announced += due.ready.length;
    if (due.looked < BATCH) return announced;
  }
}
