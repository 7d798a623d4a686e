import { isTracing } from "@cartwright/tracing";
import type { QueueOptions } from "bullmq";
import { BullMQOtel } from "bullmq-otel";

/** Jobs carry the trace that they were added in, as W3C's traceparent in their options; without tracing there is nothing. */
export function telemetry(): Pick<QueueOptions, "telemetry"> {
  return isTracing() ? { telemetry: new BullMQOtel({ tracerName: "bullmq" }) } : {};
}
