import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { requireChromiumPath, SAN_FRANCISCO } from "@cartwright/testing";
import type { CDPSession, Page } from "puppeteer";
import { launchChromium, type RunningChromium } from "../../browser/chromium.ts";
import { openMask } from "./mask.ts";
import { toMaskedHtml } from "./masked-html.ts";
import { takeMaskedPicture } from "./masked-picture.ts";
import { type Pixels, readPng } from "./paint-png.ts";
import { readPageSnapshot } from "./page-snapshot.ts";

const MASK = openMask(
  { address: SAN_FRANCISCO, email: "orders+cw-1@shop.test" },
  { login: "buyer-77", password: "hunter22" },
);
/** Whatever may not be seen is written in pure red, and what may in pure green. */
const STYLE = `<style>.no{color:#f00}.yes{color:#0f0}p,div{margin:2px;font:20px sans-serif}input,select,textarea{color:#f00}</style>`;
const SECRETS = `
  <p class="no">Ada Quinn</p><p class="no">123 Market Street<br>San Francisco, CA 94105</p>
  <p class="no"><span>(415)</span> <span>693</span>-<span>5505</span></p>
  <p class="no" style="transform:rotate(8deg);width:300px">orders+cw-1@shop.test</p>
  <div style="height:40px;overflow:auto" id="scroll"><div style="height:90px"></div><p class="no">Quinn</p></div>
  <p class="no" style="position:fixed;right:0;top:0">buyer-77</p>
  <p id="before"></p><style>#before::before{content:"Ada";color:#f00}</style>
  <div id="host"></div>
  <iframe srcdoc="<p style='color:#f00'>Ada</p>" height="40"></iframe>
  <input value="something typed"><input id="typed"><textarea>typed too</textarea>
  <select><option>California</option></select><div contenteditable class="no">edited</div>
  <input type="submit" value="Buy for Quinn" class="no">`;
const SHOWN = `<p class="yes">Order total $42.95</p><input type="submit" value="Place order" class="yes" style="color:#0f0">`;

