import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { urlOf } from "../stack/apps.ts";

export interface ForgetfulProxy {
  url: string;
  /** How many answers were lost. */
  lost: () => number;
  close: () => Promise<void>;
}

/**
 * Stands in front of a shop and hands everything on, but the answers to purchases: those it waits for, and then it closes the
 * buyer's connection. What the shop did is done, and nobody was told.
 */
export const openForgetfulProxy = async (
  shopUrl: string,
  isPurchase: (path: string, body: string) => boolean,
): Promise<ForgetfulProxy> => {
  let lost = 0;
  const server = createServer((incoming, outgoing) => {
    void forward(incoming, outgoing);
  });
  const forward = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const isLost = incoming.method === "POST" && isPurchase(incoming.url ?? "", body.toString());
    const { method, headers } = incoming;
    const upstream = request(new URL(incoming.url ?? "/", shopUrl), { method, headers }, (answer) => {
      if (!isLost) {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
        return;
      }
      answer.resume().once("end", () => {
        lost += 1;
        incoming.socket.destroy();
      });
    });
    upstream.once("error", () => incoming.socket.destroy());
    upstream.end(body);
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: urlOf((server.address() as AddressInfo).port),
    lost: () => lost,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
