import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findAdminUser, listAdminActions } from "@cartwright/db";
import { createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { isPassword } from "../admin/password.ts";
import { storeOrder } from "../testing/store-order.ts";
import { runWords } from "./testing/run-words.ts";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(path.join(tmpdir(), "cartwright-command-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.close();
});

const run = (...words: string[]) => runWords({ DATABASE_URL: database.url, ADMIN_USER: "root" }, ...words);
const json = async (...words: string[]): Promise<unknown> => JSON.parse((await run(...words, "--json")).stdout);
const deeds = async () =>
  (await listAdminActions(database.db, { limit: 50 })).map(({ action, outcome, detail }) => ({
    action,
    outcome,
    detail,
  }));

function passwordFile(password: string): string {
  const file = path.join(folder, "password");
  writeFileSync(file, `${password}\n`);
  return file;
}

test("an account is made, limited, given credit and shown, each time by what keys and catalogue do", async () => {
  expect(await run("accounts", "add", "Acme")).toMatchObject({ status: 0, stderr: "" });
  const made = (await json("keys", "create", "--account", "Acme")) as { key: string };
  expect(made.key).toMatch(/^cw_test_/);
  expect(await json("accounts", "limit", "Acme", "--cents-per-day", "5000")).toEqual({
    account: "Acme",
    cents_per_day: 5_000,
  });
  expect(await json("accounts", "credit", "Acme", "250")).toMatchObject({ account: "Acme", store_credit: 250 });
  await storeOrder(database, { account: "Acme" });
  const today = [{ mode: "test", orders: 1, placed: 0, reserved: 20_000 }];
  const shown = { name: "Acme", active_keys: 1, cents_per_day: 5_000, orders_per_day: null, today };
  expect(await json("accounts", "show", "Acme")).toMatchObject({
    ...shown,
    settings: { store_credit: 250 },
    keys: [{ mode: "test" }],
  });
  expect(await json("accounts", "list")).toMatchObject([shown]);
  expect((await run("accounts", "list")).stdout).toMatch(
    /^Acme {2}.* {2}1 key {2}limits: \$50\.00 a day {2}today test: 1 order, /,
  );
  expect(await json("accounts", "show", "Nobody")).toMatchObject({ error: { code: "not_found" } });
  expect(await run("accounts", "limit", "Nobody", "--cents-per-day", "1")).toMatchObject({ status: 1, stdout: "" });
  const log = await deeds();
  expect(log.map(({ action, outcome }) => `${action} ${outcome}`).toReversed()).toEqual([
    "make-account done",
    "make-key done",
    "set-account-limits done",
    "change-account done",
    "set-account-limits failed",
  ]);
  expect(JSON.stringify(log)).not.toContain(made.key);
});

test("a user is added, changes role and password, and is disabled; no password is in the audit log", async () => {
  const [first, second] = ["correct horse battery", "staple and more of it"];
  const added = ["users", "add", "Ada", "--role", "operator", "--password-file"];
  expect(await json(...added, passwordFile(first))).toEqual({ name: "Ada", role: "operator" });
  expect(await json(...added, passwordFile(first))).toMatchObject({ error: { code: "already_exists" } });
  expect(await json("users", "add", "root", "--password-file", passwordFile(first))).toMatchObject({
    error: { code: "already_exists" },
  });
  expect(await json("users", "add", "Bo", "--password-file", passwordFile("short"))).toMatchObject({
    error: { code: "validation_error" },
  });
  expect(await run("users", "role", "ada", "admin")).toMatchObject({ status: 0 });
  expect(await run("users", "password", "Ada", "--password-file", passwordFile(second))).toMatchObject({ status: 0 });
  const ada = await findAdminUser(database.db, "Ada");
  expect([ada?.role, await isPassword(second, ada?.passwordHash ?? "")]).toEqual(["admin", true]);
  expect(await run("users", "disable", "Ada")).toMatchObject({ status: 0 });
  expect(await findAdminUser(database.db, "Ada")).toBeUndefined();
  expect(await json("users", "list")).toMatchObject([{ name: "Ada", role: "admin", disabled_at: expect.any(String) }]);
  expect(await json("users", "disable", "Nobody")).toMatchObject({ error: { code: "not_found" } });
  expect(JSON.stringify(await deeds())).not.toMatch(/horse|staple|short/);
});

test("retailers and the catalogue are the same commands, with JSON for each", async () => {
  expect(await json("retailers", "add", "https://shop.example")).toMatchObject({
    id: "shop.example",
    driver: "storefront",
  });
  expect(await json("retailers", "disable", "shop.example")).toEqual({ id: "shop.example", enabled: false });
  expect(await json("retailers", "accounts", "list")).toEqual([]);
  expect(await json("catalogue", "coupon", "list")).toEqual([]);
  expect((await deeds()).slice(0, 2).map(({ action }) => action)).toEqual(["disable-retailer", "register-retailer"]);
});

test("without a database it says in a sentence which one gives no answer", async () => {
  const told = await runWords({ DATABASE_URL: "postgres://ann:secret@127.0.0.1:1/none" }, "keys", "list", "--json");
  expect(told.status).toBe(1);
  expect(JSON.parse(told.stdout)).toMatchObject({
    error: { message: expect.stringMatching(/no answer at 127\.0\.0\.1:1\/none/) },
  });
  expect(told.stdout).not.toContain("secret");
});
