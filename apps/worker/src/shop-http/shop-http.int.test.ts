import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { openShopHttpPool, type ShopHttpClient, type ShopHttpPool } from "./shop-http.ts";

/** What the shop was asked, and on which of its connections. */
interface Seen {
  line: string;
  connection: number;
  headers: IncomingMessage["headers"];
}

let shop: Server;
let url: string;
let pool: ShopHttpPool;
let seen: Seen[];
const sockets = new Map<Socket, number>();

beforeAll(async () => {
  shop = createServer((request, response) => {
    seen.push({
      line: `${request.method} ${request.url}`,
      connection: sockets.get(request.socket) ?? -1,
      headers: request.headers,
    });
    request.resume().once("end", () => answer(request, response));
  });
  shop.on("connection", (socket) => {
    sockets.set(socket, sockets.size);
  });
  await new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(shop.address() as AddressInfo).port}`;
  url = `http://${host}`;
  pool = openShopHttpPool({ allowLocal: new Set([host]) });
});

beforeEach(() => {
  seen = [];
});

afterAll(() => {
  shop.closeAllConnections();
  shop.close();
});

function answer(request: IncomingMessage, response: ServerResponse): void {
  const page = request.url ?? "";
  if (page === "/dies") return void request.socket.destroy();
  if (page === "/cookie") response.setHeader("set-cookie", "visitor=1; path=/; httponly");
  if (page === "/moved") response.setHeader("location", "/here");
  if (page === "/elsewhere") response.setHeader("location", "http://10.0.0.1/");
  if (page === "/round") response.setHeader("location", "/round");
  response.statusCode = ["/moved", "/elsewhere", "/round"].includes(page) ? 302 : 200;
  response.setHeader("content-type", "application/json");
  response.end(page === "/huge" ? `"${"x".repeat(5 * 1024 * 1024)}"` : JSON.stringify({ page, token: "s3cret" }));
}

const lines = () => seen.map(({ line }) => line);
const buy = ({ http }: ShopHttpClient, page = "/buy", body: unknown = { total: 1 }) => {
  const sent = http.send({ method: "POST", url: url + page, body });
  sent.catch(() => undefined);
  return sent;
};
const always = () => true;

test("the gate holds whatever could buy once it is armed, and lets reading pass", async () => {
  await pool.withClient(async (client) => {
    await buy(client, "/cart");
    client.gate.arm();
    void buy(client);
    expect(await client.gate.waitForPurchase(1_000)).toEqual({ method: "POST", url: `${url}/buy` });
    expect((await client.http.send({ method: "GET", url: `${url}/review` })).status).toBe(200);
    expect(lines()).toEqual(["POST /cart", "GET /review"]);
  });
});

test.each(["PUT", "PATCH", "DELETE"] as const)("the gate holds a %s like a POST", async (method) => {
  await pool.withClient(async ({ http, gate }) => {
    gate.arm();
    http.send({ method, url: `${url}/buy` }).catch(() => undefined);
    expect(await gate.waitForPurchase(1_000)).toEqual({ method, url: `${url}/buy` });
  });
  expect(seen).toEqual([]);
});

test("the gate releases the purchase once, on a connection that served nothing before", async () => {
  await pool.withClient(async (client) => {
    // Several: the first connections are kept, and would serve again.
    for (let read = 0; read < 4; read += 1) await client.http.send({ method: "GET", url: `${url}/review` });
    client.gate.arm();
    const answered = buy(client);
    const again = buy(client, "/buy", { total: 2 });
    await client.gate.waitForPurchase(1_000);
    expect(await client.gate.release(always)).toEqual({ status: 200 });
    expect(await answered).toMatchObject({ status: 200, body: { page: "/buy" } });
    await expect(again).rejects.toThrow(/kept a request back/);
    expect((await client.look()).title).toBe("POST 200");
  });
  expect(lines().filter((line) => line !== "GET /review")).toEqual(["POST /buy"]);
  const [purchase, ...reads] = seen.toReversed().map(({ connection }) => connection);
  expect(new Set(reads).size).toBeLessThan(reads.length);
  expect(reads).not.toContain(purchase);
});

