/** Everything that a line may say. An allowlist: whatever carries more, an address or a key, is not written, and its key is told. */
const KEYS: ReadonlySet<string> = new Set(
  [
    "err error reason why what code origin left_out",
    "order_id request_id worker_id batch_id webhook_id endpoint retailer marker fence attempt",
    "method path status duration_ms aborted url admin addresses",
    "step ms saw stage outcome stored retry returned error_type claims kind hosts notes",
    "look failures is_recorded expected_total_cents rule event try state open need_review replayed listed",
    "concurrency orders_left drain_ms drain_within_ms for_ms exit_code signal since file lines",
    "evidence attemptEvidence workers findings webhooks user role action client_ip",
  ].flatMap((line) => line.split(" ")),
);

interface LogOptions {
  level: string;
  base: Record<string, string | number>;
  formatters: { log: (facts: Record<string, unknown>) => Record<string, unknown> };
}

export interface LogParts {
  level: string;
  base: Record<string, string | number>;
  /** What of an error may be logged. */
  factsOf: (error: unknown) => object;
}

/** What pino is opened with: JSON, one line an event, and of what is given to it only what is on the list. */
export function logOptions({ level, base, factsOf }: LogParts): LogOptions {
  return { level, base, formatters: { log: (facts) => onlyListed(facts, factsOf) } };
}

function onlyListed(facts: Record<string, unknown>, factsOf: LogParts["factsOf"]): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  const leftOut: string[] = [];
  for (const [key, value] of Object.entries(facts)) {
    if (!KEYS.has(key) || !isPlain(key, value)) leftOut.push(key);
    else kept[key] = value instanceof Error ? factsOf(value) : value;
  }
  return leftOut.length === 0 ? kept : { ...kept, left_out: leftOut };
}

/** Words, numbers and lists of them; an error's facts are the one object that is written. */
function isPlain(key: string, value: unknown): boolean {
  if (key === "err" || key === "error") return true;
  if (Array.isArray(value)) return value.every((each) => typeof each !== "object");
  return typeof value !== "object" || value === null || value instanceof Date;
}
