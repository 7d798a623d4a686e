import { once } from "node:events";
import net from "node:net";
import { findPort } from "./find-port.ts";

const listen = async (host: string): Promise<net.Server> => {
  const server = net.createServer().listen(0, host);
  await once(server, "listening");
  return server;
};

const portOf = (server: net.Server): number => {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

test("gives the preferred port when it is free", async () => {
  const server = await listen("127.0.0.1");
  const port = portOf(server);
  server.close();
  await once(server, "close");
  expect(await findPort(port, new Set())).toBe(port);
});

test.each(["127.0.0.1", "0.0.0.0"])("gives another port when somebody listens on %s", async (host) => {
  const server = await listen(host);
  const port = await findPort(portOf(server), new Set());
  expect(port).not.toBe(portOf(server));
  expect(port).toBeGreaterThan(0);
  server.close();
});

test("gives no port twice", async () => {
  const givenOut = new Set<number>();
  const ports = await Promise.all([1, 2, 3].map(() => findPort(0, givenOut)));
  expect(givenOut).toEqual(new Set(ports));
  const [first = 0] = ports;
  expect(await findPort(first, givenOut)).not.toBe(first);
});
