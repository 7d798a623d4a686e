import { SUPPLIER_CODE_STATUS, SupplierErrorBody } from "@cartwright/schemas";
import { giveDefaultRecipient, storeSeedSupplier, storeSupplier } from "../testing/store-catalogue.ts";
import { ORDER, startTestApi, type TestApi } from "../testing/test-api.ts";
import { Problem } from "../http/problem.ts";

const ADDRESS = { street1: "123 Market Street", city: "San Francisco", state: "CA", zip: "94102" };
const ITEMS = [{ product_id: "prod_abc123", quantity: 2 }];
const BODY = { supplier_id: "sup_xyz789", items: ITEMS, shipping_address: ADDRESS };

let api: TestApi;
let key: string;
/** Whoever counts requests throws what it is told to. */
let refusal: Problem | undefined;

beforeAll(async () => {
  const count = () => (refusal === undefined ? Promise.resolve() : Promise.reject(refusal));
  api = await startTestApi({ rateLimiter: { countIp: () => Promise.resolve(), countKey: count } });
  key = await api.newKey();
  await giveDefaultRecipient(api.database);
  await storeSeedSupplier(api.database);
  await storeSupplier(api.database, {
    id: "sup_other",
    columns: { minimum_order_cents: 5_000 },
    products: [
      { id: "prod_small", variants: [{ priceCents: 4_999 }] },
      { id: "prod_gone", isActive: false, variants: [{ priceCents: 100 }] },
      { id: "prod_dear", variants: [{ priceCents: 60_000_000 }] },
      { id: "prod_elsewhere", variants: [{ priceCents: 5_000, url: "https://shop.cartwright.dev/products/lamp" }] },
    ],
  });
  await storeSupplier(api.database, { id: "sup_closed", columns: { is_available: false }, products: [] });
  await storeSupplier(api.database, { id: "sup_live", mode: "live", products: [] });
});
afterAll(() => api.close());
afterEach(() => {
  refusal = undefined;
});

const post = (body: unknown, headers: Record<string, string> = {}) =>
  api.send("POST", "/api/v1/orders", { key, body, headers });

function errorOf(answer: { status: number; body: unknown }) {
  const { error } = SupplierErrorBody.parse(answer.body);
  // One word, one status: but what HTTP itself says of a request keeps its own.
  const isHttps = error.code === "invalid_request" && answer.status !== 400;
  expect(isHttps ? undefined : answer.status).toBe(isHttps ? undefined : SUPPLIER_CODE_STATUS[error.code]);
  return error;
}

const from = (supplier_id: string, product_id: string, quantity = 1) => ({
  ...BODY,
  supplier_id,
  items: [{ product_id, quantity }],
});

