import { randomBytes, randomUUID } from "node:crypto";
import {
  addRetailerAccount,
  findSealedRetailerAccount,
  listRegistered,
  placeOfAccount,
  registerRetailer,
} from "@cartwright/db";
import { openCatalog, type ListedRetailer } from "@cartwright/retailers/catalog";
import { open, readKeyring } from "@cartwright/sealing";
import { type Answer, DEMO_SHOP_URL, startTestApi, type TestApi } from "../testing/test-api.ts";
import { withShortId } from "./seal-account.ts";

const KEYRING = readKeyring(`2026:${randomBytes(32).toString("base64")}`);
/** Seen in no answer, no log line and no row. */
const CANARY = "hunter2-CANARY-pass word";
const SHOP = "harbor-goods.com";
const ACCOUNT = { email: "buyer@acme.test", password: CANARY, retailer: "demo-shop" };

let api: TestApi;
let key: string;
let live: string;
const answers: Answer[] = [];

beforeAll(async () => {
  let known: readonly ListedRetailer[] = [];
  api = await startTestApi({
    keyring: KEYRING,
    catalog: openCatalog({ demoShopUrl: DEMO_SHOP_URL, listed: () => known }),
  });
  await registerRetailer(api.database.pool, {
    id: SHOP,
    name: "Harbor Goods",
    driver: "storefront",
    origins: [`https://${SHOP}`],
  });
  known = await listRegistered(api.database.pool);
});
beforeEach(async () => {
  // An account of its own for each test.
  const account = `Account ${randomBytes(4).toString("hex")}`;
  key = await api.newKey({ account });
  live = await api.newKey({ account, mode: "live" });
});
afterAll(() => api.close());

async function send(method: string, path: string, body?: unknown, by = key): Promise<Answer> {
  const answer = await api.send(method, path, { key: by, body });
  answers.push(answer);
  return answer;
}
const add = (changes: object = {}, by = key) => send("POST", "/managed-accounts", { ...ACCOUNT, ...changes }, by);
const change = (id: unknown, body: object, by = key) => send("PUT", `/managed-accounts/${String(id)}`, body, by);
const list = (query = "", by = key) => send("GET", `/managed-accounts${query}`, undefined, by);
const fault = ({ status, body }: Answer) => {
  const error = body["error"] as { code: string; details: { field_errors?: { field: string }[] } };
  return [status, error.code, error.details.field_errors?.[0]?.field];
};

async function opened(id: unknown): Promise<string[]> {
  const sealed = await findSealedRetailerAccount(api.database.pool, String(id));
  if (sealed === undefined) throw new Error("no such account");
  return (["login", "password"] as const).map((column) =>
    open(KEYRING, placeOfAccount(sealed.id, column), sealed[column]).toString("utf8"),
  );
}

test("an account is kept sealed, and answered with everything but its password", async () => {
  const made = await add({ retailer_config: { note: "the second floor's" } });
  expect(made.status).toBe(201);
  expect(made.body).toEqual({
    id: expect.any(String),
    short_id: expect.stringMatching(/^cw_acct_[0-9A-HJKMNP-TV-Z]{8}$/),
    email: "buyer@acme.test",
    retailer: "demo-shop",
    retailer_id: null,
    has_totp: false,
    has_forwarding: false,
    is_paused: false,
    locked_by_job_id: null,
    cooldown_minutes: null,
    last_used_at: null,
    retailer_config: { note: "the second floor's" },
    forwarding_email: "",
    created_at: expect.any(String),
    updated_at: expect.any(String),
  });
  expect(await opened(made.body["id"])).toEqual(["buyer@acme.test", CANARY]);
  const { rows } = await api.database.pool.query("SELECT *, login::text, password::text FROM retailer_accounts");
  expect(JSON.stringify(rows)).not.toMatch(/buyer@acme|hunter2/);
  expect((await list()).body).toEqual({ credentials: [made.body], total: 1 });
});

test("accounts are found by a part of their email or retailer, and paged", async () => {
  for (const email of ["ada@acme.test", "bob@acme.test", "cleo@other.test"]) await add({ email });
  await add({ retailer: SHOP }, live);
  const found = async (query: string) => {
    const { credentials, total } = (await list(query)).body as { credentials: { email: string }[]; total: number };
    return [credentials.map(({ email }) => email.split("@")[0]).join(), total];
  };
  expect(await found("?search=ACME")).toEqual(["ada,bob", 2]);
  expect(await found("?search=demo-sh")).toEqual(["ada,bob,cleo", 3]);
  expect(await found("?search=harbor")).toEqual(["", 0]);
  expect(await found("?limit=1&offset=1")).toEqual(["bob", 3]);
  expect(fault(await list("?limit=501"))).toEqual([422, "validation_error", "limit"]);
});

test("the login, the password or both are changed; the account stays at its retailer", async () => {
  const { id, short_id: shortId } = (await add()).body;
  expect((await change(shortId, {})).body).toMatchObject({ email: "buyer@acme.test" });
  expect((await change(shortId, { password: `${CANARY} 2` })).status).toBe(200);
  expect(await opened(id)).toEqual(["buyer@acme.test", `${CANARY} 2`]);
  const changed = await change(shortId, { email: "new@acme.test", retailer: "demo-shop", totp_secret: null });
  expect(changed.body).toMatchObject({ email: "new@acme.test", retailer_config: null });
  expect(await opened(id)).toEqual(["new@acme.test", `${CANARY} 2`]);
  expect((await change(shortId, { retailer_config: { a: 1 } })).body).toMatchObject({ retailer_config: { a: 1 } });
  expect(fault(await change(shortId, { retailer: SHOP }))).toEqual([422, "validation_error", "retailer"]);
});

