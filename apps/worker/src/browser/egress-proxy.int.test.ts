import { createServer, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { type EgressProxy, openEgressProxy } from "./egress-proxy.ts";

let shop: Server;
let port: number;
let proxy: EgressProxy;

beforeAll(async () => {
  shop = createServer((_, response) => response.end("shop"));
  await new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve));
  port = (shop.address() as AddressInfo).port;
  proxy = await openEgressProxy(new Set([`127.0.0.1:${port}`]));
});

afterAll(async () => {
  await proxy.close();
  shop.closeAllConnections();
  shop.close();
});

/** The status of a plain request through the proxy. */
function get(url: string): Promise<number> {
  const { hostname, port: proxyPort } = new URL(proxy.url);
  return new Promise((resolve, reject) => {
    request({ hostname, port: proxyPort, path: url, headers: { host: new URL(url).host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

/** The first line that the proxy answers to a CONNECT, or "closed". */
function tunnel(target: string): Promise<string> {
  const { hostname, port: proxyPort } = new URL(proxy.url);
  return new Promise((resolve) => {
    const socket = connect(Number(proxyPort), hostname, () =>
      socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`),
    );
    socket.once("data", (data) => {
      resolve(data.toString().split("\r\n")[0] ?? "");
      socket.destroy();
    });
    socket.once("close", () => resolve("closed"));
    socket.once("error", () => resolve("closed"));
  });
}

test("an allowed local shop is reached", async () => {
  expect(await get(`http://127.0.0.1:${port}/`)).toBe(200);
  expect(await tunnel(`127.0.0.1:${port}`)).toBe("HTTP/1.1 200 Connection Established");
});

test.each(["127.0.0.1:1", "10.0.0.1:80", "169.254.169.254:80", "[::1]:80", "[::ffff:127.0.0.1]:80", "192.168.0.1:443"])(
  "%s is refused, as a request and as a tunnel",
  async (target) => {
    expect(await get(`http://${target}/`)).toBe(403);
    expect(await tunnel(target)).toMatch(/403/);
  },
);

test("a name that resolves to a private address is never dialled, whatever port is allowed beside it", async () => {
  expect(await get(`http://localhost:${port}/`)).toBeGreaterThanOrEqual(500);
  expect(await tunnel(`localhost:${port}`)).toBe("closed");
});

test("the hosts an attempt asked for are known afterwards", async () => {
  await get("http://10.0.0.1/");
  expect(proxy.hosts).toContain("10.0.0.1:80");
});
