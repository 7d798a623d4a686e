import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { ORDER, PATIENT, startTestApi, type TestApi } from "../testing/test-api.ts";

const POSTS = 1_000;
/** As many clients as there may be at one process; the rest wait for one of them. */
const SOCKETS = 200;
/** The answers that say so: another one is just being accepted, or a busy machine was too slow for it. */
const WAIT = new Set([409, 503]);
/** How often, and how soon, a post is sent again that was told to wait. */
const TRIES = 20;
const PAUSE_MS = 500;

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

/** As a client does it that is told to wait, or that the database had no connection for it in time. */
async function postUntilAnswered(body: string, key: string): Promise<Posted> {
  let answer = await post(body, key);
  for (let tries = 1; WAIT.has(answer.status) && tries < TRIES; tries += 1) {
    expect(answer.body).toMatch(/"(?:idempotency_in_flight|service_unavailable)"/);
    await sleep(PAUSE_MS);
    answer = await post(body, key);
  }
  return answer;
}

it(`makes one order of ${POSTS} posts of one key at once, and tells all of them the same`, async () => {
  const key = await api.newKey();
  const body = JSON.stringify({ ...ORDER, idempotency_key: randomUUID() });
  const answers = await Promise.all(Array.from({ length: POSTS }, () => postUntilAnswered(body, key)));

  expect(answers.filter(({ status }) => status !== 200 && status !== 201)).toEqual([]);
  const made = answers.filter(({ status }) => status === 201);
  const replayed = answers.filter(({ status }) => status === 200);
  // None only where the one that made it was told to wait itself, and was answered as one that comes again.
  expect(made.length).toBeLessThanOrEqual(1);
  expect(replayed.every(({ isReplayed }) => isReplayed)).toBe(true);
  expect(new Set(answers.map((answer) => answer.body)).size).toBe(1);
  expect(await api.countOrders()).toBe(1);
});
