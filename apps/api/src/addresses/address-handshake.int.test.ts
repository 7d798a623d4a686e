import { randomBytes } from "node:crypto";
import { IN_STATUS, storeOrder } from "../testing/store-order.ts";
import { ORDER, startTestApi, type TestApi } from "../testing/test-api.ts";
import type { AddressCheck } from "./address-check.ts";
import { openAddressOverrides } from "./address-override.ts";

/** A city that the ZIP's people do not know: the offline check asks about it. */
const DOUBTED = { ...ORDER, shipping_address: { ...ORDER.shipping_address, city: "Springfield" } };
const FIX = { ...ORDER, shipping_address: { ...ORDER.shipping_address, postal_code: "10001" } };

let api: TestApi;
let key: string;
beforeAll(async () => {
  api = await startTestApi();
  key = await api.newKey();
});
afterAll(() => api.close());

interface Refusal {
  code: string;
  details: Record<string, unknown> & { override_token?: string };
}

async function refusalOf(body: object, by = key): Promise<Refusal> {
  const answer = await api.post(body, by);
  expect(answer.status).toBe(422);
  return answer.body["error"] as Refusal;
}

const tokenFor = async (body: object) => (await refusalOf(body)).details.override_token ?? "";
const insist = (body: object, token: unknown, by = key) => api.post({ ...body, override_token: token }, by);

test("a doubted address is refused with what is wrong, what may be meant, and the token that insists on it", async () => {
  expect(await refusalOf(DOUBTED)).toMatchObject({
    code: "invalid_shipping_address",
    details: {
      verdict: "confirm",
      field_errors: [{ field: "shipping_address.city", received: "Springfield", expected: "San Francisco" }],
      suggested_address: { city: "San Francisco", postal_code: "94105", country: "US" },
      override_token: expect.stringMatching(/^[\w-]{40,80}$/),
    },
  });
});

test("with its token the address is taken as it was sent, the verdict stays, and the order says who decided", async () => {
  const body = { ...DOUBTED, idempotency_key: "insisted" };
  const token = await tokenFor(body);
  const taken = await insist(body, token);
  expect(taken.status).toBe(201);
  expect(taken.body).toMatchObject({
    shipping_address: { address_line1: "123 Market Street", city: "Springfield", phone_number: "+14156935505" },
    address_validation: { provider: "offline", verdict: "confirm", degraded: false, overridden: true },
  });
  const replayed = await insist(body, token);
  expect([replayed.status, replayed.body["id"]]).toEqual([200, taken.body["id"]]);
});

test("an address that nobody insisted on is not called overridden", async () => {
  expect((await api.post(ORDER, key)).body).toMatchObject({
    address_validation: { provider: "offline", verdict: "accept", degraded: false, overridden: false },
  });
});

test("an order from before there were tokens is not called overridden", async () => {
  const { body } = await api.post(ORDER, key);
  await api.database.pool.query(
    "UPDATE orders SET address_validation = address_validation - 'overridden' WHERE id = $1",
    [body["id"]],
  );
  expect((await api.get(`/orders/${String(body["id"])}`, key)).body).toMatchObject({
    address_validation: { verdict: "accept", overridden: false },
  });
});

test("nothing insists on an address that nobody could deliver to, or on a phone number that is none", async () => {
  expect((await refusalOf(FIX)).details).toMatchObject({ verdict: "fix", suggested_address: null });
  expect((await refusalOf(FIX)).details).not.toHaveProperty("override_token");
  const shipping_address = { ...DOUBTED.shipping_address, phone_number: "12" };
  const refused = await refusalOf({ ...DOUBTED, shipping_address });
  expect(refused.details).toMatchObject({ verdict: "fix" });
  expect(refused.details).not.toHaveProperty("override_token");
  // The token of the same address does not make the number better.
  const insisted = await insist({ ...DOUBTED, shipping_address }, await tokenFor(DOUBTED));
  expect(insisted.body).toMatchObject({
    error: { code: "invalid_shipping_address", details: { field_errors: [{ code: "invalid_phone_number" }] } },
  });
});

