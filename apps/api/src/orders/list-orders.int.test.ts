import { randomUUID } from "node:crypto";
import { ErrorBody, type FieldError, type KeyMode, Order } from "@cartwright/schemas";
import { type Answer, startTestApi, type TestApi } from "../testing/test-api.ts";
import { IN_STATUS, insert, storeOrder } from "../testing/store-order.ts";
import { OrderList } from "./list-orders.ts";

/** What one of the orders is called, in the order they came: it is its idempotency key. */
const NAMES = ["waiting", "working", "failed", "cancelled", "shipped", "returned"] as const;
type Name = (typeof NAMES)[number];

const COLUMNS: Record<Name, Record<string, unknown>> = {
  waiting: { ...IN_STATUS.pending, metadata: { batch: 42, urgent: true, note: "", plain: "1.50" } },
  working: { ...IN_STATUS.in_progress, metadata: { batch: "42", list: ["42"], deep: { batch: "42" } } },
  failed: { ...IN_STATUS.order_failed, metadata: { batch: 4.2, urgent: "true", "a'\"b": "x" } },
  cancelled: { ...IN_STATUS.order_failed, failure_code: "cancelled" },
  shipped: { ...IN_STATUS.order_placed, confirmation: { merchant_order_ids: ["OTHER", "112-7-9"] } },
  returned: { ...IN_STATUS.order_placed, confirmation: { merchant_order_ids: ["1127X"] } },
};

let api: TestApi;
let key: string;
const ids = {} as Record<Name, string>;

beforeAll(async () => {
  api = await startTestApi();
  key = await api.newKey({ account: "Lister" });
  // The same orders thrice: whatever is asked for, only the key's own are to be found.
  for (const [account, mode] of [["Lister", "live"], ["Somebody else", "test"], ["Lister", "test"]] as const)
    await storeAll(account, mode); // prettier-ignore
});

afterAll(() => api.close());

async function storeAll(account: string, mode: KeyMode): Promise<void> {
  for (const [index, name] of NAMES.entries()) {
    const created_at = `2026-01-0${index + 1}T12:00:00.123456Z`;
    const columns = { idempotency_key: name, created_at, ...COLUMNS[name] };
    ids[name] = await storeOrder(api.database, { account, mode, columns });
  }
  const parcel = randomUUID();
  await insert(api.database, "tracking_numbers", {
    id: parcel, order_id: ids.shipped, carrier: "ups", tracking_number: "1Z-AB%9", status: "in_transit",
  }); // prettier-ignore
  await insert(api.database, "tracking_checkpoints", {
    tracking_id: parcel, checkpoint_time: "2026-01-06T00:00:00Z", status: "in_transit", message: "Departed",
  }); // prettier-ignore
  await insert(api.database, "tracking_numbers", {
    order_id: ids.returned, carrier: "usps", tracking_number: "94001", status: "delivered",
  }); // prettier-ignore
  const { rows } = await api.database.pool.query<{ account_id: string }>(
    "SELECT account_id FROM orders WHERE id = $1",
    [ids.shipped],
  );
  const request = { account_id: rows[0]?.account_id, mode, reason: "damaged", items: "[]" };
  await insert(api.database, "return_requests", { ...request, order_id: ids.shipped, status: "open" });
  await insert(api.database, "return_requests", { ...request, order_id: ids.returned, status: "denied" });
  await api.database.pool.query("UPDATE order_items SET status = 'cancelled' WHERE order_id = $1", [ids.returned]);
}

const ordersOf = (answer: Answer): Order[] => Order.array().parse(answer.body["orders"]);
const namesOf = (answer: Answer): string[] => ordersOf(answer).map((order) => order.idempotency_key);
const list = (query: string): Promise<Answer> => api.get(`/orders?${query}`, key);

test.each<[query: string, Name[]]>([
  ["", NAMES.toReversed()],
  ["status_filter=pending", ["waiting"]],
  ["status_filter=in_progress", ["working"]],
  ["status_filter=order_failed", ["cancelled", "failed"]],
  ["status_filter=order_placed", ["returned", "shipped"]],
  ["status_filter=cancelled", ["cancelled"]],
  ["status_filter=cancelled_by_retailer", ["returned"]],
  ["merchant_order_id=112-7-9", ["shipped"]],
  ["merchant_order_id=11279", ["shipped"]],
  ["merchant_order_id=11-27-9", ["shipped"]],
  ["merchant_order_id=1127", []],
  ["merchant_order_id=other", []],
  ["idempotency_key=failed", ["failed"]],
  ["tracking_status=in_transit", ["shipped"]],
  ["tracking_status=pending", []],
  ["has_tracking=true", ["returned", "shipped"]],
  ["has_tracking=false", ["cancelled", "failed", "working", "waiting"]],
  ["return_status=open", ["shipped"]],
  ["return_status=closed", ["returned"]],
  ["created_after=2026-01-05T12:00:00.123Z", ["returned", "shipped"]],
  ["created_before=2026-01-02T12:00:00.123Z", ["waiting"]],
  ["created_after=2026-01-02&created_before=2026-01-04", ["failed", "working"]],
  ["created_after=2026-01-06T14:00:00%2B02:00", ["returned"]],
  ["created_after=2026-01-06T14:00:00+02:00", ["returned"]],
  ["created_after=2026-01-06T12:00:00", ["returned"]],
  ["metadata_key=batch&metadata_value=42", ["working", "waiting"]],
  ["metadata_key=batch&metadata_value=4.2", ["failed"]],
  ["metadata_key=urgent&metadata_value=true", ["failed", "waiting"]],
  ["metadata_key=note&metadata_value=", ["waiting"]],
  ["metadata_key=plain&metadata_value=1.5", []],
  ["metadata_key=list&metadata_value=42", []],
  ["metadata_key=deep&metadata_value=42", []],
  ["metadata_key=a%27%22b&metadata_value=x", ["failed"]],
  ["search=ab%259", ["shipped"]],
  ["search=%259", ["shipped"]],
  ["search=9400", ["returned"]],
  ["search=_", []],
  ["status_filter=order_placed&has_tracking=true&search=1z", ["shipped"]],
])("GET /orders?%s finds the key's own orders, newest first, and counts them", async (query, names) => {
  const answer = await list(query);
  expect(namesOf(answer)).toEqual(names);
  expect(answer.body).toMatchObject({ total: names.length, next_cursor: null });
});

