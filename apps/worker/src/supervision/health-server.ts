import { createServer, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { CannotStart } from "@cartwright/supervision";

export interface HealthServer {
  close: () => Promise<void>;
}

/** What `GET /metrics` answers with. */
export interface MetricsPage {
  contentType: string;
  tell: () => Promise<string>;
}

/** What a worker tells of itself. */
export interface WorkerHealth {
  ready: boolean;
  /** False when only a new process helps. Postgres or Redis being away is no such reason. */
  alive: boolean;
  detail: Record<string, unknown>;
}

/**
 * Answers `GET /health` (the process lives and gets on; 503: only a new one helps) and `GET /ready` (it takes orders; 503
 * while it drains).
 */
export async function openHealthServer(
  address: { host: string; port: number },
  look: () => WorkerHealth,
  metrics: MetricsPage,
): Promise<HealthServer> {
  const server: Server = createServer((request, response) => {
    if (request.url === "/metrics") {
      tellMetrics(metrics, response);
      return;
    }
    const { ready, alive, detail } = look();
    const isKnown = request.url === "/health" || request.url === "/ready";
    const isGood = request.url === "/ready" ? ready : alive;
    const status = isKnown ? (isGood ? 200 : 503) : 404;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(
      JSON.stringify(isKnown ? { status: ready ? "ready" : "not_ready", ...detail } : { error: "not_found" }),
    );
  });
  server.listen(address.port, address.host);
  await once(server, "listening").catch((error: unknown) => {
    const where = `${address.host}:${address.port}`;
    throw new CannotStart("unavailable", `cannot listen on ${where} (WORKER_HEALTH_HOST, WORKER_HEALTH_PORT)`, {
      cause: error,
    });
  });
  return {
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function tellMetrics({ contentType, tell }: MetricsPage, response: ServerResponse): void {
  tell().then(
    (text) => response.writeHead(200, { "content-type": contentType }).end(text),
    () => response.writeHead(500).end(),
  );
}
