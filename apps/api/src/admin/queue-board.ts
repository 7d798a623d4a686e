import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { ExpressAdapter } from "@bull-board/express";
import type { OrderQueue } from "@cartwright/queue";
import { type Express, Router } from "express";
import { refuseOtherMethods } from "../http/problem-handler.ts";

// Bull Board styles elements and brings a <style> of its own; its font from a third party stays out.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * Bull Board, to look at only. A retried job would do no harm, since a job is a hint to look at an order; it would do
 * nothing either, and who presses the button expects it to.
 */
export function queueBoard(boards: readonly OrderQueue["board"][], path: string): Router {
  const adapter = new ExpressAdapter();
  adapter.setBasePath(path);
  createBullBoard({
    queues: boards.map((board) => new BullMQAdapter(board, { readOnlyMode: true, allowRetries: false })),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: "Cartwright queues" } },
  });
  const app = adapter.getRouter() as Express;
  app.disable("x-powered-by");
  const router = Router();
  router.use((request, response, next) => {
    response.set("Content-Security-Policy", POLICY);
    if (request.method === "GET" || request.method === "HEAD") next();
    else void refuseOtherMethods("GET")(request, response, next);
  });
  router.use(app);
  return router;
}
