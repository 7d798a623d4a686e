import {
  changeAccountSettings,
  createApiKey,
  type DatabaseHandle,
  ensureAccount,
  findAccountByName,
  findApiKey,
  openDatabase,
  saveCoupon,
} from "@cartwright/db";
import { hashApiKey, hintOf, KEY_SCOPES, newApiKey } from "../apps/api/src/accounts/api-key.ts";
import { describeImport, importFile, openShops } from "../apps/api/src/catalogue/import-file.ts";
import { demoCatalogue } from "./demo/demo-catalogue.ts";
import type { Slot } from "./stack/slot.ts";

const ACCOUNT = "Development";
/** Who receives where a request names nobody. A number of the range kept for fiction. */
const DEFAULT_RECIPIENT = { name: "Robin Carter", phone: "+14155550132" };
const STORE_CREDIT_CENTS = 5_000;
const PAYMENT_METHOD = { type: "card", brand: "visa", last4: "4242" } as const;
const COUPON = { code: "WELCOME5", name: "Five dollars off", amountCents: 500, expiresAt: null };
const LOCK_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 10_000;

/** Makes the account that `dev` and `demo` order with. Its API key is kept, so that it is the same after a restart. */
export const seedDevelopmentData = async (slot: Slot, databaseUrl: string): Promise<string> =>
  await onDatabase(databaseUrl, async (database) => {
    const key = await seedKey(slot, database);
    await seedSettings(database);
    return key;
  });

/** Fills the catalogue with what the demo shop has, at the address that it answers at now. */
export const seedCatalogue = async (databaseUrl: string, shops: Readonly<Record<string, string>>): Promise<void> =>
  await onDatabase(databaseUrl, async ({ pool }) => {
    const content = Buffer.from(JSON.stringify(demoCatalogue(shops["DEMO_SHOP_URL"] ?? ""), null, 2));
    const done = await importFile({ pool, shops: await openShops(pool, shops) }, { format: "json", content });
    if (!done.ok) throw new Error(describeImport("the demo shop's catalogue", done, false).join("\n"));
  });

const seedKey = async (slot: Slot, { db }: DatabaseHandle): Promise<string> => {
  const account = await ensureAccount(db, ACCOUNT, DEFAULT_RECIPIENT);
  const key = slot.secrets.apiKey ?? newApiKey("test");
  if ((await findApiKey(db, hashApiKey(key))) === undefined) {
    await createApiKey(db, {
      accountId: account.id,
      mode: "test",
      sha256: hashApiKey(key),
      hint: hintOf(key),
      scopes: [...KEY_SCOPES],
    });
  }
  slot.rememberApiKey(key);
  return key;
};

/** Once: what somebody has set since stays. */
const seedSettings = async ({ db }: DatabaseHandle): Promise<void> => {
  const account = await findAccountByName(db, ACCOUNT);
  if (account === undefined || account.paymentMethod !== null) return;
  await saveCoupon(db, { accountId: account.id, ...COUPON });
  await changeAccountSettings(db, account.id, {
    paymentMethod: PAYMENT_METHOD,
    storeCreditCents: STORE_CREDIT_CENTS,
    defaultRecipient: account.defaultRecipient ?? DEFAULT_RECIPIENT,
  });
};

const onDatabase = async <T>(url: string, work: (database: DatabaseHandle) => Promise<T>): Promise<T> => {
  const database = openDatabase({
    url,
    poolSize: 1,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: "cartwright-seed",
    onError: () => undefined,
  });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
};