let chromium: RunningChromium;
let server: Server;
let html = "";
beforeAll(async () => {
  chromium = await launchChromium({
    executablePath: requireChromiumPath(),
    unprivilegedUid: 65_534,
    extraArguments: ["--proxy-bypass-list=127.0.0.1", "--site-per-process"],
  });
  server = createServer((request, response) => {
    const body = request.url?.startsWith("/frame") === true ? `<p style="color:#f00">something of theirs</p>` : html;
    response.setHeader("Content-Type", "text/html; charset=utf-8").end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  await chromium.close();
  server.closeAllConnections();
  server.close();
});

let page: Page;
let client: CDPSession;
const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function show(body: string): Promise<void> {
  html = `<!doctype html><title>Review</title>${STYLE}<body>${body}</body>`;
  page = await chromium.browser.newPage();
  await page.goto(`${origin()}/review/Ada-Quinn?token=abc`);
  client = await page.createCDPSession();
}
afterEach(() => page.close());

async function picture(): Promise<Pixels> {
  const taken = await takeMaskedPicture(client, MASK);
  if ("refused" in taken) throw new Error(taken.refused);
  return readPng(await taken.paint());
}

/** How many pixels are nearly of a colour: letters have soft edges. */
function count({ channels, data }: Pixels, isIt: (red: number, green: number, blue: number) => boolean): number {
  let found = 0;
  for (let at = 0; at < data.length; at += channels) {
    if (isIt(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)) found += 1;
  }
  return found;
}
const red = (pixels: Pixels) => count(pixels, (r, g, b) => r > 200 && g < 150 && b < 150);
const green = (pixels: Pixels) => count(pixels, (r, g, b) => g > 200 && r < 150 && b < 150);

const LISTEN = `window.seen = [];
  for (const name of ["resize","scroll","focus","blur","focusin","focusout","visibilitychange","input","change","mousemove","pointermove"]) {
    window.addEventListener(name, () => seen.push(name), true);
  }
  new MutationObserver(() => seen.push("mutation")).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  new ResizeObserver(() => seen.push("size")).observe(document.body);`;
const FILL = `document.querySelector("#host").attachShadow({ mode: "closed" }).innerHTML = "<p style='color:#f00'>Ada in the closed</p>";
  document.querySelector("#typed").value = "Ada"; document.querySelector("#scroll").scrollTop = 60;`;

test("a picture shows nothing of the order, wherever on the page it stands, and shows the rest", async () => {
  await show(`${SHOWN}${SECRETS}<div style="height:2000px"></div>`);
  await page.evaluate(FILL);
  const shot = await client.send("Page.captureScreenshot", { format: "png", captureBeyondViewport: false });
  expect(red(await readPng(Buffer.from(shot.data, "base64")))).toBeGreaterThan(1_000);
  const pixels = await picture();
  expect(red(pixels)).toBe(0);
  expect(green(pixels)).toBeGreaterThan(100);
  await page.evaluate("window.scrollTo(0, 130)");
  expect(red(await picture())).toBe(0);
});

test("a page notices nothing of a picture or a copy of it, and is the same afterwards", async () => {
  await show(`${SHOWN}${SECRETS}<div style="height:2000px"></div>`);
  await page.evaluate(FILL);
  await page.focus("#typed");
  const state =
    "document.documentElement.outerHTML + document.querySelector('#typed').value + document.activeElement.id";
  const before = await page.evaluate(state);
  await page.evaluate(LISTEN);
  await page.evaluate("new Promise((resolve) => setTimeout(resolve, 100)).then(() => { seen.length = 0; })");
  await picture();
  toMaskedHtml(await readPageSnapshot(client), MASK);
  await page.evaluate("new Promise((resolve) => setTimeout(resolve, 200))");
  expect(await page.evaluate("seen")).toEqual([]);
  expect(await page.evaluate(state)).toBe(before);
});

test.each([
  ["a field that autocompletes a card", `<input autocomplete="section-a billing cc-number">`],
  ["a field that is named like a card's", `<input name="cardNumber">`],
  ["a field whose label says so", `<label for="x">Security code (CVC)</label><input id="x">`],
  ["a hidden one", `<div hidden><input name="cc_number"></div>`],
  ["one in a frame of its own", `<iframe srcdoc="<input autocomplete='cc-csc'>"></iframe>`],
  [
    "another origin's frame that may hold card fields",
    `<iframe name="card-fields" src="http://localhost:1/x"></iframe>`,
  ],
])("no picture is taken of a page with %s", async (_, fields) => {
  await show(`${SHOWN}${fields}`);
  expect(await takeMaskedPicture(client, MASK)).toEqual({ refused: expect.stringMatching(/^a payment page/) });
});

test("what another origin's frame shows is not seen, whatever it is", async () => {
  await show(`${SHOWN}<iframe src="${origin().replace("127.0.0.1", "localhost")}/frame"></iframe>`);
  const pixels = await picture();
  expect(red(pixels)).toBe(0);
  expect(green(pixels)).toBeGreaterThan(100);
});

test("of a page that keeps moving what is hidden there is no picture, rather than one of the wrong place", async () => {
  await show(`<p class="no" id="a" style="position:absolute">Ada</p>`);
  await page.evaluate(
    "let n = 0; (function move() { document.querySelector('#a').style.left = (n += 7) % 500 + 'px'; setTimeout(move, 0); })()",
  );
  expect(await takeMaskedPicture(client, MASK)).toEqual({ refused: "the page kept changing" });
});

test("the HTML has the page's build and words, and no value, script, token or part of the order", async () => {
  await show(`<script>var secretOfAda = 1</script>${SHOWN}${SECRETS}
    <a href="/c/4f0c8a7e1b2d4c6f8a9b/next?key=abc#x" data-key="tok" aria-label="Send to Ada" onclick="x()">Change</a>
    <img src="data:image/png;base64,AAAA" alt="Map of Market Street">`);
  await page.evaluate(FILL);
  const text = toMaskedHtml(await readPageSnapshot(client), MASK);
  expect(text).not.toMatch(/ada|quinn|market|francisco|94105|5505|buyer|orders\+|typed too|something typed|edited/i);
  expect(text).not.toMatch(/4f0c8a7e|abc|tok|onclick|base64|color/);
  expect(text).toContain("Order total $42.95");
  expect(text).toContain('<input type="submit" value="Place order" class="yes">');
  expect(text).toContain('<a href="/c/•••/next" aria-label="•••">Change</a>');
  expect(text).toContain("<option>•••</option>");
});

test("the HTML of an endless page is cut", async () => {
  await show(`<script>document.write("<p>a line of the endless page</p>".repeat(20000))</script>`);
  const text = toMaskedHtml(await readPageSnapshot(client), MASK);
  expect(Buffer.byteLength(text)).toBeLessThan(200_100);
  expect(text).toMatch(/<!-- cut -->\n$/);
});
