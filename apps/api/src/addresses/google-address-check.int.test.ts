import {
  ACCEPTS,
  AWAY,
  type GoogleServer,
  LACKS_NUMBER,
  LACKS_UNIT,
  type Play,
  REPLACES_ZIP,
  RESET,
  SLOW,
  startGoogleServer,
  TOO_MANY,
  TRUNCATED,
} from "../testing/google-server.ts";
import type { PostalAddress } from "./address-check.ts";
import { newGoogleAddressCheck } from "./google-address-check.ts";
import { type GoogleClient, openGoogleClient } from "./google-client.ts";

const SENT: PostalAddress = {
  address_line1: "123 market st",
  address_line2: null,
  city: "san francisco",
  state: "CA",
  postal_code: "94105",
};

let server: GoogleServer;
let client: GoogleClient;
const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown): number => unhandled.push(reason);
const warnings: unknown[] = [];
const log = { warn: (facts: unknown) => void warnings.push(facts) };

beforeAll(async () => {
  process.on("unhandledRejection", noteUnhandled);
  server = await startGoogleServer();
  client = await openGoogleClient({ apiKey: "a-key", endpoint: server.url, fetch });
});

beforeEach(() => {
  warnings.length = 0;
});

afterAll(async () => {
  await client.close();
  server.close();
  process.off("unhandledRejection", noteUnhandled);
});

const check = () => newGoogleAddressCheck({ client, log, timeoutMs: 300 }).check(SENT);
const DEGRADED = { verdict: "accept", validation: { provider: "offline", degraded: true } };

it("accepts, and keeps the address as Google writes it", async () => {
  server.play(ACCEPTS);
  expect(await check()).toEqual({
    verdict: "accept",
    validation: { provider: "google", verdict: "accept", degraded: false },
    address: { ...SENT, address_line1: "123 Market St", city: "San Francisco", postal_code: "94105-1804" },
  });
  expect(server.requests).toEqual([
    {
      path: expect.stringMatching(/^\/v1:validateAddress\b/) as string,
      key: "a-key",
      body: {
        address: {
          regionCode: "US",
          administrativeArea: "CA",
          locality: "san francisco",
          postalCode: "94105",
          addressLines: ["123 market st"],
        },
        enableUspsCass: true,
      },
    },
  ]);
});

it("asks the client to confirm what Google replaced", async () => {
  server.play(REPLACES_ZIP);
  expect(await check()).toMatchObject({
    verdict: "confirm",
    errors: [{ field: "shipping_address.postal_code", code: "replaced_part" }],
    suggested: { address_line1: "123 Market St", postal_code: "94105-1804" },
  });
});

it("has an address without a house number fixed", async () => {
  server.play(LACKS_NUMBER);
  expect(await check()).toMatchObject({ verdict: "fix", errors: [{ field: "shipping_address.address_line1" }] });
});

it("asks for the unit that is missing", async () => {
  server.play(LACKS_UNIT);
  expect(await check()).toMatchObject({
    verdict: "add_subpremise",
    errors: [{ field: "shipping_address.address_line2", code: "missing_unit" }],
  });
});

it.each([
  ["was away", AWAY],
  ["had too many questions", TOO_MANY],
  ["tore the connection down", RESET],
  ["broke its answer off", TRUNCATED],
  ["answered garbage", [200, "<html>"]],
] as [string, Play][])("tries again once when Google %s, and then is not degraded", async (_how, said) => {
  server.play(said, ACCEPTS);
  expect(await check()).toMatchObject({ verdict: "accept", validation: { provider: "google", degraded: false } });
  expect(server.requests).toHaveLength(2);
});

it.each([
  ["is down", AWAY, 2],
  ["has too many questions", TOO_MANY, 2],
  ["hangs", SLOW, 2],
  ["tears connections down", RESET, 2],
  ["breaks its answers off", TRUNCATED, 2],
  ["answers garbage", [200, "<html>"], 2],
  ["answers nothing", [200, ""], 2],
  ["answers JSON that is no object", [200, ["result"]], 2],
  ["answers JSON that is no verdict", [200, { result: {} }], 2],
  ["answers a verdict of the wrong shape", [200, { result: { verdict: "PREMISE", address: [] } }], 2],
  ["refuses the key", [403, { error: { code: 403, message: "no", status: "PERMISSION_DENIED" } }], 1],
] as [string, Play, number][])(
  "answers by the offline check, and says so, when Google %s",
  async (_how, said, tries) => {
    server.play(said);
    expect(await check()).toMatchObject(DEGRADED);
    expect(server.requests).toHaveLength(tries);
    expect(warnings).toHaveLength(1);
    expect(JSON.stringify(warnings)).not.toMatch(/a-key|market/i);
  },
);

it("asks once for everybody who asks for one address at the same time, and for a while after", async () => {
  server.play(ACCEPTS);
  const shared = newGoogleAddressCheck({ client, log });
  const decisions = await Promise.all(Array.from({ length: 20 }, () => shared.check(SENT)));
  await shared.check({ ...SENT, city: "San Francisco" });
  expect(decisions.every((decision) => decision.verdict === "accept")).toBe(true);
  expect(server.requests).toHaveLength(1);
});

it("stops asking for 30 seconds after five failures in a row", async () => {
  let clock = 0;
  server.play([503, {}]);
  const guarded = newGoogleAddressCheck({ client, log, now: () => clock });
  for (let count = 0; count < 10; count += 1) expect(await guarded.check(SENT)).toMatchObject(DEGRADED);
  expect(server.requests).toHaveLength(5);
  clock = 30_000;
  server.play(ACCEPTS);
  expect(await guarded.check(SENT)).toMatchObject({ validation: { provider: "google" } });
  expect(server.requests).toHaveLength(1);
});

it("leaves no rejection unhandled, whatever Google did before", async () => {
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(unhandled).toEqual([]);
});
