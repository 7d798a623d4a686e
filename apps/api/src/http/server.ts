import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { CannotStart } from "@cartwright/supervision";
import type { Logger } from "pino";
import { answerClientErrors } from "./client-errors.ts";
import type { Face } from "./face.ts";

export interface OpenServer {
  url: string;
  /** Takes no more requests, waits for those in flight, and cuts the rest off. */
  close: () => Promise<void>;
}

/** How long requests in flight may take when the server is closed. */
const CLOSE_TIMEOUT_MS = 10_000;
const SWEEP_MS = 50;
/** Longer than the 60 s of common load balancers, which otherwise send a request into a connection being closed. */
const KEEP_ALIVE_MS = 65_000;
const HEADERS_TIMEOUT_MS = 20_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** How often connections are looked at for those limits: without it, a request of 30 s is cut off after a minute. */
const LOOK_MS = 2_000;

export interface ServerOptions {
  log: Logger;
  /** Those whose requests are refused in other words than the native API's. */
  faces?: readonly Face[];
  headersTimeoutMs?: number;
  requestTimeoutMs?: number;
  lookMs?: number;
}

/** A server that answers in the API's own words even what never becomes a request. */
export function createApiServer(app: RequestListener, options: ServerOptions): Server {
  const server = createServer({
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: options.headersTimeoutMs ?? HEADERS_TIMEOUT_MS,
    requestTimeout: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: options.lookMs ?? LOOK_MS,
    // Refused by the app itself, see require-servable.ts, as is an Expect that is not known.
    requireHostHeader: false,
  });
  server.on("request", app);
  server.on("checkExpectation", app);
  answerClientErrors(server, options.log, options.faces);
  return server;
}

/** Throws, in words for whoever starts the API, when the port is taken. */
export async function openServer(
  app: RequestListener,
  where: ServerOptions & { host: string; port: number },
): Promise<OpenServer> {
  const server = createApiServer(app, where);
  server.listen(where.port, where.host);
  try {
    await once(server, "listening");
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const refused = `Cannot listen on ${where.host}:${where.port} (${words}). Set API_HOST and API_PORT.`;
    throw new CannotStart("unavailable", refused, { cause: error });
  }
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : where.port;
  return {
    url: `http://${where.host}:${port}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      // A connection that answered its last request would stay open for as long as it is kept alive.
      const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
      const timer = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
      await closed;
      clearInterval(sweep);
      clearTimeout(timer);
    },
  };
}
