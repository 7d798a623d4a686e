import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

interface ReceivedWebhook {
  headers: Record<string, string>;
  body: string;
}

/** A client's server that takes webhooks. */
export interface WebhookReceiver {
  url: string;
  /** For the list of local addresses. */
  host: string;
  received: ReceivedWebhook[];
  /** A status, or what is to be done with the answer. */
  answerWith: (answer: number | ((response: ServerResponse) => void)) => void;
  /** Nobody listens at its port any more. */
  goDown: () => Promise<void>;
  comeBack: () => Promise<void>;
}

export async function openReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  let answer: (response: ServerResponse) => void = (response) => response.end();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: flat(request.headers), body: Buffer.concat(chunks).toString("utf8") });
      answer(response);
    });
  });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks?token=t`,
    host: `127.0.0.1:${port}`,
    received,
    answerWith: (given) => {
      answer = typeof given === "number" ? (response) => response.writeHead(given).end() : given;
    },
    goDown: async () => {
      if (!server.listening) return;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    comeBack: () => listen(server, port),
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
}

const flat = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]));
