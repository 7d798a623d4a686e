import { type Context, context, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OWN, type SpanFacts, toAttributes } from "./facts.ts";

const TRACER = "cartwright";
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
/** Codes of ours, and of Node's and Postgres's errors: words in no language. */
const CODE = /^\w{1,40}$/;

let isOn = false;

/** Whether this process traces at all. Without it everything here only runs what it is given. */
export const isTracing = (): boolean => isOn;

/** For whoever has set up, or taken down, what spans go to. */
export function setTracing(on: boolean): void {
  isOn = on;
}

/** Runs `work` in a span of its own, below the active one. An error that ends it is told by its code alone. */
export async function withSpan<T>(name: string, facts: SpanFacts, work: () => Promise<T>): Promise<T> {
  if (!isOn) return await work();
  const span = start(name, facts);
  return await context.with(trace.setSpan(context.active(), span), async () => {
    try {
      return await work();
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Adds to what the active span says. */
export function noteOnSpan(facts: SpanFacts): void {
  if (isOn) trace.getActiveSpan()?.setAttributes(toAttributes(facts));
}

/** A span that is over already: of what had to be known before its trace was. */
export function noteSpan(name: string, startedAt: Date, facts: SpanFacts): void {
  if (isOn) start(name, facts, { startTime: startedAt }).end();
}

/** A span whose work is not a promise's: of a request and its answer. */
export interface OpenSpan {
  /** Whatever it starts, stands below this span. */
  run: (work: () => void) => void;
  end: (name: string, facts: SpanFacts) => void;
}

const NONE: OpenSpan = { run: (work) => work(), end: () => undefined };

/** Opens the first span of a trace: that of a request. What a client says of its own traces counts for nothing. */
export function openRequestSpan(name: string): OpenSpan {
  if (!isOn) return NONE;
  const span = trace
    .getTracer(TRACER)
    .startSpan(name, { kind: SpanKind.SERVER, root: true, attributes: { [OWN]: true } });
  return {
    run: (work) => context.with(trace.setSpan(context.active(), span), work),
    end: (finalName, facts) => {
      span.updateName(finalName);
      span.setAttributes(toAttributes(facts));
      if ((facts.status ?? 0) >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

/** The active span, to be kept with an order: W3C's traceparent. Null where nothing is traced. */
export function traceContext(): string | null {
  const active = isOn ? trace.getActiveSpan()?.spanContext() : undefined;
  if (active === undefined || !trace.isSpanContextValid(active)) return null;
  return `00-${active.traceId}-${active.spanId}-${active.traceFlags.toString(16).padStart(2, "0")}`;
}

/**
 * Runs `work` in the trace that was kept with an order: its row is the truth, whatever trace its job came with. Of the same trace,
 * the active span stays the parent.
 */
export function inTrace<T>(kept: string | null, work: () => Promise<T>): Promise<T> {
  const parent = isOn ? readTrace(kept) : undefined;
  return parent === undefined ? work() : context.with(parent, work);
}

function readTrace(kept: string | null): Context | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(kept ?? "") ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const active = context.active();
  if (trace.getSpanContext(active)?.traceId === traceId) return undefined;
  return trace.setSpanContext(active, { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true });
}

function start(name: string, facts: SpanFacts, options: { startTime?: Date } = {}): Span {
  return trace.getTracer(TRACER).startSpan(name, { ...options, attributes: { ...toAttributes(facts), [OWN]: true } });
}

function fail(span: Span, error: unknown): void {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttributes(toAttributes({ errorCode: CODE.test(code) ? code : "error" }));
}