test.each([
  ["a field that is not there", { ...BODY, supplier_id: undefined }, "missing_field", { field: "supplier_id", expected: "a string" }],
  ["a field within one", { ...BODY, shipping_address: { ...ADDRESS, zip: undefined } }, "missing_field", { field: "shipping_address.zip" }],
  ["a field of another type", { ...BODY, items: "two" }, "invalid_field", { field: "items", received: "two", expected: "an array" }],
  ["a quantity of none", from("sup_xyz789", "prod_abc123", 0), "invalid_field", { field: "items[0].quantity", received: 0, expected: "at least 1" }],
  ["no items", { ...BODY, items: [] }, "invalid_field", { field: "items", received: "an array of 0" }],
  ["a native field", { ...BODY, shipping_address: { ...ADDRESS, postal_code: "94102" } }, "invalid_field", { field: "shipping_address.postal_code" }],
  ["a field that nobody knows", { ...BODY, max_price: 1 }, "invalid_field", { field: "max_price" }],
  ["a ZIP that is none", { ...BODY, shipping_address: { ...ADDRESS, zip: "9410" } }, "invalid_field", { field: "shipping_address.zip", received: "9410" }],
  ["a ZIP of another state", { ...BODY, shipping_address: { ...ADDRESS, zip: "10001" } }, "invalid_field", { field: "shipping_address.zip", received: "10001", reason: "invalid_shipping_address" }],
  ["a street that is none", { ...BODY, shipping_address: { ...ADDRESS, street1: "x1" } }, "invalid_field", { field: "shipping_address.street1", reason: "invalid_shipping_address" }],
  ["a city that is elsewhere", { ...BODY, shipping_address: { ...ADDRESS, city: "Boston" } }, "invalid_field", { field: "shipping_address.city", suggested_address: { ...ADDRESS, street2: null } }],
  ["half a name", { ...BODY, shipping_address: { ...ADDRESS, name: "Ada" } }, "invalid_field", { field: "shipping_address.name", received: "Ada" }],
  ["a phone of nowhere", { ...BODY, shipping_address: { ...ADDRESS, phone: "123" } }, "invalid_field", { field: "shipping_address.phone", received: "123" }],
  ["the same product twice", { ...BODY, items: [...ITEMS, ...ITEMS] }, "invalid_field", { field: "items[1].product_id", received: "prod_abc123" }],
  ["a variant of another product", { ...BODY, items: [{ ...ITEMS[0], variant_id: "999" }] }, "invalid_field", { field: "items[0].variant_id", received: "999" }],
  ["a card number in the notes", { ...BODY, buyer_notes: "4111 1111 1111 1111" }, "invalid_field", { field: "buyer_notes" }],
  ["a card number in the street", { ...BODY, shipping_address: { ...ADDRESS, street2: "4111111111111111" } }, "invalid_field", { field: "shipping_address.street2" }],
  ["more money than an order may cost", from("sup_other", "prod_dear", 2), "invalid_field", { field: "items", received: 132_000_000 }],
  ["more than can be had", from("sup_xyz789", "prod_def456", 6), "insufficient_inventory", { product_id: "prod_def456", requested: 6, available: 5 }],
  ["less than the supplier sends", from("sup_other", "prod_small"), "minimum_not_met", { supplier_id: "sup_other", minimum_cents: 5_000, subtotal_cents: 4_999 }],
  ["a supplier that takes no orders", from("sup_closed", "prod_abc123"), "supplier_unavailable", { supplier_id: "sup_closed" }],
  ["a supplier that is not there", from("sup_nobody", "prod_abc123"), "supplier_not_found", { supplier_id: "sup_nobody" }],
  ["a supplier of the other mode", from("sup_live", "prod_abc123"), "supplier_not_found", { supplier_id: "sup_live" }],
  ["a product that is not there", from("sup_xyz789", "prod_nothing"), "product_not_found", { field: "items[0].product_id", product_id: "prod_nothing" }],
  ["a product that is sold no more", from("sup_other", "prod_gone"), "product_not_found", { product_id: "prod_gone" }],
  ["a product of another supplier", from("sup_xyz789", "prod_small"), "product_not_found", { supplier_id: "sup_xyz789", sold_by: "sup_other" }],
  ["a shop that nobody orders from", from("sup_other", "prod_elsewhere"), "invalid_request", { reason: "unsupported_retailer", field: "items[0].product_id" }],
] as const)("refuses %s, and says which and why", async (_what, body, code, details) => {
  const error = errorOf(await post(body));
  expect([error.code, error.message]).toEqual([code, expect.stringMatching(/\w{3}/)]);
  expect(error.details).toMatchObject(details);
  expect(JSON.stringify(error)).not.toMatch(/4111|\.(?:address_line|phone_number)/);
}); // prettier-ignore

test("asks for name and phone where the account has none to stand in", async () => {
  const stranger = await api.newKey({ account: "Without a default" });
  const error = errorOf(await api.send("POST", "/api/v1/orders", { key: stranger, body: BODY }));
  expect([error.code, error.details["field"]]).toEqual(["missing_field", "shipping_address.name"]);
  expect(error.details["field_errors"]).toMatchObject([{}, { field: "shipping_address.phone" }]);
});

test("refuses an order above a spend limit in a word of its own, and keeps the native one", async () => {
  const poor = await api.newKey({ account: "Poor" });
  await giveDefaultRecipient(api.database, "Poor");
  await api.database.pool.query("UPDATE accounts SET spend_limit_cents = 1000 WHERE name = 'Poor'");
  const answer = await api.send("POST", "/api/v1/orders", { key: poor, body: BODY });
  const error = errorOf(answer);
  expect([answer.status, error.code, error.details["reason"]]).toEqual([400, "invalid_request", "insufficient_funds"]);
  expect(error.details).toMatchObject({ limit: 1_000, available: 1_000 });
  const left = await api.database.pool.query("SELECT FROM order_quotes");
  expect([left.rowCount, api.announced]).toEqual([0, []]);
});

