import { createServer, type Server } from "node:http";
import { once } from "node:events";

export interface HealthServer {
  close: () => Promise<void>;
}

/** What a worker tells of itself. */
export interface WorkerHealth {
  ready: boolean;
  detail: Record<string, unknown>;
}

/** Answers `GET /health` (the process lives) and `GET /ready` (it takes orders; 503 while it starts or drains). */
export async function openHealthServer(
  address: { host: string; port: number },
  look: () => WorkerHealth,
): Promise<HealthServer> {
  const server: Server = createServer((request, response) => {
    const { ready, detail } = look();
    const isKnown = request.url === "/health" || request.url === "/ready";
    const status = isKnown ? (request.url === "/ready" && !ready ? 503 : 200) : 404;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(
      JSON.stringify(isKnown ? { status: ready ? "ready" : "not_ready", ...detail } : { error: "not_found" }),
    );
  });
  server.listen(address.port, address.host);
  await once(server, "listening");
  return {
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
