import { randomBytes, randomUUID } from "node:crypto";
import {
  addRetailerAccount,
  disableRetailerAccount,
  ensureAccount,
  listRetailerAccounts,
  newShortId,
  placeOfAccount,
} from "@cartwright/db";
import { CheckoutFailure } from "@cartwright/orders";
import type { CheckoutSession } from "@cartwright/retailers/driver";
import { type Keyring, readKeyring, seal } from "@cartwright/sealing";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { pino } from "pino";
import { PRODUCT, SELLS, sellingDeps } from "../testing/selling-shop.ts";
import { fulfilOrder } from "./fulfil-order.ts";
import { openAccount, openAccountToLook } from "./open-account.ts";

const newKeyring = (id: string): Keyring => readKeyring(`${id}:${randomBytes(32).toString("base64")}`);
const KEYRING = newKeyring("2026");
const LOGIN = "buyer-77@shop.test";
const PASSWORD = "correct horse battery";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

/** `sealedFor`: the row it was sealed for, where that is another one. */
async function newAccount(sealedFor?: string): Promise<string> {
  const { id: accountId } = await ensureAccount(database.db, "Test account");
  const id = randomUUID();
  const sealed = {
    login: seal(KEYRING, placeOfAccount(sealedFor ?? id, "login"), LOGIN),
    password: seal(KEYRING, placeOfAccount(sealedFor ?? id, "password"), PASSWORD),
    keyId: KEYRING.sealsWith,
  };
  const place = { retailerId: "demo-shop", mode: "test", shortId: newShortId() } as const;
  await addRetailerAccount(database.pool, { id, accountId, label: "main", ...place, ...sealed });
  return id;
}
const opened = (retailerAccountId: string | null, keyring: Keyring | undefined = KEYRING) =>
  openAccount({ pool: database.pool, keyring }, { retailerAccountId });

async function failureOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof CheckoutFailure ? `${error.code}: ${error.message}` : String(error);
}

test("an order's account is opened, and noted as used; a guest has none", async () => {
  const id = await newAccount();
  expect(await opened(id)).toEqual({ login: LOGIN, password: PASSWORD });
  expect(await listRetailerAccounts(database.pool)).toMatchObject([{ id, lastUsedAt: expect.any(Date) }]);
  expect(await opened(null)).toBeUndefined();
});

test("what keeps an account shut is said in words that an operator can act on", async () => {
  const id = await newAccount();
  const noKey = openAccount({ pool: database.pool, keyring: undefined }, { retailerAccountId: id });
  expect(await failureOf(noKey)).toBe(
    "login_failed: The managed account cannot be opened: the worker has no SEALING_KEYS.",
  );
  expect(await failureOf(opened(id, newKeyring("2027")))).toBe(
    'login_failed: The managed account "main" cannot be opened: the worker\'s SEALING_KEYS have no key "2026".',
  );
  expect(await failureOf(opened(id, newKeyring("2026")))).toMatch("is not the one it was sealed with");
  expect(await failureOf(opened(randomUUID()))).toMatch("not there any more");
});

test("an account that was sealed for another row does not open", async () => {
  expect(await failureOf(opened(await newAccount(randomUUID())))).toMatch("cannot be opened");
});

test("a disabled account buys nothing more; what it bought is still found", async () => {
  const id = await newAccount();
  await disableRetailerAccount(database.pool, id);
  expect(await failureOf(opened(id))).toBe('login_failed: The managed account "main" is disabled.');
  const look = openAccountToLook({ pool: database.pool, keyring: KEYRING }, { retailerAccountId: id });
  expect(await look).toEqual({ login: LOGIN, password: PASSWORD });
});

test("a driver is given the account, and no log is; a failed login fails the order and says why", async () => {
  const retailerAccountId = await newAccount();
  const items = [{ url: PRODUCT, quantity: 1, variant: null }];
  const given: unknown[] = [];
  let logged = "";
  const deps = sellingDeps(database, {
    keyring: KEYRING,
    log: pino({ level: "trace" }, { write: (line: string) => (logged += line) }),
    findDriver: () => ({
      retailer: "demo-shop",
      begin: ({ account, saw }: CheckoutSession) => {
        given.push(account);
        saw("login form: 2 fields");
        return SELLS;
      },
    }),
  });
  const orderId = await acceptTestOrder(database, { retailerAccountId, items });
  await fulfilOrder(deps, orderId);
  expect(given).toEqual([{ login: LOGIN, password: PASSWORD }]);
  // Of what was seen the log holds the number alone: a page's words may be anybody's.
  expect(logged).toMatch(/"step":"read review".*"saw":1/);
  expect(logged).not.toMatch(/login form|buyer-77|correct horse/);

  const next = await acceptTestOrder(database, { retailerAccountId, items });
  await fulfilOrder({ ...deps, keyring: newKeyring("2027") }, next);
  const { rows } = await database.pool.query("SELECT failure_code, charged FROM orders WHERE id = $1", [next]);
  expect(rows).toEqual([{ failure_code: "login_failed", charged: "no" }]);
  expect((await database.pool.query("SELECT FROM account_visits")).rowCount).toBe(0);
});
