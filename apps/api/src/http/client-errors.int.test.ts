import { once } from "node:events";
import { connect } from "node:net";
import { ErrorBody } from "@cartwright/schemas";
import { ORDER, PATIENT, startTestApi, type TestApi } from "../testing/test-api.ts";

let api: TestApi;
let key: string;

beforeAll(async () => {
  api = await startTestApi();
  key = await api.newKey();
});

afterAll(() => api.close());

interface Talk {
  /** Everything that came back until the connection was closed. */
  text: string;
  /** Until the first byte of it. */
  firstMs: number;
}

/** Sends bytes on a connection of its own and listens until the server closes it. */
async function talk(...sent: string[]): Promise<Talk> {
  const { hostname, port } = new URL(api.url);
  const socket = connect(Number(port), hostname);
  const startedAt = performance.now();
  const heard: Talk = { text: "", firstMs: Infinity };
  socket.setEncoding("latin1").on("data", (chunk: string) => {
    if (heard.text === "") heard.firstMs = performance.now() - startedAt;
    heard.text += chunk;
  });
  const closed = once(socket, "close");
  for (const part of sent) {
    socket.write(part);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await closed;
  return heard;
}

function answersIn(text: string): { status: number; head: string; body: string }[] {
  return text.split(/(?=HTTP\/1\.1 \d{3} )/).map((answer) => {
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    return { status: Number(head.slice(9, 12)), head, body };
  });
}

const post = (...headers: string[]) =>
  ["POST /orders HTTP/1.1", "Host: x", "Content-Type: application/json", ...headers, "", ""].join("\r\n");
const authorized = (...headers: string[]) => post(`Authorization: Bearer ${key}`, ...headers);

const CASES: [why: string, bytes: () => string, status: number, code: string][] = [
  ["a URL of 20 KB", () => `GET /${"x".repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431, "headers_too_large"],
  ["headers of 20 KB", () => post(`X-Long: ${"x".repeat(20_000)}`), 431, "headers_too_large"],
  ["no Host", () => "GET /orders HTTP/1.1\r\n\r\n", 400, "bad_request"],
  ["an unknown method", () => "BREW /orders HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"],
  ["both a length and chunks", () => post("Content-Length: 4", "Transfer-Encoding: chunked"), 400, "bad_request"],
  ["a broken chunk", () => `${authorized("Transfer-Encoding: chunked")}xyz\r\n`, 400, "bad_request"],
  ["a broken header", () => "GET /orders HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", 400, "bad_request"],
  ["NUL in a header", () => "GET /orders HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n", 400, "bad_request"],
  ["TLS", () => "\u0016\u0003\u0001\u0002\u0000\u0001", 400, "bad_request"],
  ["CONNECT", () => "CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n", 405, "method_not_allowed"],
  ["an unknown expectation", () => authorized("Expect: foo", "Content-Length: 2"), 417, "expectation_failed"],
  ["headers that never end", () => "POST /orders HTTP/1.1\r\nHost: x\r\n", 408, "request_timeout"],
  ["a body that never ends", () => `${authorized("Content-Length: 100")}{"a`, 408, "request_timeout"],
  ["chunks that never end", () => `${authorized("Transfer-Encoding: chunked")}1\r\n{\r\n`, 408, "request_timeout"],
  ["9 999 999 999 bytes", () => `${authorized("Content-Length: 9999999999")}{"a`, 413, "payload_too_large"],
  ["too many chunks", () => `${authorized("Transfer-Encoding: chunked")}11000\r\n${" ".repeat(0x11000)}\r\n`, 413, "payload_too_large"],
]; // prettier-ignore

it.each(CASES)("answers %s once, in its own words, and closes the connection", async (_why, bytes, status, code) => {
  const { text, firstMs } = await talk(bytes());
  const answers = answersIn(text);
  expect(answers.map((answer) => answer.status)).toEqual([status]);
  const { head = "", body = "" } = answers[0] ?? {};
  expect(ErrorBody.parse(JSON.parse(body)).error.code).toBe(code);
  expect(head).toMatch(/^x-request-id: [0-9a-f-]{36}$/im);
  expect(head).toMatch(/^connection: close$/im);
  expect(head).toMatch(/^content-type: application\/json/im);
  expect(head).toMatch(new RegExp(`^content-length: ${Buffer.byteLength(body)}$`, "im"));
  // The limit of the tests' server is 2 s.
  expect(firstMs).toBeLessThan(status === 408 ? 2_900 : 800);
  expect(await api.countOrders()).toBe(0);
});

it.each([
  [
    "/api/v1/orders",
    "application/json",
    { error: { code: "invalid_request", details: { reason: "request_timeout" } } },
  ],
  [
    "/api/v2/platform/orders",
    "application/vnd.api+json",
    { error: expect.stringContaining("did not arrive") as string },
  ],
])("answers a body that never ends, sent to %s, in that face's words", async (path, type, body) => {
  const { text } = await talk(`${authorized("Content-Length: 100").replace("/orders", path)}{"a`);
  const [{ head, body: json, status } = { head: "", body: "{}", status: 0 }] = answersIn(text);
  expect(status).toBe(408);
  expect(head.toLowerCase()).toContain(`content-type: ${type}`);
  expect(JSON.parse(json)).toMatchObject(body);
});

it("answers a request without a key once, however long its body takes", async () => {
  const { text, firstMs } = await talk(`${post("Content-Length: 100")}{"a`);
  expect(answersIn(text).map((answer) => answer.status)).toEqual([401]);
  expect(firstMs).toBeLessThan(800);
});

it("answers nothing more when a body breaks off that nobody waited for", async () => {
  const { text } = await talk("GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{", "}");
  expect(answersIn(text).map((answer) => answer.status)).toEqual([200]);
});

it("answers the request that came in full before it refuses the rest", async () => {
  const json = JSON.stringify(ORDER);
  const { text } = await talk(`${authorized(`Content-Length: ${json.length}`)}${json}no HTTP\r\n\r\n`);
  expect(answersIn(text).map((answer) => answer.status)).toEqual([201, 400]);
});

it("lets whoever sends too much read the answer, and logs no fault of ours", async () => {
  // A hundred megabytes take their time on a busy machine: that is not what is asked about.
  const patient = await startTestApi({}, PATIENT);
  const own = await patient.newKey();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => patient.post("x".repeat(5_000_000), own).then((answer) => answer.status)),
  );
  expect(answers).toEqual(Array(20).fill(413));
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  const log = patient.logLines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(log.filter((line) => line["msg"] === "request").map((line) => [line["level"], line["status"]])).toEqual(
    Array.from({ length: 20 }, () => [30, 413]),
  );
  await patient.close();
});

it("does not fail with a client that sends rubbish and leaves", async () => {
  const { hostname, port } = new URL(api.url);
  for (const rubbish of [
    "rubbish\r\n\r\n",
    "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
    authorized("Content-Length: 9"),
  ]) {
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    socket.write(rubbish);
    socket.resetAndDestroy();
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect((await api.get("/health")).status).toBe(200);
});

it("logs what was no request, under the id that it was answered with", async () => {
  const { text } = await talk("rubbish\r\n\r\n");
  const id = /x-request-id: (\S+)/i.exec(text)?.[1] ?? "none";
  expect(api.logLines.find((line) => line.includes(id))).toContain('"status":400');
});
