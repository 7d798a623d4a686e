import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createApiKey, ensureAccount, readOrderSigns, readServiceSecret } from "@cartwright/db";
import { openCatalog } from "@cartwright/retailers/catalog";
import type { KeyMode } from "@cartwright/schemas";
import { readKeyring } from "@cartwright/sealing";
import { createTestDatabase, type TestDatabase } from "@cartwright/testing";
import pino, { type Logger } from "pino";
import { hashApiKey, hintOf, KEY_SCOPES, newApiKey } from "../accounts/api-key.ts";
import { openAuthentication } from "../accounts/authenticate.ts";
import { openAddressOverrides } from "../addresses/address-override.ts";
import { offlineAddressCheck } from "../addresses/offline-address-check.ts";
import { type AppDeps, createApp } from "../app.ts";
import { type OpenApiDocument, openApiDocument } from "../http/openapi.ts";
import type { Route } from "../http/route.ts";
import { openHttpMetrics } from "../http/metrics.ts";
import { createApiServer } from "../http/server.ts";
import { openOrderWatcher, type OrderWatcher } from "../orders/watch-orders.ts";
import { apiRoutes, FACES } from "../routes.ts";
import { type CheckAnswer, openDocumentCheck } from "./document-check.ts";

export const DEMO_SHOP_URL = "http://127.0.0.1:3001";
export const PRODUCT_URL = `${DEMO_SHOP_URL}/products/walnut-desk-organizer`;

/** Short, so that a test can see them pass; longer than any request of a test takes otherwise. */
const TEST_TIMEOUTS = { headersTimeoutMs: 2_000, requestTimeoutMs: 2_000, lookMs: 100 };
/** For tests that send more at once than this machine may have time for: nobody is told that he was slow. */
export const PATIENT = { headersTimeoutMs: 60_000, requestTimeoutMs: 60_000, lookMs: 1_000 };

/** A body that is accepted as it is; every test says only what matters to it. */
export const ORDER = {
  products: [{ url: PRODUCT_URL }],
  shipping_address: {
    first_name: "Ada",
    last_name: "Quinn",
    address_line1: "123 Market Street",
    city: "San Francisco",
    state: "CA",
    postal_code: "94105",
    phone_number: "(415) 693-5505",
    country: "US",
  },
  max_price: 20_000,
};

/** So that a test that waits for an order does not wait for the look. */
const LOOK_EVERY_MS = 20;

export interface Answer {
  status: number;
  headers: Headers;
  /** What JSON it is; empty where it is none. */
  body: Record<string, unknown>;
  text: string;
}

interface TestRequest {
  key?: string | undefined;
  headers?: Record<string, string>;
  /** A string is sent as it is, anything else as JSON. */
  body?: unknown;
  /** Throws when there is no answer by then. */
  withinMs?: number;
  /** Of a stream of events, which never ends, only the head is read. */
  leaveStreams?: boolean;
}

export interface TestApi {
  url: string;
  routes: readonly Route[];
  document: OpenApiDocument;
  database: TestDatabase;
  /** Of every order that was announced, in turn. */
  announced: string[];
  logLines: string[];
  newKey: (options?: { account?: string; mode?: KeyMode; scopes?: string[] }) => Promise<string>;
  /** Every answer is held against the API's document: one that it does not describe fails the test. */
  send: (method: string, path: string, request?: TestRequest) => Promise<Answer>;
  get: (path: string, key?: string, headers?: Record<string, string>) => Promise<Answer>;
  /** A string is sent as it is. */
  post: (body: unknown, key?: string, headers?: Record<string, string>) => Promise<Answer>;
  countOrders: () => Promise<number>;
  close: () => Promise<void>;
}

