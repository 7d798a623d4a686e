import type { Request, RequestHandler } from "express";
import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";
import { publicRoute, type Route } from "./route.ts";

/** What is counted of the requests of this process. */
export interface HttpMetrics {
  /** Goes first: it sees the end of every request. */
  countRequests: RequestHandler;
  /** What will be served: its series are there from the start, at zero. */
  expectRoutes: (routes: readonly Route[]) => void;
  contentType: string;
  /** In Prometheus's text format. */
  tell: () => Promise<string>;
}

/** From what a cached read takes to what waits for a database that is away; beyond them lie the requests that wait on purpose. */
const BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Of everything that no row of the route table serves: paths are the clients' own, and there is no end of them. */
const OTHER = "other";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]);

/** `withProcess`: memory, event loop, garbage collection of the process, once in it. */
export function openHttpMetrics({ withProcess }: { withProcess: boolean }): HttpMetrics {
  const registry = new Registry();
  const registers = [registry];
  if (withProcess) collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: "http_requests_total",
    help: "Requests that were answered, or broke off",
    labelNames: ["route", "method", "status"],
    registers,
  });
  const durations = new Histogram({
    name: "http_request_duration_seconds",
    help: "From a request's head to the end of its answer",
    labelNames: ["route", "method"],
    buckets: BUCKETS_S,
    registers,
  });
  return {
    countRequests: (request, response, next) => {
      const startedAt = performance.now();
      response.once("close", () => {
        const labels = { route: patternOf(request), method: METHODS.has(request.method) ? request.method : OTHER };
        requests.inc({ ...labels, status: String(response.statusCode) });
        durations.observe(labels, (performance.now() - startedAt) / 1_000);
      });
      next();
    },
    expectRoutes: (routes) => {
      for (const { path, method, answers } of routes) {
        const labels = { route: path, method: method.toUpperCase() };
        durations.zero(labels);
        for (const status of [...Object.keys(answers), "500"]) requests.inc({ ...labels, status }, 0);
      }
    },
    contentType: registry.contentType,
    tell: () => registry.metrics(),
  };
}

/** The path as the route table has it. Express notes the row that took the request. */
export function patternOf(request: Request): string {
  const route: unknown = request.route;
  if (typeof route !== "object" || route === null || !("path" in route)) return OTHER;
  return request.baseUrl === "" && typeof route.path === "string" ? route.path : OTHER;
}

export interface MetricsDeps {
  metrics: Pick<HttpMetrics, "contentType" | "tell">;
}

export function metricsRoutes({ metrics }: MetricsDeps): Route[] {
  return [
    publicRoute({
      method: "get",
      path: "/metrics",
      id: "getMetrics",
      tag: "Health",
      isUncounted: true,
      summary: "Tell this process's metrics, in Prometheus's text format",
      answers: { 200: { description: "One line a series", mediaType: "text/plain" } },
      handle: async ({ response }) => {
        const text = await metrics.tell();
        response.set({ "Content-Type": metrics.contentType, "Cache-Control": "no-store" }).send(text);
      },
    }),
  ];
}
