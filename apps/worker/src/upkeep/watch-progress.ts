import type { ProgressLook } from "@cartwright/db";
import type { Logger } from "pino";

export interface ProgressDeps {
  /** Whether work waits, and whether anything was claimed after that event. */
  look: (sinceEventId: number) => Promise<ProgressLook>;
  hasFreeHands: () => boolean;
  /** Throws when Redis gives no answer. */
  pingQueue: () => Promise<void>;
  /** Work that is due and that nobody claims for so long is stuck. */
  stalledAfterMs: number;
  /** Called once: a new start is the only thing that this worker can still try. */
  onStalled: () => void;
  log: Pick<Logger, "error" | "warn">;
  /** Milliseconds that only grow. */
  now?: () => number;
}

export interface ProgressWatch {
  runOnce: () => Promise<void>;
  isStalled: () => boolean;
}

/** So often within the limit it is looked. Looks that come later than half of it (a frozen process) start the count anew. */
export const LOOKS_PER_LIMIT = 6;
const LONGEST_GAP = 0.5;

/**
 * The watchdog for the one thing that no error tells: orders are due, this worker has free hands, and nobody claims anything.
 * Orders that wait for their time, their retailer or their account are not due in this sense. While Redis is away nothing can
 * be claimed and no restart helps: that is said, and waited for. With Redis there, what is sick is the way from its queue
 * into this process: the worker asks to be started anew.
 */
export function openProgressWatch(deps: ProgressDeps): ProgressWatch {
  const { stalledAfterMs, log, now = () => performance.now() } = deps;
  let newestEventId: number | undefined;
  let lookedAt = now();
  let idleSince: number | undefined;
  let queueAwaySince: number | undefined;
  let isAwayTold = false;
  let isStalled = false;

  /** Whether work has been lying there since the last look. */
  const isIdle = async (): Promise<boolean> => {
    const isFirst = newestEventId === undefined;
    const seen = await deps.look(newestEventId ?? Number.MAX_SAFE_INTEGER);
    newestEventId = seen.newestEventId;
    const gapMs = now() - lookedAt;
    lookedAt = now();
    if (isFirst || gapMs > stalledAfterMs * LONGEST_GAP) idleSince = undefined;
    return seen.isWorkWaiting && !seen.isClaimedSince && deps.hasFreeHands();
  };
  const tellQueueAway = (): void => {
    // When it is back, the dispatcher needs its time: the count starts anew.
    idleSince = undefined;
    queueAwaySince ??= now();
    if (isAwayTold || now() - queueAwaySince < stalledAfterMs) return;
    isAwayTold = true;
    log.error({ for_ms: stalledAfterMs }, "orders are due and Redis gives no answer: they wait, and no restart helps");
  };
  const tellQueueBack = (): void => {
    if (isAwayTold) log.warn({}, "Redis answers again: orders that waited are dispatched");
    queueAwaySince = undefined;
    isAwayTold = false;
  };

  return {
    isStalled: () => isStalled,
    runOnce: async () => {
      if (isStalled) return;
      // Not known is not stalled: while Postgres is away nothing can be claimed either.
      const idle = await isIdle().catch((error: unknown) => {
        idleSince = undefined;
        throw error;
      });
      if (!idle) {
        idleSince = undefined;
        return;
      }
      const isQueueUp = await deps.pingQueue().then(
        () => true,
        () => false,
      );
      if (!isQueueUp) return tellQueueAway();
      tellQueueBack();
      idleSince ??= lookedAt;
      if (now() - idleSince < stalledAfterMs) return;
      isStalled = true;
      log.error({ for_ms: stalledAfterMs }, "stalled: orders are due, hands are free, and nothing is claimed");
      deps.onStalled();
    },
  };
}
