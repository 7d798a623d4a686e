import { claimOrder, commitSubmit, failOrder, listAdminActions, recordInDoubt } from "@cartwright/db";
import { openOrderQueue, type OrderQueue } from "@cartwright/queue";
import { onlyTotal } from "@cartwright/schemas";
import { requireRedisUrl } from "@cartwright/testing";
import { PLACED_PRICES, takeOrder } from "../../testing/place-order.ts";
import { ADMIN, testAdmin } from "../../testing/test-admin.ts";
import { ORDER, startTestApi, type TestApi } from "../../testing/test-api.ts";

const WORKER = "00000000-0000-4000-8000-00000000000a";

let api: TestApi;
let queue: OrderQueue;
let key: string;

beforeAll(async () => {
  queue = openOrderQueue({ redisUrl: requireRedisUrl(), onError: () => undefined, prefix: "{admin-orders-test}" });
  api = await startTestApi((database, deps) => ({ admin: testAdmin(database, deps, queue.board) }));
  key = await api.newKey({ account: "Acme" });
});
afterAll(async () => {
  await api.close();
  await queue.close();
});

const asAdmin = {
  Authorization: `Basic ${Buffer.from(`${ADMIN.user}:${ADMIN.password}`).toString("base64")}`,
  Accept: "text/html",
};
const get = (path: string) => fetch(`${api.url}/admin${path}`, { headers: asAdmin });
const text = async (path: string): Promise<string> => (await get(path)).text();
const post = (path: string, form: Record<string, string>) =>
  fetch(`${api.url}/admin${path}`, {
    method: "POST",
    headers: asAdmin,
    redirect: "manual",
    body: new URLSearchParams(form),
  });

interface Made {
  id: string;
  number: string;
}

async function order(body: Record<string, unknown> = {}): Promise<Made> {
  const made = await api.post({ ...ORDER, ...body }, key);
  expect(made.status).toBe(201);
  return { id: String(made.body["id"]), number: String(made.body["number"]) };
}

async function inDoubt(): Promise<Made> {
  const made = await order();
  const claim = await claimOrder(api.database, { orderId: made.id, workerId: WORKER, leaseMs: 60_000 });
  if (claim === undefined) throw new Error("a fresh order could not be claimed");
  const prices = onlyTotal(4_295);
  const intent = { expectedTotalCents: 4_295, cartHash: "c", isMarkerShown: true, releaseWithinMs: 1, prices };
  await commitSubmit(api.database.pool, claim, intent);
  await recordInDoubt(api.database.db, claim, "no answer");
  return made;
}

it("finds an order by its id, its number in any face's words, its metadata and its marker", async () => {
  const { id, number } = await order({ metadata: { basket: "b-17" } });
  await order();
  const serial = String(Number(number.split("-")[2]));
  const { rows } = await api.database.pool.query<{ marker: string }>("SELECT marker FROM orders WHERE id = $1", [id]);
  const names = [id, number, `ord_2026_${serial.padStart(4, "0")}`, `R2${serial.padStart(8, "0")}`, "basket=b-17"];
  for (const q of [...names, rows[0]?.marker ?? "", (rows[0]?.marker ?? "").toLowerCase()]) {
    const found = await text(`/orders?q=${encodeURIComponent(q)}`);
    expect([q, found.match(/href="\/admin\/orders\/[0-9a-f-]{36}"/g)]).toEqual([q, [`href="/admin/orders/${id}"`]]);
  }
  expect(await text("/orders?q=nothing-like-it")).toContain("Nothing is called that.");
});

it("lists all accounts' orders, newest first, page by page", async () => {
  for (let at = 0; at < 3; at += 1) await order();
  const all = await text("/orders");
  expect(all).toContain("Acme (test)");
  const numbers = [...all.matchAll(/>(ORD-\d{4}-\d{6})</g)].map(([, number]) => number);
  expect(numbers).toEqual(numbers.toSorted((one = "", other = "") => (one < other ? 1 : -1)));
  const [, second = ""] = numbers;
  const older = await text(`/orders?before=${Number(second.split("-")[2])}`);
  expect(older).not.toContain(second);
  expect((await get("/orders?before=x")).status).toBe(200);
});

