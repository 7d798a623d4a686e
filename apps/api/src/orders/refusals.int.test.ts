import { ErrorBody, type FieldError } from "@cartwright/schemas";
import { DEMO_SHOP_URL, ORDER, PRODUCT_URL, startTestApi, type TestApi } from "../testing/test-api.ts";

let api: TestApi;
let key: string;

beforeAll(async () => {
  api = await startTestApi();
  key = await api.newKey();
});

afterAll(() => api.close());

const withAddress = (changes: object) => ({ ...ORDER, shipping_address: { ...ORDER.shipping_address, ...changes } });
const withUrl = (url: unknown) => ({ ...ORDER, products: [{ url: PRODUCT_URL }, { url }] });
const without = (name: string) => Object.fromEntries(Object.entries(ORDER).filter(([key]) => key !== name));
const VISA = "4242 4242-4242 4242";

type Case = [why: string, body: unknown, status: number, code: string, field: string];

const CASES: Case[] = [
  ["a body that is no object", [], 422, "validation_error", "body"],
  ["null as a body", null, 422, "validation_error", "body"],
  ["no products", without("products"), 422, "validation_error", "products"],
  ["an empty list of products", { ...ORDER, products: [] }, 422, "validation_error", "products"],
  ["a product that is no object", { ...ORDER, products: ["x"] }, 422, "validation_error", "products[0]"],
  ["51 products", { ...ORDER, products: Array.from({ length: 51 }, () => ({ url: PRODUCT_URL })) }, 422, "validation_error", "products"],
  ["quantity 0", { ...ORDER, products: [{ url: PRODUCT_URL, quantity: 0 }] }, 422, "validation_error", "products[0].quantity"],
  ["quantity 101", { ...ORDER, products: [{ url: PRODUCT_URL, quantity: 101 }] }, 422, "validation_error", "products[0].quantity"],
  ["quantity as text", { ...ORDER, products: [{ url: PRODUCT_URL, quantity: "1" }] }, 422, "validation_error", "products[0].quantity"],
  ["an unknown key", { ...ORDER, max_prise: 1 }, 422, "validation_error", "max_prise"],
  ["an unknown key of a product", { ...ORDER, products: [{ url: PRODUCT_URL, qty: 2 }] }, 422, "validation_error", "products[0].qty"],
  ["an unknown key of a variant", { ...ORDER, products: [{ url: PRODUCT_URL, variant: [{ label: "a", value: "b", c: 1 }] }] }, 422, "validation_error", "products[0].variant[0].c"],
  ["an unknown key of the address", withAddress({ zip: "94105" }), 422, "validation_error", "shipping_address.zip"],
  ["a key named __proto__", JSON.stringify(ORDER).replace("{", '{"__proto__":{"max_price":1},'), 422, "validation_error", "__proto__"],

  ["no max_price", without("max_price"), 422, "validation_error", "max_price"],
  ["max_price 0", { ...ORDER, max_price: 0 }, 422, "validation_error", "max_price"],
  ["max_price 1.5", { ...ORDER, max_price: 1.5 }, 422, "validation_error", "max_price"],
  ["max_price as text", { ...ORDER, max_price: "10" }, 422, "validation_error", "max_price"],
  ["max_price 10^12", { ...ORDER, max_price: 1e12 }, 422, "validation_error", "max_price"],
  ["max_price -1", { ...ORDER, max_price: -1 }, 422, "validation_error", "max_price"],
  ["max_price null", { ...ORDER, max_price: null }, 422, "validation_error", "max_price"],
  ["max_price 1e400", JSON.stringify(ORDER).replace("20000", "1e400"), 422, "validation_error", "max_price"],

  ["a search page", withUrl(`${DEMO_SHOP_URL}/search?q=lamp`), 422, "validation_error", "products[1].url"],
  ["the shop's front page", withUrl(DEMO_SHOP_URL), 422, "validation_error", "products[1].url"],
  ["an unknown shop", withUrl("https://shop.cartwright.dev/products/lamp"), 422, "unsupported_retailer", "products[1].url"],
  ["no URL at all", withUrl("walnut desk organizer"), 422, "validation_error", "products[1].url"],
  ["a number as URL", withUrl(7), 422, "validation_error", "products[1].url"],
  ["a javascript URL", withUrl("javascript:alert(1)"), 422, "validation_error", "products[1].url"],
  ["a file URL", withUrl("file:///etc/passwd"), 422, "validation_error", "products[1].url"],
  ["credentials in the URL", withUrl("http://user:secret@127.0.0.1:3001/products/walnut-desk-organizer"), 422, "validation_error", "products[1].url"],
  ["another port of the shop's host", withUrl("http://127.0.0.1:5432/products/walnut-desk-organizer"), 422, "validation_error", "products[1].url"],
  ["an IPv4 literal", withUrl("http://93.184.216.34/products/x"), 422, "validation_error", "products[1].url"],
  ["the metadata service", withUrl("http://169.254.169.254/latest/meta-data"), 422, "validation_error", "products[1].url"],
  ["an IPv6 literal", withUrl("http://[::1]/products/x"), 422, "validation_error", "products[1].url"],
  ["an IPv4 in IPv6", withUrl("http://[::ffff:127.0.0.1]/products/x"), 422, "validation_error", "products[1].url"],
  ["a decimal address", withUrl("http://2130706433/products/x"), 422, "validation_error", "products[1].url"],
  ["a hexadecimal address", withUrl("http://0x7f000001/products/x"), 422, "validation_error", "products[1].url"],
  ["an octal address", withUrl("http://0177.0.0.1/products/x"), 422, "validation_error", "products[1].url"],
  ["a short address", withUrl("http://127.1/products/x"), 422, "validation_error", "products[1].url"],
  ["localhost", withUrl("http://localhost:3001/products/walnut-desk-organizer"), 422, "validation_error", "products[1].url"],
  ["a name of the local network", withUrl("http://nas.local/products/x"), 422, "validation_error", "products[1].url"],

  ["no address", without("shipping_address"), 422, "validation_error", "shipping_address"],
  ["no city", withAddress({ city: undefined }), 422, "validation_error", "shipping_address.city"],
  ["no name", withAddress({ first_name: undefined }), 422, "validation_error", "shipping_address.first_name"],
  ["a blank street", withAddress({ address_line1: "  " }), 422, "validation_error", "shipping_address.address_line1"],
  ["a state that is none", withAddress({ state: "XX" }), 422, "validation_error", "shipping_address.state"],
  ["a ZIP of four digits", withAddress({ postal_code: "9410" }), 422, "validation_error", "shipping_address.postal_code"],
  ["USA", withAddress({ country: "USA" }), 422, "unsupported_country", "shipping_address.country"],
  ["Canada", withAddress({ country: "CA" }), 422, "unsupported_country", "shipping_address.country"],
  ["a ZIP that is none", withAddress({ postal_code: "00000" }), 422, "invalid_shipping_address", "shipping_address.postal_code"],
  ["a ZIP of another state", withAddress({ postal_code: "10001" }), 422, "invalid_shipping_address", "shipping_address.postal_code"],
  ["a city of elsewhere", withAddress({ city: "Springfield" }), 422, "invalid_shipping_address", "shipping_address.city"],
  ["a street that is none", withAddress({ address_line1: "x" }), 422, "invalid_shipping_address", "shipping_address.address_line1"],
  ["a phone that is none", withAddress({ phone_number: "12345" }), 422, "invalid_shipping_address", "shipping_address.phone_number"],
  ["a phone of another country", withAddress({ phone_number: "+442071838750" }), 422, "invalid_shipping_address", "shipping_address.phone_number"],

  ["a key of metadata named __proto__", JSON.stringify({ ...ORDER, metadata: { a: 1 } }).replace('"a"', '"__proto__"'), 422, "validation_error", "metadata.__proto__"],
  ["a key named __proto__ deep in metadata", JSON.stringify({ ...ORDER, metadata: { a: [{ b: 1 }] } }).replace('"b"', '"__proto__"'), 422, "validation_error", "metadata.a[0].__proto__"],
  ["a number in metadata that would become null", JSON.stringify({ ...ORDER, metadata: { a: 1 } }).replace('"a":1', '"a":1e999'), 422, "validation_error", "metadata.a"],
  ["a name that nobody sees", withAddress({ last_name: "\u200B" }), 422, "validation_error", "shipping_address.last_name"],
  ["a name of a Hangul filler", withAddress({ last_name: "\u3164" }), 422, "validation_error", "shipping_address.last_name"],
  ["a street that turns its letters around", withAddress({ address_line1: "\u202E123 Market Street" }), 422, "validation_error", "shipping_address.address_line1"],
  ["a second line of dashes", withAddress({ address_line2: "--" }), 422, "validation_error", "shipping_address.address_line2"],
  ["a line separator in a PO number", { ...ORDER, po_number: "a\u2028b" }, 422, "validation_error", "po_number"],
  ["NUL in a name", withAddress({ first_name: "A\u0000da" }), 422, "validation_error", "shipping_address.first_name"],
  ["NUL in a URL", withUrl(`${PRODUCT_URL}\u0000`), 422, "validation_error", "products[1].url"],
  ["NUL in metadata", { ...ORDER, metadata: { a: ["\u0000"] } }, 422, "validation_error", "metadata.a[0]"],
  ["half a surrogate pair", JSON.stringify({ ...ORDER, po_number: "X" }).replace('"X"', '"\\ud800"'), 422, "validation_error", "po_number"],
  ["a line break in a field", { ...ORDER, po_number: "a\nb" }, 422, "validation_error", "po_number"],
  ["an idempotency key of 37 characters", { ...ORDER, idempotency_key: "k".repeat(37) }, 422, "validation_error", "idempotency_key"],
  ["metadata with 51 keys", { ...ORDER, metadata: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, n])) }, 422, "validation_error", "metadata"],

  ["a card number as name", withAddress({ last_name: VISA }), 422, "validation_error", "shipping_address.last_name"],
  ["a card number in a metadata value", { ...ORDER, metadata: { a: { b: [VISA] } } }, 422, "validation_error", "metadata.a.b[0]"],
  ["a card number as a metadata number", { ...ORDER, metadata: { n: 4242424242424242 } }, 422, "validation_error", "metadata.n"],
  ["a card number as a metadata key", { ...ORDER, metadata: { [VISA]: 1 } }, 422, "validation_error", "metadata"],
  ["a card number as a variant", { ...ORDER, products: [{ url: PRODUCT_URL, variant: [{ label: "x", value: VISA }] }] }, 422, "validation_error", "products[0].variant[0].value"],
  ["a card number as an unknown key", { ...ORDER, [VISA]: 1 }, 422, "validation_error", "(hidden)"],
  ["a card number as an unknown key of a product", { ...ORDER, products: [{ url: PRODUCT_URL, [`card ${VISA}`]: 1 }] }, 422, "validation_error", "products[0].(hidden)"],
  ["a card number across two keys", { ...ORDER, metadata: { "42424242": { "42424242": "\u0000" } } }, 422, "validation_error", "(hidden)"],
  ["a card number in the gift's message", { ...ORDER, is_gift: true, gift_message: `with ${VISA}` }, 422, "validation_error", "gift_message"],
  ["a card number as PO number", { ...ORDER, po_number: `card ${VISA}` }, 422, "validation_error", "po_number"],
]; // prettier-ignore