test("the gate sends nothing after the deadline", async () => {
  await pool.withClient(async (client) => {
    client.gate.arm();
    const held = buy(client);
    await client.gate.waitForPurchase(1_000);
    expect(await client.gate.release(() => false)).toBeUndefined();
    await expect(held).rejects.toThrow(/kept a request back/);
  });
  expect(seen).toEqual([]);
});

test("the gate sends a purchase once although its connection dies without an answer", async () => {
  await pool.withClient(async (client) => {
    await client.http.send({ method: "GET", url: `${url}/review` });
    client.gate.arm();
    const answered = buy(client, "/dies");
    await client.gate.waitForPurchase(1_000);
    expect(await client.gate.release(always)).toEqual({ error: "Failed" });
    await expect(answered).rejects.toMatchObject({ code: "retailer_unavailable" });
    expect((await client.look()).title).toBe("POST no answer");
  });
  expect(lines()).toEqual(["GET /review", "POST /dies"]);
});

test("the gate keeps back what is still held when the visit ends", async () => {
  let held: Promise<unknown> = Promise.resolve();
  await pool.withClient(async (client) => {
    client.gate.arm();
    held = buy(client);
    await client.gate.waitForPurchase(1_000);
  });
  await expect(held).rejects.toThrow(/kept a request back/);
  expect(seen).toEqual([]);
});

test("a visitor keeps the shop's cookies, and is nobody whom the shop knew before", async () => {
  for (let visit = 0; visit < 2; visit += 1) {
    await pool.withClient(async ({ http }) => {
      await http.send({ method: "GET", url: `${url}/cookie` });
      await http.send({ method: "GET", url: `${url}/next` });
    });
  }
  expect(seen.map(({ headers }) => headers.cookie)).toEqual([undefined, "visitor=1", undefined, "visitor=1"]);
});

test("a visitor goes where a reading is sent, and nowhere with anything else", async () => {
  await pool.withClient(async ({ http }) => {
    const read = await http.send({ method: "GET", url: `${url}/moved`, headers: { "X-Key": "k" } });
    expect(read.body).toMatchObject({ page: "/here" });
    expect(seen[1]?.headers["x-key"]).toBe("k");
    expect((await http.send({ method: "POST", url: `${url}/moved` })).status).toBe(302);
    await expect(http.send({ method: "GET", url: `${url}/round` })).rejects.toThrow(/one address to the next/);
  });
  expect(lines().filter((line) => line.endsWith("/here"))).toEqual(["GET /here"]);
});

test.each(["http://10.0.0.1/", "http://127.0.0.1:1/", "https://169.254.169.254/"])(
  "a visitor never reaches %s",
  async (target) => {
    await pool.withClient(async ({ http }) => {
      await expect(http.send({ method: "GET", url: target })).rejects.toMatchObject({
        code: "retailer_not_supported",
      });
      await expect(http.send({ method: "GET", url: `${url}/elsewhere` })).rejects.toMatchObject({
        code: "retailer_not_supported",
      });
    });
  },
);

test("a visitor takes no answer without end, and keeps no secret of one", async () => {
  await pool.withClient(async ({ http, look }) => {
    await expect(http.send({ method: "GET", url: `${url}/huge` })).rejects.toMatchObject({
      code: "retailer_unavailable",
    });
    await http.send({ method: "GET", url: `${url}/page` });
    expect((await look()).text).toBe('{"page":"/page","token":"…"}');
  });
});

test("a visitor leaves no connection behind", async () => {
  await pool.withClient(({ http }) => http.send({ method: "GET", url: `${url}/page` }));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const open = await new Promise<number>((resolve) => shop.getConnections((_, count) => resolve(count)));
  expect(open).toBe(0);
});
