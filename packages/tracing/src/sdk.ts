import {
  type Attributes,
  context,
  diag,
  DiagLogLevel,
  isSpanContextValid,
  propagation,
  trace,
  type Context,
} from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type ReadableSpan,
  type Sampler,
  SamplingDecision,
  type SpanExporter,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { EXPORTED, OWN } from "./facts.ts";

const SEND_AFTER_MS = 1_000;
const SENT_WITHIN_MS = 3_000;

/** Of traces that begin here, only our own: a queue's worker asks for jobs all day. */
const OWN_ROOTS: Sampler = {
  shouldSample: (_context: Context, _traceId, _name, _kind, attributes: Attributes) => ({
    decision: attributes[OWN] === true ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD,
  }),
  toString: () => "own roots",
};

/** Loaded by start-tracing alone, and only where traces have somewhere to go. */
export function openSdk(options: { endpoint: string; service: string; onError: (error: unknown) => void }): {
  close: () => Promise<void>;
} {
  const { endpoint, service, onError } = options;
  const tell = (message: string): void => onError(new Error(`traces: ${message.slice(0, 200)}`));
  diag.setLogger(
    { error: tell, warn: tell, info: () => undefined, debug: () => undefined, verbose: () => undefined },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, "")}/v1/traces`,
    timeoutMillis: SENT_WITHIN_MS,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": service }),
    sampler: new ParentBasedSampler({ root: OWN_ROOTS }),
    spanProcessors: [new BatchSpanProcessor({ exporter: onlyAllowed(exporter), scheduledDelayMillis: SEND_AFTER_MS })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  return {
    close: async () => {
      await provider.shutdown().catch(onError);
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}

/** Whatever a library put into its spans: what is not on the list does not leave, the words of errors least of all. */
function onlyAllowed(exporter: SpanExporter): SpanExporter {
  return {
    export: (spans, done) => exporter.export(spans.map(bare), done),
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  };
}

function bare(span: ReadableSpan): ReadableSpan {
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => span.spanContext(),
    ...(span.parentSpanContext !== undefined && isSpanContextValid(span.parentSpanContext)
      ? { parentSpanContext: span.parentSpanContext }
      : {}),
    startTime: span.startTime,
    endTime: span.endTime,
    status: { code: span.status.code },
    attributes: Object.fromEntries(Object.entries(span.attributes).filter(([key]) => EXPORTED.has(key))),
    links: [],
    events: [],
    duration: span.duration,
    ended: span.ended,
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}