test.each([
  ["no key", undefined, {}, "unauthorized"],
  ["a key that is none", "cw_test_nothing", {}, "unauthorized"],
])("refuses %s", async (_what, badKey, headers, code) => {
  const answer = await api.send("POST", "/api/v1/orders", { key: badKey, body: BODY, headers });
  expect([answer.status, errorOf(answer).code]).toEqual([401, code]);
  expect(answer.headers.get("www-authenticate")).toBe("Bearer");
});

test("refuses a key without the scope, and names the scope", async () => {
  const reader = await api.newKey({ scopes: ["orders:read"] });
  const error = errorOf(await api.send("POST", "/api/v1/orders", { key: reader, body: BODY }));
  expect([error.code, error.details]).toEqual(["forbidden", { required_scope: "orders:write" }]);
});

test("refuses one request too many, and says when to come back", async () => {
  refusal = new Problem("rate_limit_exceeded", "Too many.", { headers: { "Retry-After": "7" } });
  const answer = await api.get("/api/v1/orders", key);
  expect([answer.status, errorOf(answer).code, answer.headers.get("retry-after")]).toEqual([
    429,
    "rate_limit_exceeded",
    "7",
  ]);
});

test.each([
  ["GET", "/api/v1/orders/ord_2026_9999", "order_not_found"],
  ["GET", "/api/v1/orders/ord_1999_0001", "order_not_found"],
  ["GET", "/api/v1/orders/nothing", "order_not_found"],
  ["POST", "/api/v1/orders/ord_2026_9999/cancel", "order_not_found"],
  ["GET", "/api/v1/products/prod_nothing", "product_not_found"],
  ["GET", "/api/v1/products/prod_gone", "product_not_found"],
  ["GET", "/api/v1/products/%00", "product_not_found"],
  ["GET", "/api/v1/suppliers/%00", "supplier_not_found"],
  ["GET", "/api/v1/orders/%00", "order_not_found"],
  ["GET", "/api/v1/suppliers/sup_nothing", "supplier_not_found"],
  ["GET", "/api/v1/suppliers/sup_live/products", "supplier_not_found"],
])("finds nothing at %s %s", async (method, path, code) => {
  const answer = await api.send(method, path, { key });
  expect([answer.status, errorOf(answer).code]).toEqual([404, code]);
});

test.each([
  ["a path that is not there", "GET", "/api/v1/nothing", undefined, 404],
  ["a method that is not", "DELETE", "/api/v1/orders", undefined, 405],
  ["a body of another type", "POST", "/api/v1/orders", { "Content-Type": "text/plain" }, 415],
])("keeps to its shape for %s", async (_what, method, path, headers, status) => {
  const answer = await api.send(method, path, { key, ...(headers === undefined ? {} : { headers, body: "x" }) });
  expect([answer.status, errorOf(answer).code]).toEqual([status, "invalid_request"]);
});

test.each([
  ["broken JSON", "{", {}],
  ["a key that cannot be one", JSON.stringify(BODY), { "Idempotency-Key": "with a space" }],
])("refuses %s", async (_what, body, headers) => {
  const answer = await post(body, headers);
  expect([answer.status, errorOf(answer).code]).toEqual([400, body === "{" ? "invalid_request" : "invalid_field"]);
});

test.each(["page=0", "page=x", "per_page=101", "per_page=0", "limit=5"])("refuses a list with %s", async (query) => {
  const error = errorOf(await api.get(`/api/v1/orders?${query}`, key));
  expect([error.code, error.details["field"]]).toEqual(["invalid_field", query.split("=")[0]]);
});

test("shows nothing of a fault of the server", async () => {
  refusal = new Problem("service_unavailable", "Try again.", { headers: { "Retry-After": "2" } });
  expect(errorOf(await api.get("/api/v1/orders", key)).code).toBe("service_unavailable");
  refusal = Object.assign(new Error("secret of the house")) as Problem;
  const answer = await api.get("/api/v1/orders", key);
  expect([answer.status, errorOf(answer).code]).toEqual([500, "internal_error"]);
  expect(answer.text).not.toContain("secret");
});

test("takes an order only in its own words: what is native is refused by name", async () => {
  const error = errorOf(await post(ORDER));
  expect(error.code).toBe("missing_field");
});

test("stored nothing of all that was refused", async () => {
  expect([await api.countOrders(), api.announced]).toEqual([0, []]);
});
