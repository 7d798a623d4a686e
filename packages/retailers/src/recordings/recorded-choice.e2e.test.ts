import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { requireChromiumPath } from "@cartwright/testing";
import { RetailerSettings } from "@cartwright/schemas";
import puppeteer, { type Browser } from "puppeteer";
import { plainOrder } from "../plain-order.ts";
import { readRecording } from "./read-recording.ts";
import { openRecordingDriver } from "./recording-driver.ts";

// A shop with one-click buying beside its choices. Until the review nothing stands between the page and the shop.
const PAGE = `<h1>Mug</h1><p id="chosen"></p>
  <button onclick="chosen.textContent = 'Navy'">Navy</button>
  <button onclick="chosen.textContent = 'Oatmeal'"><span>Oatmeal</span></button>
  <form method="post" action="/buy"><button><span>Buy now</span></button></form>
  <form action="/cart"><button>Add to cart</button></form>
  <form action="/done"><button>Place order</button></form>`;
const ADDRESS = {
  first_name: "Ann",
  last_name: "Lee",
  address_line1: "1 Main St",
  address_line2: null,
  city: "Austin",
  state: "TX",
  postal_code: "78701",
  phone_number: "+15125550100",
  country: "US",
} as const;

let server: Server;
let browser: Browser;
let productUrl: string;
let seen: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.setHeader("Content-Type", "text/html").end(PAGE);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  productUrl = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/p/mug`;
  // Only our own page on loopback is opened: the sandbox, which refuses to run as root, has nothing to guard.
  browser = await puppeteer.launch({ executablePath: requireChromiumPath(), args: ["--no-sandbox"] });
});

afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

const click = (name: string) => ({
  type: "click",
  selectors: [[`aria/${name}`], [`text/${name}`]],
  offsetX: 3,
  offsetY: 3,
});

/** Plays a recording that chose Navy up to the review, for an order with another choice. */
async function play(value: string): Promise<{ chosen: string | null | undefined; failure: unknown }> {
  seen = [];
  const steps = [{ type: "navigate", url: productUrl }, click("Navy"), click("Place order")];
  const variant = [{ label: "Color", value: "Navy" }];
  const { recording } = readRecording({ title: "mug", steps }, { product_url: productUrl, variant });
  const settings = RetailerSettings.parse({});
  const driver = openRecordingDriver({ retailer: "mugs", settings, recording: { ...recording } });
  const page = await browser.newPage();
  const items = [{ url: productUrl, quantity: 1, variant: [{ label: "Color", value }] }];
  const order = plainOrder({ items, address: ADDRESS, email: "ann@example.com", marker: "CW-1" });
  const run = driver.begin({
    page,
    order,
    step: (_name, work) => work(),
    saw: () => undefined,
    concede: () => false,
  });
  const failure: unknown = await run.reachReview().then(
    () => undefined,
    (error: unknown) => error,
  );
  const chosen = await page.$eval("#chosen", (element) => element.textContent);
  await page.close();
  return { chosen, failure };
}

test("an order's own choice is pressed in place of the recorded one", async () => {
  expect(await play("Oatmeal")).toEqual({ chosen: "Oatmeal", failure: undefined });
});

test.each(["Buy now", "Place order", "Add to cart", 'x[name="Buy now"]'])(
  "an order whose choice is called %s presses no such button, and is refused",
  async (value) => {
    const { failure } = await play(value);
    expect(failure).toMatchObject({ name: "CheckoutFailure" });
    expect(seen.filter((request) => !request.startsWith("GET /p/mug") && !request.includes("favicon"))).toEqual([]);
  },
);