it.each(CASES)("refuses %s by name and stores nothing", async (_why, body, status, code, field) => {
  const answer = await api.post(body, key);
  const { error } = ErrorBody.parse(answer.body);
  expect([answer.status, error.code]).toEqual([status, code]);
  const errors = error.details["field_errors"] as FieldError[];
  expect(errors.map((entry) => entry.field)).toContain(field);
  expect(error.message).toContain(errors[0]?.field);
  const shown = JSON.stringify(answer.body) + api.logLines.join("");
  expect(await api.countOrders()).toBe(0);
  expect(shown.replaceAll(/[ -]/g, "")).not.toMatch(/4242424242424242|secret/);
});

it.each([
  ["dots", "4242.4242.4242.4242"],
  ["slashes", "4242/4242/4242/4242"],
  ["underscores", "4242_4242_4242_4242"],
  ["no-break spaces", "4242\u00A04242\u00A04242\u00A04242"],
  ["no-break hyphens", "4242\u20114242\u20114242\u20114242"],
  ["full-width digits", "\uFF14\uFF12\uFF14\uFF12".repeat(4)],
])("stores no card number with %s", async (_how, card) => {
  for (const [field, body] of [
    ["po_number", { ...ORDER, po_number: card }],
    ["metadata.note", { ...ORDER, metadata: { note: `card: ${card}` } }],
    ["(hidden)", { ...ORDER, [card]: 1 }],
  ] as const) {
    const answer = await api.post(body, key);
    const { error } = ErrorBody.parse(answer.body);
    expect([answer.status, error.code]).toEqual([422, "validation_error"]);
    expect(error.details["field_errors"]).toMatchObject([{ field }]);
    expect(JSON.stringify(answer.body).normalize("NFKC").replaceAll(/\W|_/g, "")).not.toContain("42424242");
  }
  expect(await api.countOrders()).toBe(0);
});

