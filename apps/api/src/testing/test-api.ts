import { once } from "node:events";
import { createApiKey, ensureAccount } from "@cartwright/db";
import { openCatalog } from "@cartwright/retailers/catalog";
import type { KeyMode } from "@cartwright/schemas";
import { createTestDatabase, type TestDatabase } from "@cartwright/testing";
import pino from "pino";
import { hashApiKey, hintOf, KEY_SCOPES, newApiKey } from "../accounts/api-key.ts";
import { openAuthentication } from "../accounts/authenticate.ts";
import { offlineAddressCheck } from "../addresses/offline-address-check.ts";
import { type AppDeps, createApp } from "../app.ts";
import { createApiServer } from "../http/server.ts";

export const DEMO_SHOP_URL = "http://127.0.0.1:3001";
export const PRODUCT_URL = `${DEMO_SHOP_URL}/products/walnut-desk-organizer`;

/** Short, so that a test can see them pass; longer than any request of a test takes otherwise. */
const TEST_TIMEOUTS = { headersTimeoutMs: 2_000, requestTimeoutMs: 2_000, lookMs: 100 };

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

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

export interface TestApi {
  url: string;
  database: TestDatabase;
  /** Of every order that was announced, in turn. */
  announced: string[];
  logLines: string[];
  newKey: (options?: { account?: string; mode?: KeyMode; scopes?: string[] }) => Promise<string>;
  get: (path: string, key?: string, headers?: Record<string, string>) => Promise<Answer>;
  /** A string is sent as it is. */
  post: (body: unknown, key?: string, headers?: Record<string, string>) => Promise<Answer>;
  countOrders: () => Promise<number>;
  close: () => Promise<void>;
}

/** The API on a database and a port of its own. */
export async function startTestApi(
  fakes: Partial<AppDeps> | ((database: TestDatabase) => Partial<AppDeps>) = {},
): Promise<TestApi> {
  const database = await createTestDatabase();
  const announced: string[] = [];
  const logLines: string[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => logLines.push(line) });
  const app = createApp({
    log,
    database,
    catalog: openCatalog({ demoShopUrl: DEMO_SHOP_URL }),
    onNewRetailer: () => Promise.resolve(),
    addressCheck: offlineAddressCheck,
    authenticate: openAuthentication(database.db),
    announceOrder: (orderId) => {
      announced.push(orderId);
      return Promise.resolve();
    },
    demoShopUrl: DEMO_SHOP_URL,
    rateLimiter: { countIp: () => Promise.resolve(), countKey: () => Promise.resolve() },
    pingRedis: () => Promise.resolve(),
    admin: undefined,
    trustProxy: undefined,
    ...(typeof fakes === "function" ? fakes(database) : fakes),
  });
  const server = createApiServer(app, { log, ...TEST_TIMEOUTS }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server has no port");
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    database,
    announced,
    logLines,
    newKey: (options) => newKey(database, options),
    get: async (path, key, headers = {}) =>
      await read(await fetch(url + path, { headers: { ...bearer(key), ...headers } })),
    post: async (body, key, headers = {}) =>
      await read(
        await fetch(`${url}/orders`, {
          method: "POST",
          headers: { "Content-Type": "application/json", ...bearer(key), ...headers },
          body: typeof body === "string" ? body : JSON.stringify(body),
        }),
      ),
    countOrders: async () => {
      const counted = await database.pool.query<{ n: number }>("SELECT count(*)::int AS n FROM orders");
      return counted.rows[0]?.n ?? -1;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
    },
  };
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

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const body = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  return { status: response.status, headers: response.headers, body };
}
