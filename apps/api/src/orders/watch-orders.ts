import type { OrderSign } from "@cartwright/db";

export interface WatcherOptions {
  readSigns: (orderIds: readonly string[]) => Promise<OrderSign[]>;
  /** Told of the first failure in a row: while the database is away, whoever waits goes on waiting. */
  onError: (error: unknown) => void;
  lookEveryMs?: number;
  maxFollowers?: number;
}

export interface OrderWatcher {
  /**
   * An order's signs as they change, the first one as it is; only the latest where they change faster than they are taken.
   * Ends when the signal aborts or the watcher closes, and at once where too many follow already.
   */
  follow: (orderId: string, signal: AbortSignal) => AsyncGenerator<OrderSign, void>;
  /** Whether it follows no more: there are too many, or the process is about to end. */
  isFull: () => boolean;
  /** Ends whatever follows. */
  close: () => void;
}

interface Follower {
  latest: OrderSign | undefined;
  seen: string | undefined;
  wake: () => void;
}

/** How soon a change is seen, about. */
const LOOK_EVERY_MS = 300;
/** Each is a connection that somebody holds open. */
const MAX_FOLLOWERS = 5_000;

/** Watches orders for everybody in this process at once: one question a look, and none while nobody waits. */
export function openOrderWatcher(options: WatcherOptions): OrderWatcher {
  const { readSigns, onError, lookEveryMs = LOOK_EVERY_MS, maxFollowers = MAX_FOLLOWERS } = options;
  const crowd = gatherFollowers();
  let isClosed = false;
  let isFailing = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    try {
      const signs = crowd.size() === 0 ? [] : await readSigns(crowd.orderIds());
      isFailing = false;
      for (const sign of signs) for (const follower of crowd.of(sign.id)) show(follower, sign);
    } catch (error) {
      if (!isFailing) onError(error);
      isFailing = true;
    }
    timer = undefined;
    lookSoon();
  }

  function lookSoon(): void {
    if (crowd.size() > 0 && !isClosed) timer ??= setTimeout(() => void look(), lookEveryMs);
  }

  const isFull = (): boolean => isClosed || crowd.size() >= maxFollowers;
  return {
    isFull,
    follow: async function* follow(orderId, signal) {
      if (isFull()) return;
      const follower: Follower = { latest: undefined, seen: undefined, wake: () => undefined };
      crowd.add(orderId, follower);
      lookSoon();
      try {
        yield* signsFor(follower, signal, () => signal.aborted || isClosed);
      } finally {
        crowd.remove(orderId, follower);
      }
    },
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      for (const orderId of crowd.orderIds()) for (const follower of crowd.of(orderId)) follower.wake();
    },
  };
}

async function* signsFor(follower: Follower, signal: AbortSignal, isOver: () => boolean): AsyncGenerator<OrderSign> {
  const wake = (): void => follower.wake();
  signal.addEventListener("abort", wake);
  try {
    while (!isOver()) {
      if (follower.latest === undefined) await new Promise<void>((resolve) => (follower.wake = resolve));
      const sign = follower.latest;
      follower.latest = undefined;
      if (sign !== undefined) yield sign;
    }
  } finally {
    signal.removeEventListener("abort", wake);
  }
}

function show(follower: Follower, sign: OrderSign): void {
  if (sign.version === follower.seen) return;
  follower.seen = sign.version;
  follower.latest = sign;
  follower.wake();
}

/** Who follows which order. */
function gatherFollowers() {
  const byOrder = new Map<string, Set<Follower>>();
  let count = 0;
  return {
    size: () => count,
    orderIds: () => [...byOrder.keys()],
    of: (orderId: string): Iterable<Follower> => byOrder.get(orderId) ?? [],
    add: (orderId: string, follower: Follower) => {
      byOrder.set(orderId, (byOrder.get(orderId) ?? new Set()).add(follower));
      count += 1;
    },
    remove: (orderId: string, follower: Follower) => {
      const group = byOrder.get(orderId);
      group?.delete(follower);
      if (group?.size === 0) byOrder.delete(orderId);
      count -= 1;
    },
  };
}
