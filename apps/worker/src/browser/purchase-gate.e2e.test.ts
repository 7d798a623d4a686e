import { createServer as createHttpServer, type RequestListener, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { requireChromiumPath } from "@cartwright/testing";
import type { Page } from "puppeteer";
import { generate } from "selfsigned";
import { launchChromium, type RunningChromium } from "./chromium.ts";
import { type EgressProxy, openEgressProxy } from "./egress-proxy.ts";
import { openPurchaseGate, type PurchaseGate } from "./purchase-gate.ts";
import { openRequestRouter, type RequestRouter } from "./request-router.ts";

const NOBODY = 65_534;
/** Long enough for Chromium to send again what it would send again. */
const AFTERMATH_MS = 1_500;

let chromium: RunningChromium;
let router: RequestRouter;
const servers: Server[] = [];

beforeAll(async () => {
  // The test shop's certificate is its own work; everything else is as in a worker.
  chromium = await launchChromium({
    executablePath: requireChromiumPath(),
    unprivilegedUid: NOBODY,
    extraArguments: ["--ignore-certificate-errors"],
  });
  router = await openRequestRouter(chromium.browser);
});

afterAll(async () => {
  await chromium.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

interface OpenPage {
  page: Page;
  gate: PurchaseGate;
  close: () => Promise<void>;
}

/** A page behind a gate, wired as the browser pool wires it; `fresh` false leaves idle connections open. */
async function openGatedPage(ports: number[], fresh: boolean): Promise<OpenPage> {
  const hosts = ports.flatMap((port) => [`127.0.0.1:${port}`, `localhost:${port}`]);
  const proxy: EgressProxy = await openEgressProxy(new Set(hosts));
  const gate = openPurchaseGate({
    answerWithinMs: 2_000,
    freshConnections: async (released) => {
      if (released > 0) await proxy.quiet();
      if (fresh) proxy.cutConnections();
    },
  });
  const context = await chromium.browser.createBrowserContext({
    proxyServer: proxy.url,
    proxyBypassList: ["<-loopback>"],
  });
  const contextId = context.id ?? "";
  const unroute = router.route(contextId, gate.handler);
  const page = await context.newPage();
  await router.follow(contextId, page);
  return {
    page,
    gate,
    close: async () => {
      await context.close();
      unroute();
      await proxy.close();
    },
  };
}

/** A shop behind TLS that stores every purchase and then closes the connection without a word. */
async function openMuteShop(): Promise<{ port: number; purchases: () => number }> {
  let purchases = 0;
  const { private: key, cert } = await generate([{ name: "commonName", value: "127.0.0.1" }]);
  const answer: RequestListener = (request, response) => {
    if (request.method === "POST") {
      request.resume().on("end", () => {
        purchases += 1;
        request.socket.destroy();
      });
      return;
    }
    response.setHeader("content-type", "text/html");
    setTimeout(() => response.end("<title>shop</title>"), 50);
  };
  const port = await listen(createHttpsServer({ key, cert }, answer));
  return { port, purchases: () => purchases };
}

/** Buys at the mute shop on a page that holds several used, idle connections. Answers how often it was charged. */
async function buyFromMuteShop(fresh: boolean): Promise<number> {
  const shop = await openMuteShop();
  const { page, gate, close } = await openGatedPage([shop.port], fresh);
  await page.goto(`https://127.0.0.1:${shop.port}/`);
  await page.evaluate("Promise.all([1, 2, 3, 4, 5].map((n) => fetch('/part/' + n).then((answer) => answer.text())))");
  gate.arm();
  await page.evaluate("void fetch('/buy', { method: 'POST', body: 'cart' }).catch(() => undefined)");
  const held = await gate.waitForPurchase(5_000);
  expect(held?.method).toBe("POST");
  expect(shop.purchases()).toBe(0);
  const answer = await gate.release(() => true);
  expect(answer).toEqual({ error: expect.any(String) });
  await sleep(AFTERMATH_MS);
  await close();
  return shop.purchases();
}

test("W24: a shop that stores the purchase and drops the connection is charged once", async () => {
  expect(await buyFromMuteShop(true)).toBe(1);
});

test("W24 has teeth: on connections that served before, Chromium sends one purchase more than once", async () => {
  expect(await buyFromMuteShop(false)).toBeGreaterThan(1);
});

/** Pages whose every corner tries to change something when told to. */
const CORNERS: Record<string, { type: string; body: string }> = {
  "/worker.js": {
    type: "text/javascript",
    body: "onmessage = () => fetch('/by/worker', { method: 'POST', body: 'w' })",
  },
  "/service-worker.js": {
    type: "text/javascript",
    body: `oninstall = () => skipWaiting(); onactivate = () => clients.claim();
      onmessage = () => fetch('/by/service-worker', { method: 'POST', body: 's' })`,
  },
  "/popup": { type: "text/html", body: "<script>fetch('/by/popup', { method: 'POST', body: 'p' })</script>" },
  "/frame": {
    type: "text/html",
    body: "<script>onmessage = () => fetch('/by/frame', { method: 'PUT', body: 'f' })</script>",
  },
};

function cornersPage(otherPort: number): string {
  return `<form id="form" method="post" action="/by/form"><input name="a" value="1"></form>
    <iframe id="other" src="http://localhost:${otherPort}/frame"></iframe><iframe id="same" src="/frame"></iframe>
    <script>
      const worker = new Worker('/worker.js');
      navigator.serviceWorker.register('/service-worker.js');
      window.go = async () => {
        navigator.sendBeacon('/by/beacon', 'b');
        void fetch('/by/page', { method: 'POST', body: 'x' });
        void fetch('/by/keepalive', { method: 'POST', body: 'k', keepalive: true });
        document.getElementById('other').contentWindow.postMessage(1, '*');
        document.getElementById('same').contentWindow.postMessage(1, '*');
        worker.postMessage(1);
        (await navigator.serviceWorker.ready).active.postMessage(1);
        window.open('/popup');
        document.getElementById('form').submit();
      };
    </script>`;
}

test("an armed gate holds what every frame, worker and pop-up sends, and drops beacons", async () => {
  const arrived: string[] = [];
  let otherPort = 0;
  const answer: RequestListener = (request, response) => {
    const corner = CORNERS[request.url ?? ""];
    if (request.method !== "GET") arrived.push(`${request.method} ${request.headers.host}${request.url}`);
    response.setHeader("content-type", corner?.type ?? "text/html");
    response.end(corner?.body ?? cornersPage(otherPort));
  };
  otherPort = await listen(createHttpServer(answer));
  const port = await listen(createHttpServer(answer));
  const { page, gate, close } = await openGatedPage([port, otherPort], true);
  await page.goto(`http://127.0.0.1:${port}/`, { waitUntil: "networkidle0" });
  gate.arm();
  await page.evaluate("window.go()");
  await sleep(AFTERMATH_MS);
  expect(arrived).toEqual([]);

  await gate.release(() => true);
  await sleep(AFTERMATH_MS * 2);
  await close();
  expect(arrived.filter((request) => request.includes("beacon"))).toEqual([]);
  expect(new Set(arrived).size).toBe(arrived.length);
  expect(arrived).toContain(`POST 127.0.0.1:${port}/by/page`);
});

async function openCountingShop(): Promise<{ port: number; arrived: string[] }> {
  const arrived: string[] = [];
  const port = await listen(
    createHttpServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        if (request.method !== "GET") arrived.push(`${request.method} ${request.url} ${body}`);
        response.setHeader("content-type", "text/html");
        response.end("<title>shop</title>");
      });
    }),
  );
  return { port, arrived };
}

