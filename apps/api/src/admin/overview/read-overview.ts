import {
  type AccountDay,
  countNeeds,
  listLiveWorkers,
  type LiveWorker,
  type OrderHour,
  type Pool,
  readMoneyToday,
  readOrderHours,
  readServiceState,
  type ServiceState,
} from "@cartwright/db";

/** How many jobs of a queue are in which state; undefined: Redis gives no answer. */
export interface QueueDepth {
  name: string;
  counts: Record<string, number> | undefined;
}

/** Everything that the first page tells. */
export interface Overview {
  state: ServiceState;
  hours: OrderHour[];
  workers: LiveWorker[];
  money: AccountDay[];
  queues: QueueDepth[];
  /** That wait for an answer. */
  returns: number;
  now: Date;
}

/** A queue, as far as the page needs it. */
export interface CountedQueue {
  name: string;
  getJobCounts: (...states: ("waiting" | "active" | "delayed" | "failed")[]) => Promise<Record<string, number>>;
}

/** Two days: a night that went wrong, and the one before it to compare it with. */
export const HOURS_SHOWN = 48;
/** As long as a worker may be silent before it is looked for. */
const HEARD_WITHIN_S = 15 * 60;
/** The page must not wait for a Redis that hangs. */
const REDIS_WITHIN_MS = 500;

export async function readOverview(pool: Pool, queues: readonly CountedQueue[]): Promise<Overview> {
  const [state, hours, workers, money, { returns }, depths] = await Promise.all([
    readServiceState(pool),
    readOrderHours(pool, HOURS_SHOWN),
    listLiveWorkers(pool, HEARD_WITHIN_S),
    readMoneyToday(pool),
    countNeeds(pool),
    Promise.all(queues.map(readDepth)),
  ]);
  return { state, hours, workers, money, queues: depths, returns, now: new Date() };
}

async function readDepth(queue: CountedQueue): Promise<QueueDepth> {
  const tooLate = new Promise<undefined>((resolve) => {
    setTimeout(() => resolve(undefined), REDIS_WITHIN_MS).unref();
  });
  const counts = queue.getJobCounts("waiting", "active", "delayed", "failed").catch(() => undefined);
  return { name: queue.name, counts: await Promise.race([counts, tooLate]) };
}
