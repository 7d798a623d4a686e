import { requireChromiumPath } from "@cartwright/testing";
import puppeteer, { type Browser, type Page } from "puppeteer";
import { startTestApi, type TestApi } from "../testing/test-api.ts";

let api: TestApi;
let browser: Browser;
let page: Page;
/** What the page asked for elsewhere, and what its console said. */
let complaints: string[];

beforeAll(async () => {
  api = await startTestApi();
  // Only our own page on loopback is opened: the sandbox, which refuses to run as root, has nothing to guard.
  browser = await puppeteer.launch({ executablePath: requireChromiumPath(), args: ["--no-sandbox"] });
});

afterAll(async () => {
  await browser.close();
  await api.close();
});

beforeEach(async () => {
  page = await browser.newPage();
  complaints = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const isOwn = request.url().startsWith(`${api.url}/`) || request.url().startsWith("data:");
    if (!isOwn) complaints.push(request.url());
  });
});

afterEach(() => page.close());

it("names no other host, and runs nothing that its policy does not name", async () => {
  const { text, headers } = await api.send("GET", "/docs");
  const addresses = text.match(/\b(?:src|href|action)="(?!#|\/|data:,")[^"]*"/g);
  expect(addresses).toBeNull();
  expect(text).not.toMatch(/@import|\burl\(|\sstyle="|\son\w+="/);
  expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(headers.get("content-security-policy")).not.toMatch(/unsafe|\*/);
});

it.each([390, 1280])("fits a screen of %i pixels, with everything on it unfolded", async (width) => {
  await page.setViewport({ width, height: 844 });
  await page.goto(`${api.url}/docs`);
  const { content, screen, sections } = await page.evaluate(() => {
    for (const details of document.querySelectorAll("main details")) (details as HTMLDetailsElement).open = true;
    const { scrollWidth, clientWidth } = document.documentElement;
    return {
      content: scrollWidth,
      screen: clientWidth,
      sections: document.querySelectorAll(".operation").length,
    };
  });
  expect(content).toBeLessThanOrEqual(screen);
  expect(sections).toBeGreaterThan(8);
  expect(complaints).toEqual([]);
});

it("opens in the menu the face that is read, and no other", async () => {
  await page.goto(`${api.url}/docs`);
  const open = () =>
    page.$$eval(".chapter-menu[open]", (menus) => menus.map((menu) => menu.getAttribute("data-chapter")));
  expect(await open()).toEqual([]);
  for (const face of ["platform", "supplier", "native"]) {
    await page.goto(`${api.url}/docs#face-${face}`);
    await page.waitForSelector(`.chapter-menu[open][data-chapter=face-${face}]`);
    expect(await open()).toEqual([`face-${face}`]);
  }
  const links = await page.$$eval(".chapter-menu a", (all) => all.map((link) => link.hash.slice(1)));
  expect(links).toEqual(
    expect.arrayContaining(api.routes.filter((row) => row.isUndocumented !== true).map(({ id }) => id)),
  );
  expect(complaints).toEqual([]);
});

it("tries a request with the key that was given, and shows the answer", async () => {
  await page.goto(`${api.url}/docs#listOrders`);
  await page.type(".key input", await api.newKey());
  await page.click("#listOrders .try > summary");
  await page.type('#listOrders input[name="limit"]', "7");
  await page.click("#listOrders button[type=submit]");
  await page.waitForFunction(() => document.querySelector("#listOrders .outcome pre")?.textContent?.includes("limit"));
  const shown = await page.$eval("#listOrders .outcome", (outcome) => outcome.textContent);
  expect(shown).toMatch(/200 OK/);
  expect(shown).toContain('"limit": 7');
  expect(await page.$eval("#listOrders .curl", (curl) => curl.textContent)).toContain("/orders?limit=7");
  expect(complaints).toEqual([]);
});

it("tries a PATCH of another face in its media type, and shows the JSON:API document that answers it", async () => {
  const key = await api.newKey();
  const cart = await api.send("POST", "/api/v2/platform/orders", { key, body: { order: { email: "a@example.com" } } });
  const { id } = cart.body["data"] as { id: string };
  await page.goto(`${api.url}/docs#updatePlatformOrder`);
  await page.type(".key input", key);
  await page.click("#updatePlatformOrder .try > summary");
  await page.type('#updatePlatformOrder input[name="id"]', id);
  await page.$eval("#updatePlatformOrder textarea", (area) => {
    area.value = '{"order":{"email":"b@example.com"}}';
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await page.click("#updatePlatformOrder button[type=submit]");
  await page.waitForFunction(() => document.querySelector("#updatePlatformOrder .line")?.textContent?.includes(" ms"));
  const shown = await page.$eval("#updatePlatformOrder .outcome", (outcome) => outcome.textContent);
  expect(shown).toMatch(/200 OK/);
  expect(shown).toContain('"email": "b@example.com"');
  const curl = await page.$eval("#updatePlatformOrder .curl", (text) => text.textContent);
  expect(curl).toMatch(/-X PATCH .*\/api\/v2\/platform\/orders\/\d+'[^]*'Content-Type: application\/vnd\.api\+json'/);
  expect(complaints).toEqual([]);
});