test("a double click buys once, and a second try with another body is blocked", async () => {
  const shop = await openCountingShop();
  const { page, gate, close } = await openGatedPage([shop.port], true);
  await page.goto(`http://127.0.0.1:${shop.port}/`);
  gate.arm();
  await page.evaluate(`for (const body of ['cart', 'cart', 'cart again']) {
    void fetch('/buy', { method: 'POST', body }).catch(() => undefined);
  }
  void fetch('/pay?_=1700000000001', { method: 'POST', body: 'a' }).catch(() => undefined);
  void fetch('/pay?_=1700000000002', { method: 'POST', body: 'b' }).catch(() => undefined);`);
  await gate.waitForPurchase(5_000);
  expect(await gate.release(() => true)).toEqual({ status: 200 });
  await sleep(AFTERMATH_MS);
  await close();
  expect(shop.arrived).toEqual(["POST /buy cart", "POST /pay?_=1700000000001 a"]);
});

test("nothing leaves when the deadline has passed, nor after the gate is shut", async () => {
  const shop = await openCountingShop();
  const { page, gate, close } = await openGatedPage([shop.port], true);
  await page.goto(`http://127.0.0.1:${shop.port}/`);
  gate.arm();
  await page.evaluate("void fetch('/buy', { method: 'POST', body: 'cart' }).catch(() => undefined)");
  await gate.waitForPurchase(5_000);
  expect(await gate.release(() => false)).toBeUndefined();
  gate.shut();
  await page.evaluate("void fetch('/late', { method: 'POST', body: 'cart' }).catch(() => undefined)");
  await sleep(AFTERMATH_MS);
  await close();
  expect(shop.arrived).toEqual([]);
});