/** The API on a database and a port of its own. */
export async function startTestApi(
  fakes: Partial<AppDeps> | ((database: TestDatabase, deps: AppDeps) => Partial<AppDeps>) = {},
  timeouts = TEST_TIMEOUTS,
): Promise<TestApi> {
  const database = await createTestDatabase();
  const announced: string[] = [];
  const logLines: string[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => logLines.push(line) });
  const usual = testDeps(database, log, announced);
  const deps: AppDeps = { ...usual, ...(typeof fakes === "function" ? fakes(database, usual) : fakes) };
  const server = createApiServer(createApp(deps), { log, faces: FACES, ...timeouts }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server has no port");
  const url = `http://127.0.0.1:${address.port}`;
  const routes = apiRoutes(deps);
  const document = openApiDocument(routes, undefined);
  const send = openSender(url, openDocumentCheck(document));
  return {
    url,
    routes,
    document,
    database,
    announced,
    logLines,
    newKey: (options) => newKey(database, options),
    send,
    get: (path, key, headers = {}) => send("GET", path, { key, headers }),
    post: (body, key, headers = {}) => send("POST", "/orders", { key, headers, body }),
    countOrders: async () => {
      const counted = await database.pool.query<{ n: number }>("SELECT count(*)::int AS n FROM orders");
      return counted.rows[0]?.n ?? -1;
    },
    close: async () => {
      deps.watcher.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
    },
  };
}

/** Whatever is outside answers at once and stays in memory; Postgres is real. */
function testDeps(database: TestDatabase, log: Logger, announced: string[]): AppDeps {
  return {
    log,
    database,
    catalog: openCatalog({ demoShopUrl: DEMO_SHOP_URL }),
    onNewRetailer: () => Promise.resolve(),
    addressCheck: offlineAddressCheck,
    addressOverrides: openAddressOverrides(() => readServiceSecret(database.pool, "address-override")),
    authenticate: openAuthentication(database),
    announceOrder: (orderId) => {
      announced.push(orderId);
      return Promise.resolve();
    },
    demoShopUrl: DEMO_SHOP_URL,
    watcher: openTestWatcher(database),
    metrics: openHttpMetrics({ withProcess: false }),
    rateLimiter: { countIp: () => Promise.resolve(), countKey: () => Promise.resolve() },
    keyring: readKeyring(`test:${randomBytes(32).toString("base64")}`),
    webhooksAllowLocal: new Set(),
    pingRedis: () => Promise.resolve(),
    admin: undefined,
    publicUrl: undefined,
    trustProxy: undefined,
  };
}

function openTestWatcher({ pool }: TestDatabase): OrderWatcher {
  const readSigns = (orderIds: readonly string[]) => readOrderSigns(pool, orderIds);
  return openOrderWatcher({ readSigns, onError: () => undefined, lookEveryMs: LOOK_EVERY_MS });
}

async function newKey(
  { db }: TestDatabase,
  { account = "Test account", mode = "test", scopes = [...KEY_SCOPES] }: Parameters<TestApi["newKey"]>[0] = {},
): Promise<string> {
  const { id: accountId } = await ensureAccount(db, account);
  const key = newApiKey(mode);
  await createApiKey(db, { accountId, mode, sha256: hashApiKey(key), hint: hintOf(key), scopes });
  return key;
}

function bearer(key: string | undefined): Record<string, string> {
  return key === undefined ? {} : { Authorization: `Bearer ${key}` };
}

function openSender(url: string, check: CheckAnswer): TestApi["send"] {
  return async (method, path, { key, headers = {}, body, withinMs, leaveStreams = false } = {}) => {
    const response = await fetch(url + path, {
      method,
      ...(withinMs === undefined ? {} : { signal: AbortSignal.timeout(withinMs) }),
      headers: {
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...bearer(key),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
    if (leaveStreams && isStream) await response.body?.cancel();
    const text = leaveStreams && isStream ? "" : await response.text();
    check({ method, path, status: response.status, headers: response.headers, body: text });
    const isJson = /^application\/(?:vnd\.api\+)?json/.test(response.headers.get("content-type") ?? "");
    const json = isJson && text !== "" ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, headers: response.headers, body: json, text };
  };
}
