import { once } from "node:events";
import net from "node:net";

/** What becomes of a piece of a client's bytes. `after`: it is let through, and its answer is not. */
export type Verdict = "pass" | "cut_before" | "cut_after";

export interface TcpProxy {
  port: number;
  /** Where connections lead from now on: a server that was started again has another port. */
  leadTo: (port: number) => void;
  /** Cuts every connection. Returns how many there were. */
  cutAll: () => number;
  /** While it is shut, connections are refused. */
  setOpen: (isOpen: boolean) => void;
  close: () => Promise<void>;
}

/** Made for every connection; judges its bytes as they come. */
export type Judge = () => (bytes: Buffer) => Verdict;

const passAll: Judge = () => () => "pass";

/** Stands between a client and a server, and loses connections at chosen moments. */
export async function openTcpProxy(upstreamPort: number, judge: Judge = passAll): Promise<TcpProxy> {
  let target = upstreamPort;
  let isOpen = true;
  const pairs = new Set<() => void>();
  const server = net.createServer({ noDelay: true }, (client) => {
    if (!isOpen) {
      client.resetAndDestroy();
      return;
    }
    const cut = join(client, net.connect({ host: "127.0.0.1", port: target, noDelay: true }), judge());
    pairs.add(cut);
    client.once("close", () => pairs.delete(cut));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cutAll = (): number => {
    const count = pairs.size;
    for (const cut of pairs) cut();
    return count;
  };
  return {
    port: (server.address() as net.AddressInfo).port,
    leadTo: (port) => {
      target = port;
    },
    cutAll,
    setOpen: (open) => {
      isOpen = open;
      if (!open) cutAll();
    },
    close: async () => {
      server.close();
      cutAll();
      await once(server, "close");
    },
  };
}

/** Joins the two ends, and returns what cuts them. */
function join(client: net.Socket, upstream: net.Socket, judge: (bytes: Buffer) => Verdict): () => void {
  let losesAnswer = false;
  const cut = (): void => {
    client.resetAndDestroy();
    upstream.destroy();
  };
  client.on("data", (bytes) => {
    const verdict = judge(bytes);
    if (verdict === "cut_before") return cut();
    if (verdict === "cut_after") losesAnswer = true;
    if (!upstream.write(bytes)) client.pause();
  });
  upstream.on("data", (bytes) => {
    // What the server answers stands written by now: nobody gets to read it.
    if (losesAnswer) return cut();
    if (!client.write(bytes)) upstream.pause();
  });
  client.on("drain", () => upstream.resume());
  upstream.on("drain", () => client.resume());
  for (const socket of [client, upstream]) {
    socket.on("error", cut);
    socket.on("close", cut);
  }
  return cut;
}
