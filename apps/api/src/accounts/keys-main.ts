import {
  countPendingMigrations,
  createApiKey,
  type Database,
  ensureAccount,
  listApiKeys,
  openDatabase,
  revokeApiKey,
  setSpendLimits,
  type StoredApiKey,
} from "@cartwright/db";
import { formatUsd } from "@cartwright/orders";
import { hashApiKey, hintOf, newApiKey } from "./api-key.ts";
import { type KeysCommand, readKeysCommand, sayWhyNot } from "./keys-command.ts";

const STATEMENT_TIMEOUT_MS = 10_000;

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

type Create = Extract<KeysCommand, { name: "create" }>;

async function create(db: Database, { account, mode, scopes }: Create): Promise<void> {
  const { id: accountId } = await ensureAccount(db, account);
  const key = newApiKey(mode);
  const hint = hintOf(key);
  const { id } = await createApiKey(db, { accountId, mode, sha256: hashApiKey(key), hint, scopes });
  say(`Key ${id} of account "${account}" (${mode}; ${scopes.join(", ")}):\n\n  ${key}\n`);
  say("Keep it now: only its hash is stored, so it cannot be shown again.");
}

async function list(db: Database): Promise<void> {
  const keys = await listApiKeys(db);
  if (keys.length === 0) say("There are no keys yet.");
  for (const key of keys) {
    const state = key.revokedAt === null ? "active" : `revoked ${key.revokedAt.toISOString()}`;
    say(
      `${key.id}  ${key.hint}…  ${key.mode}  ${key.accountName}  ${key.scopes.join(",")}  ${key.createdAt.toISOString()}  ${state}${limitWords(key)}`,
    );
  }
}

/** Nothing where there are none. */
function limitWords(key: StoredApiKey): string {
  const of = (whose: string, cents: number | null, orders: number | null): string[] => [
    ...(cents === null ? [] : [`${whose} ${formatUsd(cents)} a day`]),
    ...(orders === null ? [] : [`${whose} ${orders} orders a day`]),
  ];
  const words = [
    ...of("account", key.accountSpendLimitCents, key.accountOrderLimit),
    ...of("key", key.spendLimitCents, key.orderLimit),
  ];
  return words.length === 0 ? "" : `  limits: ${words.join(", ")}`;
}

async function limit(db: Database, { whose, limits }: Extract<KeysCommand, { name: "limit" }>): Promise<void> {
  const name = "keyId" in whose ? `key ${whose.keyId}` : `account "${whose.accountName}"`;
  if (!(await setSpendLimits(db, whose, limits))) throw new Error(`There is no ${name}.`);
  const words = (what: string, value: number | null | undefined, show: (value: number) => string): string[] =>
    value === undefined ? [] : [value === null ? `no limit of ${what}` : `${show(value)} a day`];
  const all = [
    ...words("money", limits.spendLimitCents, formatUsd),
    ...words("orders", limits.orderLimit, (orders) => `${orders} orders`),
  ];
  say(`The ${name} has ${all.join(" and ")}. Running APIs know of it within seconds.`);
}

async function revoke(db: Database, id: string): Promise<void> {
  if (!(await revokeApiKey(db, id))) throw new Error(`There is no active key ${id}.`);
  say(`Key ${id} is revoked. Running APIs forget it within seconds.`);
}

async function runKeysCommand(command: KeysCommand): Promise<void> {
  const url = process.env["DATABASE_URL"] ?? "";
  if (url === "") throw new Error("DATABASE_URL is not set: the keys are in Postgres.");
  const database = openDatabase({
    url,
    poolSize: 1,
    lockTimeoutMs: STATEMENT_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: "cartwright-keys",
    onError: () => undefined,
  });
  try {
    if ((await countPendingMigrations(database.db)) > 0) {
      throw new Error("The database lacks migrations. Run: npm run migrate");
    }
    if (command.name === "create") await create(database.db, command);
    else if (command.name === "list") await list(database.db);
    else if (command.name === "limit") await limit(database.db, command);
    else await revoke(database.db, command.id);
  } finally {
    await database.close();
  }
}

const read = readKeysCommand(process.argv.slice(2));
if ("none" in read) {
  sayWhyNot(read.none);
  process.exitCode = read.none.exitCode;
} else {
  runKeysCommand(read.command).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
