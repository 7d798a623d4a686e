/** What a span may say. An allowlist: no address, no name, no query of a URL, no key. */
export interface SpanFacts {
  orderId?: string | undefined;
  retailer?: string | undefined;
  /** Of a list that is bounded: see the worker's steps. */
  step?: string | undefined;
  /** How it ended: a word of ours. */
  outcome?: string | undefined;
  /** The code of a refusal or failure. */
  errorCode?: string | undefined;
  attempt?: number | undefined;
  /** As the route table has it: `/orders/:id`. */
  route?: string | undefined;
  method?: string | undefined;
  status?: number | undefined;
}

const NAMES = {
  orderId: "cartwright.order_id",
  retailer: "cartwright.retailer",
  step: "cartwright.step",
  outcome: "cartwright.outcome",
  errorCode: "error.type",
  attempt: "cartwright.attempt",
  route: "http.route",
  method: "http.request.method",
  status: "http.response.status_code",
} as const satisfies Record<keyof SpanFacts, string>;

/** What the queue's own spans may say: which queue, and which job. Its jobs' ids hold an order's id and a number. */
const OF_THE_QUEUE = ["bullmq.queue.name", "bullmq.queue.operation", "bullmq.job.name", "bullmq.job.id"];

/** Tells the sampler that a span is one of ours; it is never exported. */
export const OWN = "cartwright.own";

/** Every attribute that leaves the process. */
export const EXPORTED: ReadonlySet<string> = new Set([...Object.values(NAMES), ...OF_THE_QUEUE]);

export function toAttributes(facts: SpanFacts): Record<string, string | number> {
  const attributes: Record<string, string | number> = {};
  for (const key of Object.keys(NAMES) as (keyof SpanFacts)[]) {
    const value = facts[key];
    if (value !== undefined) attributes[NAMES[key]] = value;
  }
  return attributes;
}