test("a token that is forged, of another address, of another account, or of another secret is refused by name", async () => {
  const token = await tokenFor(DOUBTED);
  const stranger = await api.newKey({ account: "Somebody else" });
  const elsewhere = { ...DOUBTED, shipping_address: { ...DOUBTED.shipping_address, address_line1: "9 Elm Street" } };
  const foreign = openAddressOverrides(() => Promise.resolve(randomBytes(32)));
  const { first_name: _first, last_name: _last, phone_number: _phone, country: _country, ...address } = DOUBTED.shipping_address; // prettier-ignore
  const forged = await foreign.issue({
    accountId: "x",
    address: { ...address, address_line2: null, state: "CA" },
    validation: { provider: "offline", verdict: "confirm", degraded: false },
  });
  const answers = await Promise.all([
    insist(DOUBTED, `${token.slice(0, -2)}AA`),
    insist(elsewhere, token),
    insist(FIX, token),
    insist(DOUBTED, token, stranger),
    insist(DOUBTED, forged),
    insist(DOUBTED, "x"),
  ]);
  for (const { status, body } of answers) {
    expect([status, body]).toMatchObject([
      422,
      {
        error: {
          code: "validation_error",
          details: { field_errors: [{ field: "override_token", code: "wrong_token" }] },
        },
      },
    ]);
  }
});

test("a token that came with an address that is accepted anyway is ignored, whatever it is", async () => {
  const accepted = { provider: "offline", verdict: "accept", degraded: false, overridden: false };
  for (const token of [await tokenFor(DOUBTED), "x"]) {
    const { status, body } = await insist(ORDER, token);
    expect([status, body["address_validation"]]).toEqual([201, accepted]);
  }
});

test("an address that a retry changes can be insisted on as well", async () => {
  const failedId = await storeOrder(api.database, { columns: IN_STATUS.order_failed });
  const retry = (body: object) => api.send("POST", `/orders/${failedId}/retry`, { key, body });
  const { shipping_address } = DOUBTED;
  const refused = (await retry({ shipping_address })).body["error"] as Refusal;
  expect(refused.code).toBe("invalid_shipping_address");
  const taken = await retry({ shipping_address, override_token: refused.details.override_token });
  expect([taken.status, taken.body]).toMatchObject([201, { address_validation: { overridden: true } }]);
});

test("a token is refused when its day is over, and the refusal says that", async () => {
  let clock = Date.now();
  const secret = randomBytes(32);
  const late = await startTestApi({
    addressOverrides: openAddressOverrides(() => Promise.resolve(secret), () => clock),
  }); // prettier-ignore
  try {
    const own = await late.newKey();
    const refused = (await late.post(DOUBTED, own)).body["error"] as Refusal;
    clock += 24 * 60 * 60 * 1_000;
    const answer = await late.post({ ...DOUBTED, override_token: refused.details.override_token }, own);
    expect(answer.body).toMatchObject({ error: { details: { field_errors: [{ code: "expired_token" }] } } });
    expect(await late.countOrders()).toBe(0);
  } finally {
    await late.close();
  }
});

test("what the stand-in of a provider doubted can be insisted on, and stays marked as degraded", async () => {
  const degraded: AddressCheck = {
    check: () =>
      Promise.resolve({
        verdict: "add_subpremise",
        errors: [{ field: "shipping_address.address_line2", code: "missing_unit", message: "needs a unit" }],
        suggested: null,
        validation: { provider: "offline", verdict: "add_subpremise", degraded: true },
      }),
  };
  const other = await startTestApi({ addressCheck: degraded });
  try {
    const own = await other.newKey();
    const refused = (await other.post(ORDER, own)).body["error"] as Refusal;
    expect(refused.details).toMatchObject({ verdict: "add_subpremise", degraded: true });
    const taken = await other.post({ ...ORDER, override_token: refused.details.override_token }, own);
    expect(taken.body).toMatchObject({
      address_validation: { provider: "offline", verdict: "add_subpremise", degraded: true, overridden: true },
    });
  } finally {
    await other.close();
  }
});
