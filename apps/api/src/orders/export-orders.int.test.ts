import { get } from "node:http";
import { waitFor } from "@cartwright/testing";
import { startTestApi, type TestApi } from "../testing/test-api.ts";
import { storeOrder } from "../testing/store-order.ts";
import { ORDER_COLUMNS } from "./order-row.ts";

const COPIES = 1_600;

let api: TestApi;
let key: string;

beforeAll(async () => {
  api = await startTestApi();
  key = await api.newKey();
  const id = await storeOrder(api.database, { columns: { po_number: "=1+1", metadata: { note: "n".repeat(4_000) } } });
  await storeOrder(api.database, { account: "Somebody else" });
  await storeOrder(api.database, { mode: "live" });
  await api.database.pool.query(
    `INSERT INTO orders (id, account_id, mode, idempotency_key, fingerprint, retailer, max_price_cents, shipping_address,
      address_sent, address_validation, marker, metadata, po_number)
     SELECT gen_random_uuid(), account_id, mode, 'copy-' || n, fingerprint, retailer, max_price_cents, shipping_address,
      address_sent, address_validation, 'CW-' || n, metadata, po_number
     FROM orders, generate_series(1, ${COPIES}) AS n WHERE id = $1`,
    [id],
  );
});

afterAll(() => api.close());

test("GET /orders/export tells of all of the key's orders, each once, newest first, under a name to save it by", async () => {
  const answer = await api.send("GET", "/orders/export", { key });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename=orders-\d{4}-\d\d-\d\d\.csv$/);
  const [header, ...lines] = answer.text.split("\r\n");
  expect(header).toBe(ORDER_COLUMNS.join(","));
  expect(lines.pop()).toBe("");
  const numbers = lines.map((line) => Number(line.split(",")[1]?.split("-")[2]));
  expect(new Set(numbers).size).toBe(COPIES + 1);
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
});

test("GET /orders/export writes what an order says, and keeps a spreadsheet from running it", async () => {
  const { text } = await api.send("GET", "/orders/export?idempotency_key=copy-7", { key });
  const [header = "", line = ""] = text.split("\r\n");
  // No cell in front of the metadata holds a comma.
  const cells = line.split(",");
  const cell = (name: string) => cells[header.split(",").indexOf(name)];
  expect([cell("status"), cell("max_price"), cell("total")]).toEqual(["pending", "20000", ""]);
  expect([cell("po_number"), cell("phone_number")]).toEqual(["'=1+1", "'+14156935505"]);
  expect([cell("city"), cell("retailer")]).toEqual(["San Francisco", "demo-shop"]);
});

test("GET /orders/export takes the list's filters, and answers with the header alone where nothing is found", async () => {
  const lines = async (query: string) => (await api.send("GET", `/orders/export?${query}`, { key })).text.split("\r\n");
  expect(await lines("idempotency_key=copy-7")).toHaveLength(3);
  expect(await lines("status_filter=order_placed")).toEqual([ORDER_COLUMNS.join(","), ""]);
});

test("an export ends with the client that asked for it, and nothing is wrong then", async () => {
  const before = api.logLines.length;
  const request = get(`${api.url}/orders/export`, { headers: { Authorization: `Bearer ${key}` } });
  request.on("error", () => undefined);
  request.once("response", (response) => response.once("data", () => request.destroy()));
  const line = await waitFor("the request's line", async () => api.logLines.slice(before).join("") || undefined, 5_000);
  expect(line).toContain('"path":"/orders/export"');
  expect(line).toContain('"aborted":true');
  expect(line).not.toContain("broke off");
});
