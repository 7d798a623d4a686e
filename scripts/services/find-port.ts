import net from "node:net";

/** The preferred port of 127.0.0.1 if nobody listens on it and it was not given out before, else any free one. */
export const findPort = async (preferred: number, givenOut: Set<number>): Promise<number> => {
  for (let candidate = preferred; ; candidate = 0) {
    const port = givenOut.has(candidate) ? undefined : await tryListen(candidate);
    if (port === undefined || givenOut.has(port)) continue;
    givenOut.add(port);
    return port;
  }
};

/** Both addresses: a service of somebody else on `*:3000` leaves 127.0.0.1:3000 free on some systems. */
const tryListen = async (port: number): Promise<number | undefined> => {
  const found = await listenOnce("127.0.0.1", port);
  return found === undefined || (await listenOnce(undefined, found)) === undefined ? undefined : found;
};

const listenOnce = (host: string | undefined, port: number) =>
  new Promise<number | undefined>((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(undefined));
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : undefined));
    });
  });
