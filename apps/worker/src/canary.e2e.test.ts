import { dumpRedis } from "@cartwright/queue/testing/dump-redis";
import { requireRedisUrl, waitFor } from "@cartwright/testing";
import { type RunningService, startService } from "./testing/running-service.ts";
import { openTraceReceiver, type SentSpan, type TraceReceiver } from "./testing/trace-receiver.ts";

/** Words that nobody else uses. */
const NAME = "Quillonarda";
const STREET = "Zanquorbelt";
const PHONE = "4156935873";
const SETTLED_WITHIN_MS = 90_000;
const EXPORTED_WITHIN_MS = 10_000;

let receiver: TraceReceiver;
let service: RunningService;
let marks: Record<string, string>;
/** What was sent, as it was sent. */
const sent: string[] = [];

let placed: string;
let failed: string;
let doubted: string;
let outcomes: string[];
let metrics: string;

beforeAll(async () => {
  receiver = await openTraceReceiver();
  service = await startService({ LOG_LEVEL: "trace", OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  marks = { name: NAME, street: STREET, phone: PHONE, key: service.key };
  [placed, failed, doubted] = [
    await order("walnut-desk-organizer"),
    await order("leather-card-wallet"),
    await order("wool-felt-slippers"),
  ];
  await order("walnut-desk-organizer", { max_price: NAME });
  await send("GET", `/orders?q=${STREET}`);
  await send("POST", "/orders", JSON.stringify({ shipping_address: STREET }), `${service.key}x`);
  await send("POST", "/orders", `{"${NAME}": `);
  outcomes = [await settled(placed), await settled(failed), await settled(doubted)];
  metrics = await service.metrics();
});

afterAll(async () => {
  await service.close();
  await receiver.close();
});

async function send(method: string, path: string, body?: string, key = service.key): Promise<Response> {
  sent.push(`${method} ${path} ${key} ${body ?? ""}`);
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  return await fetch(`${service.apiUrl}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
}

/** The order's id; empty where it is refused. */
async function order(slug: string, changes: Record<string, unknown> = {}): Promise<string> {
  const body = {
    products: [{ url: service.shop.productUrl(slug) }],
    shipping_address: {
      first_name: NAME,
      last_name: "Canary",
      address_line1: `123 ${STREET} Street`,
      city: "San Francisco",
      state: "CA",
      postal_code: "94105",
      phone_number: PHONE,
      country: "US",
    },
    max_price: 50_000,
    ...changes,
  };
  const answer = (await (await send("POST", "/orders", JSON.stringify(body))).json()) as { id?: string };
  return answer.id ?? "";
}

const settled = (id: string): Promise<string> =>
  waitFor(
    `order ${id} to be settled`,
    async () => {
      const { status } = (await (await send("GET", `/orders/${id}`)).json()) as { status: string };
      return ["order_placed", "order_failed"].includes(status) ? status : undefined;
    },
    SETTLED_WITHIN_MS,
  );

/** Which marks are in there, however they are written. */
function marksIn(texts: readonly string[]): string[] {
  const plain = texts.join("\n").toLowerCase();
  const dense = plain.replaceAll(/[^\da-z\n]/g, "");
  return Object.entries(marks)
    .filter(([, mark]) => plain.includes(mark.toLowerCase()) || dense.includes(mark.toLowerCase().replaceAll("_", "")))
    .map(([name]) => name);
}

/** Every row of every table, as text. */
async function readTables(): Promise<Map<string, string[]>> {
  const { pool } = service.database;
  const { rows } = await pool.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1",
  );
  const tables = new Map<string, string[]>();
  for (const { name } of rows) {
    const found = await pool.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" AS t`);
    tables.set(name, found.rows.map(({ row }) => row)); // prettier-ignore
  }
  return tables;
}

/** The spans of an order's trace by when they began, as soon as the last of them has arrived. */
async function traceOf(orderId: string, last: string): Promise<SentSpan[]> {
  const look = (): SentSpan[] | undefined => {
    const spans = receiver.spans();
    const post = spans.find(({ name, facts }) => name === "POST /orders" && facts["cartwright.order_id"] === orderId);
    const trace = spans.filter(({ traceId }) => traceId === post?.traceId);
    return trace.some(({ name }) => name === last) ? trace : undefined;
  };
  return await waitFor(`"${last}" of order ${orderId}`, () => Promise.resolve(look()), EXPORTED_WITHIN_MS);
}

/** The way of every order that is placed, in this sequence. */
const WAY = [
  "POST /orders",
  "accept",
  "dispatch",
  "claim",
  "attempt",
  "open product page",
  "press buy",
  "commit",
  "spool",
  "release",
  "confirmation",
  "record",
];

test("one trace leads from the POST to the confirmation page, whichever process does what", async () => {
  expect(outcomes).toEqual(["order_placed", "order_failed", "order_placed"]);
  const trace = await traceOf(placed, "attempt");
  expect(trace.map(({ name }) => name).filter((name) => WAY.includes(name))).toEqual(WAY);
  const roots = trace.filter(({ parentId }) => parentId === undefined);
  expect(roots.map(({ name }) => name)).toEqual(["POST /orders"]);
  const known = new Set(trace.map(({ spanId }) => spanId));
  expect(trace.filter(({ parentId }) => parentId !== undefined && !known.has(parentId))).toEqual([]);
  expect(new Set(trace.map((span) => span.service))).toEqual(new Set(["cartwright-api", "cartwright-worker"]));
});

test("a doubt is settled in the trace of its order, and a failure tells its outcome", async () => {
  const trace = await traceOf(doubted, "reconcile");
  expect(trace.find(({ name }) => name === "reconcile")?.facts).toMatchObject({ "cartwright.outcome": "found" });
  const attempt = (await traceOf(failed, "attempt")).find(({ name }) => name === "attempt");
  expect(attempt?.facts).toMatchObject({ "cartwright.order_id": failed, "cartwright.outcome": "declined" });
});

test("a customer's words and an API key stand in no log line, no metric, no trace and nowhere in Redis", async () => {
  const redis = await dumpRedis(requireRedisUrl());
  expect(marksIn(redis)).toEqual([]);
  await service.stop();
  const logs = service.logs();
  expect(marksIn([logs])).toEqual([]);
  expect(marksIn([metrics])).toEqual([]);
  expect(marksIn(receiver.bodies)).toEqual([]);
  // They were looked for where there was something to be found.
  expect(redis.filter((entry) => entry.includes(placed)).length).toBeGreaterThan(0);
  for (const id of [placed, failed, doubted])
    expect(logs.split("\n").filter((line) => line.includes(id)).length).toBeGreaterThan(3);
  expect(receiver.bodies.join("")).toContain(failed);
  expect(metrics).toContain("cartwright_order_place_seconds_count");
});

test("the same search finds them where they are by design, and an API key nowhere", async () => {
  expect(marksIn(sent)).toEqual(["name", "street", "phone", "key"]);
  const tables = await readTables();
  const holding = [...tables].filter(([, rows]) => marksIn(rows).length > 0).map(([name]) => name);
  expect(marksIn([...tables.values()].flat())).toEqual(["name", "street", "phone"]);
  // The order, and the text of the page that answered its purchase: see docs/operations.md.
  expect(holding).toEqual(["order_submits", "orders"]);
});