it("answers a request of many faults with a few of them, and says how many more there are", async () => {
  const unknown = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`k${n}`, 1]));
  const deep = { ["x".repeat(9_000)]: { ["y".repeat(9_000)]: Array.from({ length: 4_000 }, () => "\0") } };
  for (const [body, faults] of [
    [{ ...ORDER, ...unknown }, 5_000],
    [{ ...ORDER, metadata: deep }, 4_000],
  ] as const) {
    const answer = await api.post(body, key);
    const { error } = ErrorBody.parse(answer.body);
    expect(answer.status).toBe(422);
    expect(error.details["field_errors"]).toHaveLength(50);
    expect(error.details["field_errors_omitted"]).toBe(faults - 50);
    expect(error.message).toContain(`(and 49 more in details.field_errors, ${faults - 50} left out)`);
    expect(JSON.stringify(answer.body).length).toBeLessThan(25_000);
  }
});

it("says what came in place of a number that is too large for JSON's readers", async () => {
  const answer = await api.post(JSON.stringify(ORDER).replace("20000", "1e999"), key);
  expect(ErrorBody.parse(answer.body).error.message).toMatch(
    /^max_price: .*Received: "a number beyond 1\.79\d+e\+308"/,
  );
});

it.each(["k".repeat(37), "a b", "a,b c", "", "caf\u00e9"])(
  "names the header of the idempotency key %p",
  async (given) => {
    const answer = await api.post(ORDER, key, { "Idempotency-Key": given });
    expect(answer.status).toBe(422);
    expect(ErrorBody.parse(answer.body).error.message).toMatch(
      /^Idempotency-Key: this header must be 1 to 36 printable ASCII characters without spaces\./,
    );
  },
);

