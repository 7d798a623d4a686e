import type { Queue } from "bullmq";

/** Finished jobs are counted too, as long as they are kept. */
export const QUEUE_STATES = ["waiting", "active", "delayed", "prioritized", "failed", "completed"] as const;

/** How many jobs of a queue are in which state. */
export type QueueDepth = Record<(typeof QUEUE_STATES)[number], number>;

export async function countJobs(queue: Pick<Queue, "getJobCounts">): Promise<QueueDepth> {
  const counts = await queue.getJobCounts(...QUEUE_STATES);
  const depth = (state: (typeof QUEUE_STATES)[number]): number => counts[state] ?? 0;
  return {
    waiting: depth("waiting"),
    active: depth("active"),
    delayed: depth("delayed"),
    prioritized: depth("prioritized"),
    failed: depth("failed"),
    completed: depth("completed"),
  };
}
