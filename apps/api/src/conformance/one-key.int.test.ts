import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { ORDER, PATIENT, startTestApi, type TestApi } from "../testing/test-api.ts";

const POSTS = 1_000;
/** As many clients as there may be at one process; the rest wait for one of them. */
const SOCKETS = 200;
/** How often a post is sent again that was told to wait. */
const TRIES = 20;

let api: TestApi;
let agent: Agent;

beforeAll(async () => {
  api = await startTestApi({}, PATIENT);
  agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });
});

afterAll(async () => {
  agent.destroy();
  await api.close();
});

interface Posted {
  status: number;
  isReplayed: boolean;
  body: string;
}

async function post(body: string, key: string): Promise<Posted> {
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${key}` };
  const sent = request(`${api.url}/orders`, { method: "POST", agent, headers });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return {
    status: response.statusCode ?? 0,
    isReplayed: response.headers["idempotent-replayed"] === "true",
    body: await text(response),
  };
}

it(`makes one order of ${POSTS} posts of one key at once, and tells all of them the same`, async () => {
  const key = await api.newKey();
  const body = JSON.stringify({ ...ORDER, idempotency_key: randomUUID() });
  const answers = await Promise.all(Array.from({ length: POSTS }, () => post(body, key)));

  expect(answers.filter(({ status }) => ![200, 201, 409].includes(status))).toEqual([]);
  const made = answers.filter(({ status }) => status === 201);
  const replayed = answers.filter(({ status }) => status === 200);
  expect(made).toHaveLength(1);
  expect(replayed.every(({ isReplayed }) => isReplayed)).toBe(true);
  expect(new Set([...made, ...replayed].map(({ body }) => body)).size).toBe(1);
  expect(await api.countOrders()).toBe(1);

  // Whoever was told to wait is told the same, too.
  for (const { body: refusal } of answers.filter(({ status }) => status === 409)) {
    expect(refusal).toContain('"idempotency_in_flight"');
  }
  let again = await post(body, key);
  for (let tries = 0; again.status === 409 && tries < TRIES; tries += 1) again = await post(body, key);
  expect(again).toEqual({ status: 200, isReplayed: true, body: made[0]?.body });
});
