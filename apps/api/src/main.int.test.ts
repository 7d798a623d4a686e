import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { createApiKey, ensureAccount } from "@cartwright/db";
import { Order } from "@cartwright/schemas";
import { EXIT_CODES } from "@cartwright/supervision";
import {
  createTestDatabase,
  requirePostgresUrl,
  requireRedisUrl,
  type TestDatabase,
  waitFor,
} from "@cartwright/testing";
import { ROW } from "./testing/bulk-rows.ts";
import { ORDER } from "./testing/test-api.ts";

const GOOGLE_ANSWER = {
  result: {
    verdict: { inputGranularity: 2, validationGranularity: 2, addressComplete: true },
    address: {
      postalAddress: {
        regionCode: "US",
        postalCode: "94105-1804",
        administrativeArea: "CA",
        locality: "San Francisco",
        addressLines: ["123 Market St"],
      },
    },
    uspsData: { dpvConfirmation: "Y" },
  },
};

let database: TestDatabase;
let google: Server;
let googleUrl: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  google = createServer((_request, response) => {
    response.setHeader("Content-Type", "application/json").end(JSON.stringify(GOOGLE_ANSWER));
  }).listen(0, "127.0.0.1");
  await once(google, "listening");
  const address = google.address();
  googleUrl = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
});

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  google.closeAllConnections();
  google.close();
  await database.close();
});

interface Run {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
}