it("says of a ZIP which state it is of, and of USA which code to use", async () => {
  const zip = await api.post(withAddress({ postal_code: "10001" }), key);
  expect(ErrorBody.parse(zip.body).error.message).toContain("ZIP of NY");
  expect(zip.body).toMatchObject({ error: { details: { verdict: "fix", suggested_address: null } } });
  const usa = await api.post(withAddress({ country: "usa" }), key);
  expect(ErrorBody.parse(usa.body).error.message).toContain('use "US"');
});

it("suggests the ZIP's city for one that is not near it", async () => {
  const answer = await api.post(withAddress({ city: "Springfield" }), key);
  expect(answer.body).toMatchObject({
    error: { details: { verdict: "confirm", suggested_address: { city: "San Francisco", postal_code: "94105" } } },
  });
});

type RawCase = [why: string, body: string, headers: Record<string, string>, status: number, code: string];

const RAW_CASES: RawCase[] = [
  ["broken JSON", '{"products":', {}, 400, "bad_request"],
  ["an empty body", "", {}, 400, "bad_request"],
  ["a body of 65 KiB", JSON.stringify({ ...ORDER, x: "x".repeat(65 * 1024) }), {}, 413, "payload_too_large"],
  ["a form", "max_price=1", { "Content-Type": "application/x-www-form-urlencoded" }, 415, "unsupported_media_type"],
  ["text", JSON.stringify(ORDER), { "Content-Type": "text/plain" }, 415, "unsupported_media_type"],
  ["an unknown charset", JSON.stringify(ORDER), { "Content-Type": "application/json; charset=klingon" }, 415, "unsupported_media_type"],
  ["an unknown encoding", JSON.stringify(ORDER), { "Content-Encoding": "lzma" }, 415, "unsupported_media_type"],
  ["a broken gzip stream", "not gzip", { "Content-Encoding": "gzip" }, 400, "bad_request"],
  ["20 000 nested lists", `{"metadata":{"a":${"[".repeat(20_000)}${"]".repeat(20_000)}}}`, {}, 422, "validation_error"],
]; // prettier-ignore

it.each(RAW_CASES)("refuses %s", async (_why, body, headers, status, code) => {
  const answer = await api.post(body, key, headers);
  expect([answer.status, ErrorBody.parse(answer.body).error.code]).toEqual([status, code]);
  expect(answer.headers.get("x-request-id")).not.toBeNull();
  expect(await api.countOrders()).toBe(0);
});

it("refuses sandbox products to live keys", async () => {
  const answer = await api.post(ORDER, await api.newKey({ mode: "live" }));
  expect([answer.status, ErrorBody.parse(answer.body).error.code]).toEqual([422, "unsupported_retailer"]);
});