test("a shop that takes the purchase and never answers is not waited for for ever", async () => {
  let purchases = 0;
  const port = await listen(
    createHttpServer((request, response) => {
      if (request.method === "POST") purchases += 1;
      else response.setHeader("content-type", "text/html").end("<title>shop</title>");
    }),
  );
  const { page, gate, close } = await openGatedPage([port], true);
  await page.goto(`http://127.0.0.1:${port}/`);
  gate.arm();
  await page.evaluate("void fetch('/buy', { method: 'POST', body: 'cart' }).catch(() => undefined)");
  await gate.waitForPurchase(5_000);
  expect(await gate.release(() => true)).toEqual({ error: "no answer in time" });
  await close();
  expect(purchases).toBe(1);
});

/** A shop that sells for a GET, whose button asks something else first. */
async function openAskingShop(): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const answer: RequestListener = (request, response) => {
    asked.push(request.url ?? "");
    response.setHeader("content-type", "text/html");
    response.end("<title>shop</title>");
  };
  return { port: await listen(createHttpServer(answer)), asked };
}

test("a purchase that is asked for by GET is held until it is committed, and goes out once", async () => {
  const shop = await openAskingShop();
  const { page, gate, close } = await openGatedPage([shop.port], true);
  await page.goto(`http://127.0.0.1:${shop.port}/`);
  gate.arm();
  gate.arm({ readsToo: true });
  await page.evaluate("for (let i = 0; i < 2; i += 1) void fetch('/confirm').catch(() => undefined)");
  const held = await gate.waitForPurchase(5_000);
  expect(held?.method).toBe("GET");
  expect(shop.asked).not.toContain("/confirm");
  await gate.release(() => true);
  await page.evaluate("location.assign('/success')");
  await page.waitForFunction("location.pathname === '/success'");
  await close();
  expect(shop.asked.filter((path) => path === "/confirm")).toHaveLength(1);
  expect(shop.asked).toContain("/success");
});

test("a GET that buys and is not committed never leaves", async () => {
  const shop = await openAskingShop();
  const { page, gate, close } = await openGatedPage([shop.port], true);
  await page.goto(`http://127.0.0.1:${shop.port}/`);
  gate.arm({ readsToo: true });
  await page.evaluate("void fetch('/confirm').catch(() => undefined)");
  await gate.waitForPurchase(5_000);
  gate.shut();
  await sleep(200);
  await close();
  expect(shop.asked).not.toContain("/confirm");
});
