import { AxePuppeteer } from "@axe-core/puppeteer";
import { setTimeout } from "node:timers/promises";
import { claimOrder, commitSubmit, listAdminActions, recordInDoubt } from "@cartwright/db";
import { openOrderQueue, type OrderQueue } from "@cartwright/queue";
import { requireChromiumPath, requireRedisUrl } from "@cartwright/testing";
import puppeteer, { type Browser, type Page } from "puppeteer";
import { type AdminThings, EVIDENCE_KEYRING, NASTY, storeAdminThings } from "../testing/admin-things.ts";
import { placeOrder, PLACED_PRICES } from "../testing/place-order.ts";
import { ADMIN, adminDeps } from "../testing/test-admin.ts";
import { ORDER, startTestApi, type TestApi } from "../testing/test-api.ts";
import type { AdminRow } from "./admin-route.ts";
import { adminRouter } from "./router.ts";
import { adminRows } from "./routes.ts";

const WORKER = "00000000-0000-4000-8000-00000000000a";
/** As long as it takes to see that an order changed, and to draw it. */
const DRAWN_WITHIN_MS = 1_500;
const DESK = { width: 1_280, height: 900 };
const PHONE = { width: 390, height: 844 };

let api: TestApi;
let queue: OrderQueue;
let browser: Browser;
let page: Page;
let rows: AdminRow[];
let things: AdminThings;
let key: string;
/** What the pages asked for elsewhere, and what their consoles said, violations of the policy included. */
let complaints: string[] = [];

beforeAll(async () => {
  queue = openOrderQueue({ redisUrl: requireRedisUrl(), onError: () => undefined, prefix: "{admin-e2e-test}" });
  api = await startTestApi((database, deps) => {
    const admin = adminDeps(database, deps, queue.board, { keyring: EVIDENCE_KEYRING, isSecure: false });
    rows = adminRows(admin);
    return { admin: adminRouter(admin) };
  });
  things = await storeAdminThings(api);
  key = await api.newKey();
  // Only our own pages on loopback are opened: the sandbox, which refuses to run as root, has nothing to guard.
  browser = await puppeteer.launch({ executablePath: requireChromiumPath(), args: ["--no-sandbox"] });
  page = await openPage();
  await logIn(page, ADMIN.password);
});
afterAll(async () => {
  await browser.close();
  await api.close();
  await queue.close();
});
beforeEach(() => {
  complaints = [];
});

async function openPage(context: Pick<Browser, "newPage"> = browser): Promise<Page> {
  const opened = await context.newPage();
  await opened.setViewport(DESK);
  opened.on("console", (message) => complaints.push(message.text()));
  opened.on("pageerror", (error) => complaints.push(String(error)));
  opened.on("request", (request) => {
    if (!/^data:|^about:/.test(request.url()) && !request.url().startsWith(`${api.url}/`))
      complaints.push(request.url());
  });
  return opened;
}

async function logIn(on: Page, password: string): Promise<void> {
  await on.goto(`${api.url}/admin/login`);
  await on.type("#user", ADMIN.user);
  await on.type("#password", password);
  await press(on, "main button");
}

/** Presses what leads to another page. */
async function press(on: Page, selector: string): Promise<void> {
  await Promise.all([on.waitForNavigation(), on.click(selector)]);
}

const textOf = (selector = "main") => page.$eval(selector, (element) => element.textContent ?? "");

async function order(): Promise<{ id: string; number: string }> {
  const made = await api.post(ORDER, key);
  expect(made.status).toBe(201);
  return { id: String(made.body["id"]), number: String(made.body["number"]) };
}

async function inDoubt(): Promise<string> {
  const { id } = await order();
  const claim = await claimOrder(api.database, { orderId: id, workerId: WORKER, leaseMs: 60_000 });
  if (claim === undefined) throw new Error("a fresh order could not be claimed");
  const intent = { expectedTotalCents: 5_431, cartHash: "c", isMarkerShown: true, releaseWithinMs: 1, prices: PLACED_PRICES }; // prettier-ignore
  await commitSubmit(api.database.pool, claim, intent);
  await recordInDoubt(api.database.db, claim, "no answer");
  return id;
}

it("finds an order by its number, and follows it live until it is placed", async () => {
  const { id, number } = await order();
  await page.goto(`${api.url}/admin/orders`);
  await page.type("#q", number);
  await press(page, "main button");
  await press(page, "tbody a");
  expect([page.url(), await textOf("h1")]).toEqual([`${api.url}/admin/orders/${id}`, number]);
  expect(await textOf(".lead")).toContain("pending");
  // Lost with a reload.
  await page.evaluate(() => document.body.classList.add("never-loaded-again"));
  await placeOrder(api, id, "HP-2001");
  const shown = "document.querySelector('.lead')?.textContent.includes('order_placed: HP-2001')";
  await page.waitForFunction(shown, { timeout: 3_000 });
  expect(await textOf()).toContain("Placed as HP-2001");
  expect(await page.$(".never-loaded-again")).not.toBeNull();
  expect(complaints).toEqual([]);
});

it("draws the overview anew by itself, and says that it is old when nobody answers any more", async () => {
  const own = await openPage();
  // So that a quarter of a minute takes less than a second.
  await own.evaluateOnNewDocument(() => {
    const patient = globalThis.setInterval;
    globalThis.setInterval = ((run: () => void, ms: number) => patient(run, ms / 20)) as typeof setInterval;
  });
  await own.goto(`${api.url}/admin`);
  const DUE = "document.querySelector('.tiles li:nth-child(3) strong').textContent";
  const due = String(await own.evaluate(DUE));
  await order();
  await own.waitForFunction(`${DUE} !== '${due}'`, { timeout: 5_000 });
  expect(complaints).toEqual([]);
  await own.setOfflineMode(true);
  await own.waitForSelector(".old");
  expect(await own.$eval("#main", (main) => main.textContent)).toMatch(/No answer since .*: what stands here is old\./);
  await own.setOfflineMode(false);
  await own.waitForSelector(".old", { hidden: true });
  await own.close();
});

