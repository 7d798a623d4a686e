import {
  ACCEPTS,
  AWAY,
  googleAnswer,
  type GoogleServer,
  LACKS_NUMBER,
  LACKS_UNIT,
  part,
  type Play,
  REPLACES_ZIP,
  RESET,
  SLOW,
  startGoogleServer,
  TOO_MANY,
  TRUNCATED,
} from "../testing/google-server.ts";
import { type Answer, ORDER, startTestApi, type TestApi } from "../testing/test-api.ts";
import { newGoogleAddressCheck } from "./google-address-check.ts";
import { type GoogleClient, openGoogleClient } from "./google-client.ts";

// Orders through the whole API, Google's own client, and a server that plays Google: none is lost, whatever it does.

const OPEN_MS = 30_000;

let google: GoogleServer;
let client: GoogleClient;
let api: TestApi;
let key: string;
let clock: number;
let check: ReturnType<typeof newGoogleAddressCheck>;
const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown): number => unhandled.push(reason);

beforeAll(async () => {
  process.on("unhandledRejection", noteUnhandled);
  google = await startGoogleServer();
  client = await openGoogleClient({ apiKey: "a-key", endpoint: google.url, fetch });
  api = await startTestApi({ addressCheck: { check: (address) => check.check(address) } });
  key = await api.newKey();
});

beforeEach(() => {
  clock = 0;
  const log = { warn: () => undefined };
  check = newGoogleAddressCheck({ client, log, timeoutMs: 250, now: () => clock });
});

afterAll(async () => {
  await api.close();
  await client.close();
  google.close();
  process.off("unhandledRejection", noteUnhandled);
});

let street = 100;
/** An address that nothing has been asked about yet. */
const freshAddress = () => ({ ...ORDER.shipping_address, address_line1: `${(street += 1)} Market Street` });
const order = (shipping_address: object = freshAddress(), more: object = {}) =>
  api.post({ ...ORDER, shipping_address, ...more }, key);

const GOOGLE_ACCEPTED = { provider: "google", verdict: "accept", degraded: false, overridden: false };
const STOOD_IN = { provider: "offline", verdict: "accept", degraded: true, overridden: false };

const seen = ({ status, body }: Answer) => [status, body["address_validation"]];
const BY_GOOGLE = [201, GOOGLE_ACCEPTED];
const BY_STAND_IN = [201, STOOD_IN];

test("an accepted address is kept as Google writes it, beside what was sent", async () => {
  google.play(ACCEPTS);
  const sent = freshAddress();
  const { body } = await order(sent);
  expect(body).toMatchObject({
    address_validation: GOOGLE_ACCEPTED,
    shipping_address: { address_line1: "123 Market St", postal_code: "94105-1804" },
  });
  const { rows } = await api.database.pool.query("SELECT address_sent FROM orders WHERE id = $1", [body["id"]]);
  expect(rows).toEqual([{ address_sent: sent }]);
});

test.each([
  ["a replaced ZIP", REPLACES_ZIP, "confirm", "postal_code", true],
  ["a missing unit", LACKS_UNIT, "add_subpremise", "address_line2", true],
  ["a unit that USPS does not know", [200, googleAnswer({ dpv: "S" })], "confirm", "address_line2", true],
  ["no by USPS alone", [200, googleAnswer({ dpv: "N" })], "confirm", "address_line1", true],
  ["a missing house number", LACKS_NUMBER, "fix", "address_line1", false],
  [
    "a doubt that USPS does not lift",
    [
      200,
      googleAnswer({
        verdict: { hasUnconfirmedComponents: true },
        address: {
          addressComponents: [part("street_number", "9", { confirmationLevel: "UNCONFIRMED_BUT_PLAUSIBLE" })],
        },
        dpv: null,
      }),
    ],
    "fix",
    "address_line1",
    false,
  ],
] as [string, Play, string, string, boolean][])(
  "%s refuses the order with the field at fault, and can be insisted on where a person may know better",
  async (_what, said, verdict, field, canInsist) => {
    google.play(said);
    const sent = freshAddress();
    const refused = await order(sent);
    expect(refused.status).toBe(422);
    const { code, details } = refused.body["error"] as { code: string; details: Record<string, unknown> };
    expect([code, details]).toMatchObject([
      "invalid_shipping_address",
      { verdict, provider: "google", degraded: false },
    ]);
    expect(details["field_errors"]).toContainEqual(expect.objectContaining({ field: `shipping_address.${field}` }));
    expect(typeof details["override_token"]).toBe(canInsist ? "string" : "undefined");
    if (!canInsist) return;
    const asked = google.requests.length;
    const taken = await order(sent, { override_token: details["override_token"] });
    expect(seen(taken)).toEqual([201, { provider: "google", verdict, degraded: false, overridden: true }]);
    expect(taken.body).toMatchObject({ shipping_address: { address_line1: sent.address_line1, postal_code: "94105" } });
    expect(google.requests).toHaveLength(asked);
  },
);

