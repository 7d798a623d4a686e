import { once } from "node:events";
import net from "node:net";
import tls from "node:tls";
import { generate } from "selfsigned";
import { freePort } from "./stage.ts";

export interface TlsFront {
  port: number;
  close: () => void;
}

/**
 * Speaks TLS in front of a shop, as every real one does, connection by connection: where the shop drops a connection, the
 * browser's own dies. (Without TLS the browser's connections end at its proxy, which hides what happens behind it.)
 */
export async function openTlsFront(shopPort: number): Promise<TlsFront> {
  const { private: key, cert } = await generate([{ name: "commonName", value: "127.0.0.1" }], { keySize: 2_048 });
  const sockets = new Set<net.Socket>();
  const server = tls.createServer({ key, cert }, (client) => {
    const upstream = net.connect({ host: "127.0.0.1", port: shopPort });
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    client.pipe(upstream);
    upstream.pipe(client);
  });
  server.on("tlsClientError", () => undefined);
  server.listen(await freePort(), "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as net.AddressInfo).port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