test("one email is kept once at a retailer, in any case, also by twenty requests at once", async () => {
  const made = await Promise.all(
    Array.from({ length: 20 }, (_none, at) => add({ email: at % 2 ? "A@b.test" : "a@b.test" })),
  );
  expect(made.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(1);
  expect(new Set(made.map(({ status }) => status))).toEqual(new Set([201, 409]));
  const first = made.find(({ status }) => status === 201);
  const again = await add({ email: "a@b.test" });
  expect(again.body).toMatchObject({
    error: { code: "already_exists", details: { short_id: first?.body["short_id"] } },
  });
  const other = await add({ email: "c@b.test" });
  expect(fault(await change(other.body["short_id"], { email: "A@B.test" }))).toEqual([
    409,
    "already_exists",
    undefined,
  ]);
  expect((await add({ email: "a@b.test", retailer: SHOP }, live)).status).toBe(201);
});

test.each([
  [{ retailer: undefined }, 422, "validation_error", "retailer"],
  [{ retailer: null }, 422, "validation_error", "retailer"],
  [{ retailer: "nowhere.example" }, 422, "unsupported_retailer", "retailer"],
  [{ retailer: SHOP }, 422, "unsupported_retailer", "retailer"],
  [{ totp_secret: CANARY }, 422, "validation_error", "totp_secret"],
  [{ totp_secret: [CANARY] }, 422, "validation_error", "totp_secret"],
  [{ password: null }, 422, "validation_error", "password"],
  [{ password: `${CANARY}\n` }, 422, "validation_error", "password"],
  [{ password: CANARY.repeat(20) }, 422, "validation_error", "password"],
  [{ email: "" }, 422, "validation_error", "email"],
  [{ retailer_config: { card: "4111 1111 1111 1111" } }, 422, "validation_error", "retailer_config"],
  [{ passwort: CANARY }, 422, "validation_error", "passwort"],
])("%o is refused", async (changes, status, code, field) => {
  expect(fault(await add(changes))).toEqual([status, code, field]);
});

test("a live key keeps no account at the sandbox, and each mode sees its own", async () => {
  expect(fault(await add({}, live))).toEqual([422, "unsupported_retailer", "retailer"]);
  const { short_id: shortId } = (await add()).body;
  expect((await list("", live)).body).toEqual({ credentials: [], total: 0 });
  expect(fault(await change(shortId, { password: CANARY }, live))).toEqual([404, "not_found", undefined]);
});

test("a deleted account is gone, its email is free, and deleting it again finds nothing", async () => {
  const { short_id: shortId } = (await add()).body;
  const path = `/managed-accounts/${String(shortId)}`;
  expect((await send("DELETE", path)).status).toBe(204);
  expect((await send("DELETE", path)).status).toBe(404);
  expect((await change(shortId, { password: CANARY })).status).toBe(404);
  expect((await list()).body).toEqual({ credentials: [], total: 0 });
  expect((await add()).status).toBe(201);
});

test("an account whose key is gone is shown as paused, hides no other one, and is whole again when both are sent", async () => {
  const { id, short_id: shortId } = (await add()).body;
  await add({ email: "fine@acme.test" });
  await api.database.pool.query("UPDATE retailer_accounts SET login = 'x', password = 'y' WHERE id = $1", [id]);
  expect((await list()).body).toMatchObject({
    credentials: [
      { email: "", is_paused: true },
      { email: "fine@acme.test", is_paused: false },
    ],
  });
  expect((await change(shortId, { retailer_config: {} })).body).toMatchObject({ is_paused: true });
  const whole = await change(shortId, { email: "back@acme.test", password: CANARY });
  expect(whole.body).toMatchObject({ email: "back@acme.test", is_paused: false });
  expect(await opened(id)).toEqual(["back@acme.test", CANARY]);
});

test("a short id that somebody has is given to nobody else", async () => {
  const { id, short_id: taken } = (await add()).body;
  const sealed = await findSealedRetailerAccount(api.database.pool, String(id));
  if (sealed === undefined) throw new Error("no such account");
  const seen: string[] = [];
  const added = await withShortId(async (fresh) => {
    const shortId = seen.length === 0 ? String(taken) : fresh;
    seen.push(shortId);
    return await addRetailerAccount(api.database.pool, { ...sealed, id: randomUUID(), shortId, label: "other" });
  });
  expect([added, seen]).toEqual(["added", [taken, expect.not.stringMatching(String(taken))]]);
});

test("without SEALING_KEYS nothing is kept or shown, and the refusal says what to set", async () => {
  const bare = await startTestApi({ keyring: undefined });
  try {
    const own = await bare.newKey();
    for (const [method, body] of [
      ["GET", undefined],
      ["POST", ACCOUNT],
    ] as const) {
      const refused = await bare.send(method, "/managed-accounts", { key: own, body });
      answers.push(refused);
      expect(refused.status).toBe(503);
      expect(refused.text).toContain("SEALING_KEYS");
    }
  } finally {
    await bare.close();
  }
});

test("no password stands in any answer or log line of the tests before, nor in those to broken bodies", async () => {
  const broken = [
    `{"password":"${CANARY}"`,
    JSON.stringify(CANARY),
    JSON.stringify([CANARY]),
    `{"password":"${CANARY}\\u0000"}`,
  ];
  for (const body of broken) expect((await send("POST", "/managed-accounts", body)).status).toBeGreaterThanOrEqual(400);
  expect(answers.length).toBeGreaterThan(50);
  for (const answer of answers) expect(answer.text).not.toMatch(/hunter2|CANARY/);
  expect(api.logLines.length).toBeGreaterThan(50);
  expect(api.logLines.join("\n")).not.toMatch(/hunter2|CANARY|buyer@acme/);
});
