import { type Database, listOrderEvents, type OrderEventRow, type OrderRecord } from "@cartwright/db";
import { presentMilestone } from "@cartwright/presentation";
import type { Request, Response } from "express";
import { goneSignal } from "../http/gone-signal.ts";
import { fieldProblem, Problem } from "../http/problem.ts";
import { noteWholeAnswer } from "../http/request-log.ts";
import { showReceived } from "../http/show-received.ts";
import type { OrderWatcher } from "./watch-orders.ts";

export interface StreamTimes {
  /** Proxies cut connections on which nothing comes. */
  heartbeatMs: number;
  /** So that a key that was revoked, or a client that is long gone, is not served for ever. */
  maxAgeMs: number;
}

export interface StreamDeps {
  db: Database;
  watcher: OrderWatcher;
  times: StreamTimes;
}

export const STREAM_TIMES: StreamTimes = { heartbeatMs: 15_000, maxAgeMs: 15 * 60_000 };
/** How long a client waits before it comes back. */
const RETRY_MS = 2_000;
const FULL_RETRY_AFTER_S = "10";

const HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-store",
  // nginx would hold the events back.
  "X-Accel-Buffering": "no",
};

/** Tells an order's timeline as Server-Sent Events, from its beginning or from what `Last-Event-ID` has seen. */
export async function streamEvents(
  deps: StreamDeps,
  { request, response }: { request: Request; response: Response },
  order: OrderRecord,
): Promise<void> {
  const lastId = lastEventId(request);
  if (deps.watcher.isFull())
    throw new Problem("service_unavailable", "Too many clients follow orders right now. Try again.", {
      headers: { "Retry-After": FULL_RETRY_AFTER_S },
    });
  const events = await listOrderEvents(deps.db, order.id);
  const sent = new Set(events.filter((event) => event.id <= lastId).map((event) => event.id));
  if (order.status === "order_failed" && sent.size === events.length) {
    // Nothing is left to tell, ever: to an EventSource this status says not to come back.
    response.status(204).set("Cache-Control", "no-store").end();
    return;
  }
  response.set(HEADERS).flushHeaders();
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  // A client that leaves has not broken off: that is how a stream ends.
  noteWholeAnswer(response);
  response.write(`retry: ${RETRY_MS}\n\n`);
  send(response, events, sent);
  try {
    await tellMore(deps, response, order, sent);
  } finally {
    // Whatever happened: the client comes back, and says what it has seen.
    response.end();
  }
}

/** Until the client goes, nothing can follow, the time is over, or the process ends. */
async function tellMore(
  { db, watcher, times }: StreamDeps,
  response: Response,
  order: OrderRecord,
  sent: Set<number>,
): Promise<void> {
  const over = new AbortController();
  goneSignal(response).addEventListener("abort", () => over.abort());
  const heartbeat = setInterval(() => response.write(": still here\n\n"), times.heartbeatMs);
  const timer = setTimeout(() => over.abort(), times.maxAgeMs);
  try {
    for await (const sign of watcher.follow(order.id, over.signal)) {
      // Not by the highest id: of two that were written at once, the lower may be committed later.
      if (sign.events !== sent.size) send(response, await listOrderEvents(db, order.id), sent);
      if (sign.status === "order_failed") break;
    }
  } finally {
    clearInterval(heartbeat);
    clearTimeout(timer);
  }
}

function send(response: Response, events: readonly OrderEventRow[], sent: Set<number>): void {
  for (const event of events) {
    if (sent.has(event.id)) continue;
    response.write(`id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(presentMilestone(event))}\n\n`);
    sent.add(event.id);
  }
}

/** 0: it has seen nothing. */
function lastEventId(request: Request): number {
  const given = request.get("Last-Event-ID") ?? "";
  if (given === "") return 0;
  if (/^\d{1,15}$/.test(given)) return Number(given);
  const expected = "the id of an event of this stream";
  const message = "is not an event's id";
  throw fieldProblem("validation_error", [
    { field: "Last-Event-ID", code: "invalid", message, received: showReceived(given), expected },
  ]);
}