it("settles an order that is in doubt by the form on its page, in the name of who is signed in", async () => {
  const id = await inDoubt();
  await page.goto(`${api.url}/admin/orders/${id}`);
  await page.click('input[value="placed"]');
  await page.type("#merchant_order_ids", "HP-77");
  await page.type("#total", "$54.31");
  await page.type("#evidence", "The shop's mail of this morning.");
  // Something happens meanwhile: what is typed already is not drawn over.
  await page.$eval("#evidence", (field) => (field as HTMLElement).blur());
  await api.database.pool.query(
    `INSERT INTO order_events (order_id, type, label, source) SELECT order_id, type, 'Looked again', source
     FROM order_events WHERE order_id = $1 ORDER BY id DESC LIMIT 1`,
    [id],
  );
  await setTimeout(DRAWN_WITHIN_MS);
  await press(page, "main form button");
  expect(await textOf(".said")).toBe("The order is settled.");
  expect(await textOf()).toContain("Looked again");
  expect(await textOf(".lead")).toBe("order_placed: HP-77");
  expect((await api.get(`/orders/${id}`, key)).body).toMatchObject({ status: "order_placed" });
  const [entry] = await listAdminActions(api.database.db, { limit: 1 });
  expect(entry).toMatchObject({ userName: ADMIN.user, action: "resolve-order", subjectId: id, outcome: "done" });
  expect(complaints).toEqual([]);
});

it("does nothing by a form that lacks the session's token", async () => {
  const { id } = await order();
  await page.goto(`${api.url}/admin/orders/${id}`);
  await page.$eval('main input[name="_csrf"]', (token) => token.remove());
  await press(page, "main form button");
  expect(await textOf("h1")).toBe("Not for you");
  expect((await api.get(`/orders/${id}`, key)).body).toMatchObject({ status: "pending" });
});

it("shows a new key on the answer to its form, and nowhere after", async () => {
  await page.goto(`${api.url}/admin/accounts/${things["accounts"] ?? ""}`);
  await press(page, 'form[action$="/keys"] button');
  const shown = await textOf("#key");
  expect(shown).toMatch(/^cw_test_[0-9A-Za-z]{38}$/);
  expect((await api.get("/orders", shown)).status).toBe(200);
  expect(await faultsOf("the new key's page")).toEqual([]);
  await press(page, "main a");
  expect(await page.content()).not.toContain(shown);
  expect(complaints).toEqual([]);
});

/** What axe has against the page as it is, and whether it is wider than its screen. */
async function faultsOf(name: string): Promise<unknown[]> {
  const { violations } = await new AxePuppeteer(page)
    .setLegacyMode(true)
    .options({ resultTypes: ["violations"] })
    .analyze();
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return [
    ...grave.map(({ id, nodes }) => [name, id, nodes.map(({ target }) => target).slice(0, 3)]),
    ...(excess > 0 ? [[name, `is ${excess} pixels wider than its screen`]] : []),
  ];
}

function addressOf({ path }: AdminRow): string {
  const [, first = ""] = path.split("/");
  const id = things[first];
  if (path.includes(":") && id === undefined) throw new Error(`give storeAdminThings something for ${path}`);
  return `/admin${path.replace(/:\w+/, id ?? "")}`;
}

it("serves pages, each of the table, that axe finds no grave fault with, on a desk and on a phone", async () => {
  const faults: unknown[] = [];
  const others = ["/admin/login", `/admin/orders/${await inDoubt()}`];
  for (const address of [...others, ...rows.filter(({ kind }) => kind === "page").map(addressOf)]) {
    await page.setViewport(DESK);
    const answer = await page.goto(api.url + address);
    if (answer?.status() !== 200) faults.push([address, answer?.status()]);
    faults.push(...(await faultsOf(`${address} at ${DESK.width}`)));
    await page.setViewport(PHONE);
    faults.push(...(await faultsOf(`${address} at ${PHONE.width}`)));
    if ((await page.title()) === "run" || (await page.$("img[src=x]")) !== null) faults.push([address, "is not inert"]);
  }
  await page.setViewport(DESK);
  expect(faults).toEqual([]);
  expect(complaints).toEqual([]);
});

it("shows what a shop called a product as text", async () => {
  await page.goto(`${api.url}/admin/orders/${things["orders"] ?? ""}`);
  expect(await textOf()).toContain(NASTY);
});

// The last one: afterwards nobody on this address comes in for a minute.
it("makes who guesses passwords wait, and lets not even the right one in until then", async () => {
  const context = await browser.createBrowserContext();
  const other = await openPage(context);
  const fault = async (): Promise<string> => other.$eval(".fault", (element) => element.textContent ?? "");
  const told: string[] = [];
  // Five; twice that where a minute ends in between.
  while (told.length < 10 && told.at(-1)?.startsWith("Too many") !== true) {
    await logIn(other, `guess ${told.length}`);
    told.push(await fault());
  }
  expect([told.length > 5, told[0]]).toEqual([true, "User name or password is wrong."]);
  await logIn(other, ADMIN.password);
  expect(await fault()).toMatch(/^Too many failed tries\. Wait \d+ seconds\.$/);
  expect(other.url()).toContain("/admin/login");
  await page.goto(`${api.url}/admin`);
  expect(await textOf("h1")).toBe("Overview");
  await context.close();
});
