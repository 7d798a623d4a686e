import type { Response } from "express";
import { goneSignal } from "../../http/gone-signal.ts";
import { noteWholeAnswer } from "../../http/request-log.ts";
import type { OrderWatcher } from "../../orders/watch-orders.ts";

const HEARTBEAT_MS = 15_000;
/** So that a session that ended is not served for ever: the page comes back, and is then asked who it is. */
const MAX_AGE_MS = 5 * 60_000;
const RETRY_MS = 2_000;

const HEADERS = { "Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no" };

/** Says that an order changed, each time that it does: no more, since the page is drawn by the server. */
export async function tellChanges(watcher: OrderWatcher, response: Response, orderId: string): Promise<void> {
  response.set(HEADERS).flushHeaders();
  noteWholeAnswer(response);
  response.write(`retry: ${RETRY_MS}\n\n`);
  const over = new AbortController();
  goneSignal(response).addEventListener("abort", () => over.abort());
  const heartbeat = setInterval(() => response.write(": still here\n\n"), HEARTBEAT_MS);
  const timer = setTimeout(() => over.abort(), MAX_AGE_MS);
  try {
    for await (const sign of watcher.follow(orderId, over.signal)) {
      response.write(`event: changed\ndata: ${JSON.stringify({ status: sign.status, events: sign.events })}\n\n`);
    }
  } finally {
    clearInterval(heartbeat);
    clearTimeout(timer);
    response.end();
  }
}
