import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
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

const answer = (verdict: object, address: object, dpvConfirmation: string) => ({
  result: {
    verdict: { inputGranularity: "PREMISE", validationGranularity: "PREMISE", addressComplete: true, ...verdict },
    address: {
      postalAddress: {
        regionCode: "US",
        postalCode: "94105-1804",
        administrativeArea: "CA",
        locality: "San Francisco",
        addressLines: ["123 Market St"],
      },
      ...address,
    },
    uspsData: { dpvConfirmation },
  },
  responseId: "an-id",
});

const ACCEPT = answer({}, {}, "Y");
const CONFIRM = answer(
  { hasReplacedComponents: true },
  {
    addressComponents: [
      { componentType: "postal_code", componentName: { text: "94105" }, confirmationLevel: 1, replaced: true },
    ],
  },
  "Y",
);
const FIX = answer(
  { validationGranularity: "ROUTE", addressComplete: false },
  { missingComponentTypes: ["street_number"] },
  "N",
);
const SLOW = Symbol("slow");

/** What the server says next: a status and a body, or nothing for a long while. The last one is said again and again. */
let script: (typeof SLOW | [status: number, body: unknown])[];
let requests: { path: string; key: unknown; body: unknown }[];
let server: Server;
let client: GoogleClient;
const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown): number => unhandled.push(reason);
const warnings: unknown[] = [];
const log = { warn: (facts: unknown) => void warnings.push(facts) };

async function readAll(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as unknown;
}

beforeAll(async () => {
  process.on("unhandledRejection", noteUnhandled);
  server = createServer((request, response) => {
    void (async () => {
      const body = await readAll(request);
      requests.push({ path: request.url ?? "", key: request.headers["x-goog-api-key"], body });
      const next = script.length > 1 ? script.shift() : script[0];
      if (next === SLOW || next === undefined) return;
      response.writeHead(next[0], { "Content-Type": "application/json" });
      response.end(typeof next[1] === "string" ? next[1] : JSON.stringify(next[1]));
    })();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  client = await openGoogleClient({ apiKey: "a-key", endpoint: `http://127.0.0.1:${port}`, fetch });
});

beforeEach(() => {
  requests = [];
  warnings.length = 0;
});

afterAll(async () => {
  await client.close();
  server.closeAllConnections();
  server.close();
  process.off("unhandledRejection", noteUnhandled);
});

const check = () => newGoogleAddressCheck({ client, log, timeoutMs: 300 }).check(SENT);
const DEGRADED = { verdict: "accept", validation: { provider: "offline", degraded: true } };

it("accepts, and keeps the address as Google writes it", async () => {
  script = [[200, ACCEPT]];
  expect(await check()).toEqual({
    verdict: "accept",
    validation: { provider: "google", verdict: "accept", degraded: false },
    address: { ...SENT, address_line1: "123 Market St", city: "San Francisco", postal_code: "94105-1804" },
  });
  expect(requests).toEqual([
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
  script = [[200, CONFIRM]];
  expect(await check()).toMatchObject({
    verdict: "confirm",
    errors: [{ field: "shipping_address.postal_code", code: "replaced_part" }],
    suggested: { address_line1: "123 Market St", postal_code: "94105-1804" },
  });
});

it("has an address without a house number fixed", async () => {
  script = [[200, FIX]];
  expect(await check()).toMatchObject({ verdict: "fix", errors: [{ field: "shipping_address.address_line1" }] });
});

it("tries again once, and then is not degraded", async () => {
  script = [
    [503, { error: { code: 503, message: "away", status: "UNAVAILABLE" } }],
    [200, ACCEPT],
  ];
  expect(await check()).toMatchObject({ verdict: "accept", validation: { provider: "google", degraded: false } });
  expect(requests).toHaveLength(2);
});

it.each([
  ["is down", [503, { error: { code: 503, message: "away", status: "UNAVAILABLE" } }], 2],
  ["hangs", SLOW, 2],
  ["answers garbage", [200, "<html>"], 2],
  ["answers JSON that is no verdict", [200, { result: {} }], 2],
  ["refuses the key", [403, { error: { code: 403, message: "no", status: "PERMISSION_DENIED" } }], 1],
] as [string, typeof SLOW | [number, unknown], number][])(
  "answers by the offline check, and says so, when Google %s",
  async (_how, said, tries) => {
    script = [said];
    expect(await check()).toMatchObject(DEGRADED);
    expect(requests).toHaveLength(tries);
    expect(warnings).toHaveLength(1);
    expect(JSON.stringify(warnings)).not.toMatch(/a-key|market/i);
  },
);

it("asks once for everybody who asks for one address at the same time, and for a while after", async () => {
  script = [[200, ACCEPT]];
  const shared = newGoogleAddressCheck({ client, log });
  const decisions = await Promise.all(Array.from({ length: 20 }, () => shared.check(SENT)));
  await shared.check({ ...SENT, city: "San Francisco" });
  expect(decisions.every((decision) => decision.verdict === "accept")).toBe(true);
  expect(requests).toHaveLength(1);
});

it("stops asking for 30 seconds after five failures in a row", async () => {
  let clock = 0;
  script = [[503, {}]];
  const guarded = newGoogleAddressCheck({ client, log, now: () => clock });
  for (let count = 0; count < 10; count += 1) expect(await guarded.check(SENT)).toMatchObject(DEGRADED);
  expect(requests).toHaveLength(5);
  clock = 30_000;
  script = [[200, ACCEPT]];
  expect(await guarded.check(SENT)).toMatchObject({ validation: { provider: "google" } });
  expect(requests).toHaveLength(6);
});

it("leaves no rejection unhandled, whatever Google did before", async () => {
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(unhandled).toEqual([]);
});