test.each([
  ["has too many questions", TOO_MANY],
  ["is away", AWAY],
  ["tears the connection down", RESET],
  ["breaks its answer off", TRUNCATED],
  ["answers HTML", [200, "<html>"]],
  ["hangs", SLOW],
] as [string, Play][])("once is no reason to stand in for Google when it %s", async (_how, said) => {
  google.play(said, ACCEPTS);
  expect(seen(await order())).toEqual(BY_GOOGLE);
  expect(google.requests).toHaveLength(2);
});

test.each([
  ["is down", AWAY],
  ["has too many questions", TOO_MANY],
  ["tears connections down", RESET],
  ["breaks its answers off", TRUNCATED],
  ["answers HTML", [200, "<html>"]],
  ["answers JSON of another shape", [200, { result: { verdict: "PREMISE" } }]],
  ["hangs", SLOW],
  ["refuses the key", [403, { error: { code: 403, message: "no", status: "PERMISSION_DENIED" } }]],
] as [string, Play][])(
  "an order is accepted by the offline check, and says so, while Google %s",
  async (_how, said) => {
    google.play(said);
    expect(seen(await order())).toEqual(BY_STAND_IN);
  },
);

test("what the offline check doubts while Google is down can be insisted on", async () => {
  google.play(AWAY);
  const sent = { ...freshAddress(), city: "Springfield" };
  const refused = (await order(sent)).body["error"] as { details: { override_token?: string } };
  expect(refused).toMatchObject({ details: { verdict: "confirm", provider: "offline", degraded: true } });
  const taken = await order(sent, { override_token: refused.details.override_token });
  expect(seen(taken)).toEqual([201, { provider: "offline", verdict: "confirm", degraded: true, overridden: true }]);
});

test("after five failures nobody asks for 30 seconds; then one does, and when it is answered all do", async () => {
  google.play(AWAY);
  for (let count = 0; count < 4; count += 1) expect(seen(await order())).toEqual(BY_STAND_IN);
  expect(google.requests).toHaveLength(5);
  clock = OPEN_MS;
  expect(seen(await order())).toEqual(BY_STAND_IN);
  // The one that went through failed: shut for another 30 seconds.
  expect(google.requests).toHaveLength(6);
  google.play(ACCEPTS);
  expect(seen(await order())).toEqual(BY_STAND_IN);
  clock = 2 * OPEN_MS;
  expect(seen(await order())).toEqual(BY_GOOGLE);
  expect(seen(await order())).toEqual(BY_GOOGLE);
  expect(google.requests).toHaveLength(2);
});

test("twenty orders to one address at once are one question, and later ones none", async () => {
  google.play(ACCEPTS);
  const sent = freshAddress();
  const answers = await Promise.all(Array.from({ length: 20 }, () => order(sent)));
  expect(answers.map(seen)).toEqual(Array.from({ length: 20 }, () => BY_GOOGLE));
  expect(seen(await order({ ...sent, city: "SAN  FRANCISCO" }))).toEqual(BY_GOOGLE);
  expect(google.requests).toHaveLength(1);
});

test("a hundred orders while Google does everything wrong in turn are a hundred orders", async () => {
  google.play(RESET, AWAY, TRUNCATED, [200, "<html>"], TOO_MANY, SLOW, ACCEPTS);
  const before = await api.countOrders();
  const answers = await Promise.all(Array.from({ length: 100 }, () => order()));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect((await api.countOrders()) - before).toBe(100);
});

test("no rejection was left unhandled, and no request failed on our side", async () => {
  // Whatever is still under way has been given up by then.
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(unhandled).toEqual([]);
  expect(api.logLines.filter((line) => /"status":5\d\d/.test(line))).toEqual([]);
});