function run(script: string, args: string[], env: Record<string, string>): Run {
  const child = spawn(process.execPath, ["--import", "tsx", join(__dirname, script), ...args], {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  const ended = once(child, "close").then(([code]) => code as number | null);
  return { child, output: () => output, ended };
}

async function listeningUrl(api: Run): Promise<string> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline;) {
    const url = /"url":"([^"]+)"/.exec(api.output())?.[1];
    if (url !== undefined) return url;
    if (api.child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the API did not start: ${api.output()}`);
}

/** Sends a batch of one row, and waits until this process has placed it. */
async function placeBatch(url: string, headers: Record<string, string>): Promise<void> {
  const body = JSON.stringify({ rows: [ROW] });
  const json = { ...headers, "Content-Type": "application/json" };
  const sent = await fetch(`${url}/orders/bulk`, { method: "POST", headers: json, body });
  const { id } = (await sent.json()) as { id: string };
  const isPlaced = async () =>
    (await (await fetch(`${url}/orders/bulk/${id}`, { headers })).text()).includes('"completed"');
  await waitFor("the batch to be placed", async () => (await isPlaced()) || undefined, 10_000);
}

const keys = async (...args: string[]) => {
  const command = run("accounts/keys-main.ts", args, { DATABASE_URL: database.url });
  return { code: await command.ended, output: command.output() };
};

it("starts, takes an order that Google has checked and the rows of a batch, and stops at SIGTERM with nothing left open, be it waited for", async () => {
  const created = await keys("create", "--account", "Somebody");
  expect(created.code).toBe(0);
  const key = /cw_test_\w+/.exec(created.output)?.[0] ?? "";
  const api = run("main.ts", [], {
    DATABASE_URL: database.url,
    REDIS_URL: requireRedisUrl(),
    API_PORT: "0",
    DEMO_SHOP_URL: "http://127.0.0.1:3001",
    GOOGLE_MAPS_API_KEY: "a-key",
    GOOGLE_ADDRESS_VALIDATION_ENDPOINT: googleUrl,
  });
  const url = await listeningUrl(api);
  expect(api.output()).toContain("off: ADMIN_PASSWORD is not set");
  const answer = await fetch(`${url}/orders`, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify(ORDER),
  });
  const order = Order.parse(await answer.json());
  expect(order.address_validation).toMatchObject({ provider: "google", verdict: "accept", degraded: false });
  expect(order.shipping_address).toMatchObject({ address_line1: "123 Market St", postal_code: "94105-1804" });
  expect((await fetch(`${url}/health`)).status).toBe(200);
  const headers = { Authorization: `Bearer ${key}` };
  await placeBatch(url, headers);
  const waiting = fetch(`${url}/orders/${order.id}?wait=60`, { headers });
  const events = await fetch(`${url}/orders/${order.id}/events`, { headers });
  api.child.kill("SIGTERM");
  // Both are ended, not cut off.
  expect(await events.text()).toContain("event: order_created");
  expect(await (await waiting).json()).toMatchObject({ id: order.id, status: "pending" });
  expect(await api.ended).toBe(0);
  expect(api.output()).not.toContain(key);
});

it("limits what an account may spend in a day, and shows it with its keys", async () => {
  const { id: accountId } = await ensureAccount(database.db, "Spender");
  await createApiKey(database.db, { accountId, mode: "test", sha256: "0".repeat(64), hint: "cw_test_0", scopes: [] });
  const limited = await keys("limit", "--account", "Spender", "--cents-per-day", "500000", "--orders-per-day", "none");
  const words =
    'The account "Spender" has $5,000.00 a day and no limit of orders. Running APIs know of it within seconds.';
  expect(limited).toEqual({ code: 0, output: `${words}\n` });
  expect((await keys("list")).output).toMatch(/Spender .* active {2}limits: account \$5,000\.00 a day\n/);
});

it("tells of a bug that nobody caught by its exit code, after it has closed, and not of what it was given", async () => {
  const planted =
    "process.on('SIGUSR2',()=>{void Promise.reject(Object.assign(new Error('planted'),{address:'A'+'da'}))})";
  const api = run("main.ts", [], {
    DATABASE_URL: database.url,
    REDIS_URL: requireRedisUrl(),
    API_PORT: "0",
    NODE_OPTIONS: `--import="data:text/javascript,${encodeURIComponent(planted)}"`,
  });
  await listeningUrl(api);
  api.child.kill("SIGUSR2");
  expect(await api.ended).toBe(EXIT_CODES.crashed);
  expect(api.output()).toMatch(/"message":"planted".*"exit_code":1,"msg":"ended"/s);
  expect(api.output()).not.toContain("Ada");
});

it("never loads a browser", async () => {
  const loaded = run("main.ts", [], {
    DATABASE_URL: database.url,
    REDIS_URL: requireRedisUrl(),
    API_PORT: "0",
    NODE_DEBUG: "module",
    LOG_LEVEL: "info",
  });
  await listeningUrl(loaded);
  loaded.child.kill("SIGTERM");
  await loaded.ended;
  expect(loaded.output()).toMatch(/express/);
  expect(loaded.output()).not.toMatch(/node_modules\/puppeteer/);
});

it("names every fault of its configuration at once and does not start", async () => {
  const api = run("main.ts", [], { DATABASE_URL: "mysql://x", API_PORT: "http", ADMIN_PASSWORD: "short" });
  expect(await api.ended).toBe(EXIT_CODES.misconfigured);
  for (const name of ["DATABASE_URL", "REDIS_URL: is not set", "API_PORT", "ADMIN_PASSWORD"]) {
    expect(api.output()).toContain(name);
  }
});

it("says that Postgres gives no answer, without its password", async () => {
  const api = run("main.ts", [], {
    DATABASE_URL: "postgres://me:secret@127.0.0.1:1/orders",
    REDIS_URL: requireRedisUrl(),
  });
  expect(await api.ended).toBe(EXIT_CODES.unavailable);
  expect(api.output()).toContain("Postgres gives no answer at 127.0.0.1:1/orders");
  expect(api.output()).not.toContain("secret");
});

it("says which command brings an empty database up to date", async () => {
  const empty = new URL(requirePostgresUrl());
  empty.pathname = "/postgres";
  const api = run("main.ts", [], { DATABASE_URL: empty.href, REDIS_URL: requireRedisUrl(), API_PORT: "0" });
  expect(await api.ended).toBe(EXIT_CODES.unavailable);
  expect(api.output()).toContain("npm run migrate");
});

it("says that its port is taken", async () => {
  const api = run("main.ts", [], {
    DATABASE_URL: database.url,
    REDIS_URL: requireRedisUrl(),
    API_PORT: new URL(googleUrl).port,
  });
  expect(await api.ended).toBe(EXIT_CODES.unavailable);
  expect(api.output()).toContain("EADDRINUSE");
});

it("makes, lists and revokes keys, and stores none", async () => {
  const created = await keys("create", "--account", "Ada", "--mode", "live", "--scopes", "orders:read");
  const key = /cw_live_\w+/.exec(created.output)?.[0] ?? "";
  expect(created.output).toContain("cannot be shown again");
  const id = /[0-9a-f-]{36}/.exec(created.output)?.[0] ?? "";
  const list = await keys("list");
  expect(list.output).toContain(id);
  expect(list.output).not.toContain(key);
  const stored = await database.pool.query("SELECT * FROM api_keys");
  expect(JSON.stringify(stored.rows)).not.toContain(key);
  expect(await keys("revoke", "--id", id)).toMatchObject({ code: 0 });
  expect(await keys("revoke", "--id", id)).toMatchObject({ code: 1 });
});

it("says how keys are made, and what was wrong with a command, without a database", async () => {
  const help = run("accounts/keys-main.ts", ["--help"], {});
  expect([await help.ended, help.output()]).toEqual([0, expect.stringMatching(/^Usage/)]);
  const typo = run("accounts/keys-main.ts", ["create", "--acount", "A"], {});
  expect([await typo.ended, typo.output()]).toEqual([
    2,
    expect.stringMatching(/^There is no option --acount\.\n\nUsage/),
  ]);
});