test("an order is found by the beginning of its id, with and without dashes, and by any part of it", async () => {
  for (const name of ["waiting", "shipped"] as const) {
    const id = ids[name];
    const beginnings = [id, id.slice(0, 13), id.toUpperCase(), id.replaceAll("-", ""), id.slice(0, 9)];
    for (const part of beginnings) expect(namesOf(await list(`order_id=${part}`))).toEqual([name]);
    for (const part of [id, id.slice(20), id.slice(3, 20).toUpperCase()])
      expect(namesOf(await list(`search=${part}`))).toEqual([name]);
    expect(namesOf(await list(`order_id=${id.slice(14)}`))).toEqual([]);
  }
});

test("a list shows no scans of parcels unless it is asked for them, once or repeatedly", async () => {
  const scansOf = async (query: string) =>
    ordersOf(await list(`has_tracking=true&search=1z${query}`))[0]?.tracking_numbers[0]?.checkpoints.length;
  expect(await scansOf("")).toBe(0);
  expect(await scansOf("&include=tracking_events")).toBe(1);
  expect(await scansOf("&include=tracking_events&include=tracking_events")).toBe(1);
});

test("a cursor walks through all orders once while new ones come in, and its total is of all", async () => {
  const walker = await api.newKey({ account: "Walker" });
  const store = (name: string) => storeOrder(api.database, { account: "Walker", columns: { idempotency_key: name } });
  for (let n = 1; n <= 7; n += 1) await store(`old-${n}`);
  const seen: string[] = [];
  let rest: string | null = "";
  for (let page = 1; rest !== null; page += 1) {
    const answer: Answer = await api.get(`/orders?limit=3${rest}`, walker);
    seen.push(...namesOf(answer));
    expect(answer.body).toMatchObject({ total: 6 + page, offset: 0 });
    const { next_cursor: cursor } = OrderList.parse(answer.body);
    rest = cursor === null ? null : `&cursor=${cursor}`;
    await store(`new-${page}`);
  }
  expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1].map((n) => `old-${n}`));
});

test("a cursor goes on under its filters, and from a page by offset as well", async () => {
  const first = await list("status_filter=order_failed&limit=1");
  const next = await list(`status_filter=order_failed&limit=1&cursor=${String(first.body["next_cursor"])}`);
  expect([namesOf(first), namesOf(next)]).toEqual([["cancelled"], ["failed"]]);
  expect(next.body).toMatchObject({ total: 2, next_cursor: null });
  const skipped = await list("limit=2&offset=2");
  expect(namesOf(await list(`limit=2&cursor=${String(skipped.body["next_cursor"])}`))).toEqual(["working", "waiting"]);
});

test.each([
  ["status_filter", "status_filter=done"],
  ["status_filter", "status_filter="],
  ["order_id", "order_id="],
  ["order_id", "order_id=xyz"],
  ["order_id", `order_id=${"a".repeat(33)}`],
  ["search", "search="],
  ["search", "search=%00"],
  ["search", `search=${"a".repeat(101)}`],
  ["merchant_order_id", "merchant_order_id="],
  ["merchant_order_id", "merchant_order_id=--"],
  ["idempotency_key", `idempotency_key=${"a".repeat(37)}`],
  ["tracking_status", "tracking_status=lost"],
  ["has_tracking", "has_tracking=1"],
  ["return_status", "return_status=approved"],
  ["created_after", "created_after=yesterday"],
  ["created_after", "created_after=2026-02-30"],
  ["created_before", "created_before=0000-01-01"],
  ["created_before", "created_before=9999-12-31T23:59:59-23:00"],
  ["metadata_value", "metadata_key=a"],
  ["metadata_key", "metadata_value=a"],
  ["metadata_key", "metadata_key=&metadata_value=a"],
  ["metadata_value", "metadata_key=a&metadata_value=%00"],
  ["include", "include=everything"],
  ["include", "include=tracking_events&include=everything"],
  ["cursor", "cursor="],
  ["cursor", "cursor=abc"],
  ["offset", "cursor=MTA&offset=1"],
  ["user_email", "user_email=a"],
])("names %s where it is refused: ?%s", async (field, query) => {
  for (const path of ["/orders", "/orders/export"]) {
    const answer = await api.get(`${path}?${query}`, key);
    expect(answer.status).toBe(422);
    const errors = ErrorBody.parse(answer.body).error.details["field_errors"] as FieldError[];
    expect(errors.map((error) => error.field)).toContain(field);
  }
});