it("shows one order: its timeline, its prices against max_price, its webhooks, and whose it is", async () => {
  const { id, number } = await inDoubt();
  const page = await text(`/orders/${id}`);
  for (const shown of [
    number,
    "Acme (test)",
    "in doubt",
    "$200.00",
    "$42.95",
    "Order accepted",
    "order.created</a>: due",
  ]) {
    expect([shown, page.includes(shown)]).toEqual([shown, true]);
  }
  const [webhook = ""] = /\/webhooks\/[0-9a-f-]{36}/.exec(page) ?? [];
  expect(await text(webhook)).toContain(number);
  expect((await get("/orders/00000000-0000-4000-8000-000000000000")).status).toBe(404);
  expect((await get("/orders/1")).status).toBe(404);
});

it("shows the prices that were seen where they were too much, against max_price", async () => {
  const { id } = await order();
  const claim = await takeOrder(api, id);
  const prices = { ...PLACED_PRICES, shipping: 20_000, total: 25_431 };
  const observed = { observed_total: 25_431, exceeded_by: 5_431, price_components: prices };
  await failOrder(api.database.db, claim, {
    code: "max_price_exceeded",
    failure: { message: "The total is above max_price.", observed },
  });
  const page = await text(`/orders/${id}`);
  expect(page).toContain("The total is above max_price.");
  expect(page).toMatch(/Total seen<\/dt><dd><span class="fault">\$254\.31 \(above max price\)/);
  expect(page).toMatch(/Shipping<\/dt><dd>\$200\.00/);
});

it("settles a doubt from the page's form, in dollars, and says so on the page", async () => {
  const { id } = await inDoubt();
  const refused = await post(`/orders/${id}/resolve`, { outcome: "placed", merchant_order_ids: "", evidence: "x" });
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain("merchant_order_ids");
  const form = { outcome: "placed", merchant_order_ids: "HP-9, HP-10", total: "$42.95", evidence: "The shop's mail." };
  const settled = await post(`/orders/${id}/resolve`, form);
  expect([settled.status, settled.headers.get("location")]).toEqual([303, `/admin/orders/${id}`]);
  expect((await api.get(`/orders/${id}`, key)).body).toMatchObject({
    status: "order_placed",
    merchant_order_ids: ["HP-9", "HP-10"],
    job_result: { price_components: { total: 4_295 } },
  });
  const page = await text(`/orders/${id}`);
  expect(page).toContain("resolve-order, done");
  expect(page).not.toContain("Settle it by");
});

it("cancels an order that waits, and tries a failed one again, once, in its buyer's name", async () => {
  const { id } = await order();
  expect((await post(`/orders/${id}/cancel`, {})).status).toBe(303);
  const again = await post(`/orders/${id}/retry`, {});
  const newId = (again.headers.get("location") ?? "").split("/").at(-1) ?? "";
  expect((await api.get(`/orders/${newId}`, key)).body).toMatchObject({ status: "pending", retry_of: id });
  expect(api.announced).toContain(newId);
  expect((await post(`/orders/${id}/retry`, {})).headers.get("location")).toBe(`/admin/orders/${newId}`);
  expect((await post(`/orders/${newId}/retry`, {})).status).toBe(409);
  const [entry] = await listAdminActions(api.database.db, { limit: 1 });
  expect(entry).toMatchObject({ action: "retry-order", subjectId: newId, outcome: "refused: order_not_retryable" });
});

it("shows what a shop or a client wrote as text, whatever it is", async () => {
  const nasty = `<img src=x onerror="alert(1)">`;
  const { id } = await order({ metadata: { [nasty]: nasty }, po_number: nasty });
  for (const page of [await text(`/orders/${id}`), await text(`/orders?q=${encodeURIComponent(nasty)}`)]) {
    expect(page).not.toContain("<img src=x");
    expect(page).toContain("&lt;img src=x");
  }
});
