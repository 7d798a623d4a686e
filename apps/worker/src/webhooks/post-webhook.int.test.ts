import type { LookupAddress } from "node:dns";
import type { ResolveAll } from "@cartwright/network";
import { openReceiver, type WebhookReceiver } from "../testing/webhook-receiver.ts";
import { openPost } from "./post-webhook.ts";
import { openSafeTargets } from "./safe-target.ts";

const MESSAGE = { headers: { "Content-Type": "application/json" }, body: "{}" };
const NEVER = new AbortController().signal;

let receiver: WebhookReceiver;
beforeEach(async () => {
  receiver = await openReceiver();
});
afterEach(() => receiver.goDown());

/** Sends one message, with names that resolve as told. */
async function post(
  url: string,
  { allowLocal = [receiver.host], addresses = [] as LookupAddress[], withinMs = 2_000 } = {},
) {
  let lookups = 0;
  const resolve: ResolveAll = (_hostname, _options, callback) => {
    lookups += 1;
    callback(null, addresses);
  };
  const targets = openSafeTargets({ allowLocal: new Set(allowLocal), resolve });
  try {
    return { ...(await openPost(targets, withinMs)(url, MESSAGE, NEVER)), lookups };
  } finally {
    await targets.close();
  }
}

test.each([200, 201, 204, 299])("%i takes a message", async (status) => {
  receiver.answerWith(status);
  expect(await post(receiver.url)).toMatchObject({ isTaken: true, statusCode: status, error: null });
});

test.each([301, 304, 400, 404, 410, 500, 503])("%i does not take it", async (status) => {
  receiver.answerWith(status);
  expect(await post(receiver.url)).toMatchObject({ isTaken: false, statusCode: status });
  expect(receiver.received).toHaveLength(1);
});

test.each([
  ["to this machine", [{ address: "127.0.0.1", family: 4 }]],
  ["to this machine, as IPv6", [{ address: "::1", family: 6 }]],
  [
    "to a public address and a private one",
    [
      { address: "93.184.215.14", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ],
  ],
  ["to a cloud's own service", [{ address: "169.254.169.254", family: 4 }]],
  ["nowhere", []],
])("a name that leads %s is refused when it is dialled, and what it led to is not told", async (_, addresses) => {
  const { port } = new URL(receiver.url);
  const posted = await post(`http://hooks.example.com:${port}/`, { addresses });
  expect(posted).toMatchObject({ isTaken: false, error: "the address is not a public one", lookups: 1 });
  expect(receiver.received).toHaveLength(0);
});

test("an address of this machine is refused unless it is named, with its port", async () => {
  const refused = { isTaken: false, error: "the address is not a public one" };
  expect(await post(receiver.url, { allowLocal: [] })).toMatchObject(refused);
  expect(await post(receiver.url, { allowLocal: ["127.0.0.1:1"] })).toMatchObject(refused);
  expect(await post(`http://[::ffff:127.0.0.1]:${new URL(receiver.url).port}/`)).toMatchObject(refused);
  expect(receiver.received).toHaveLength(0);
});

test("a receiver that is not there, hangs, or breaks off is a failure that says what it was", async () => {
  receiver.answerWith(() => undefined);
  expect(await post(receiver.url, { withinMs: 100 })).toMatchObject({
    statusCode: null,
    error: "no answer within 0.1 s",
  });
  receiver.answerWith((response) => response.destroy());
  expect((await post(receiver.url)).error).toMatch(/^could not be sent \(/);
  await receiver.goDown();
  expect(await post(receiver.url)).toMatchObject({ statusCode: null, error: "could not be sent (ECONNREFUSED)" });
});

test("an answer that never ends does not hold up its status", async () => {
  receiver.answerWith((response) => response.writeHead(200).write("drip"));
  expect(await post(receiver.url, { withinMs: 300 })).toMatchObject({ isTaken: true, answer: "drip" });
});

test("how long to wait is read from an answer that says it in seconds", async () => {
  receiver.answerWith((response) => response.writeHead(429, { "Retry-After": "30" }).end());
  expect(await post(receiver.url)).toMatchObject({ statusCode: 429, retryAfterMs: 30_000 });
});
