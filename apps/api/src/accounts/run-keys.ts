import {
  type Database,
  ensureAccount,
  listApiKeys,
  revokeApiKey,
  setSpendLimits,
  type StoredApiKey,
} from "@cartwright/db";
import { formatUsd } from "@cartwright/orders";
import type { Answer } from "../commands/answer.ts";
import { audited, type Deed } from "../commands/audited.ts";
import type { KeysCommand } from "./keys-command.ts";
import { makeKey } from "./make-key.ts";

/** Runs a command about keys. Throws what a person is to read. */
export async function runKeys(db: Database, command: KeysCommand): Promise<Answer> {
  return await audited(db, deedOf(command), () => run(db, command));
}

function deedOf(command: KeysCommand): Deed | undefined {
  switch (command.name) {
    case "create": {
      const { account, mode, scopes } = command;
      return { action: "make-key", subject: { type: "account", id: account }, detail: { mode, scopes } };
    }
    case "limit": {
      const { whose, limits } = command;
      return "keyId" in whose
        ? { action: "set-key-limits", subject: { type: "key", id: whose.keyId }, detail: limits }
        : { action: "set-account-limits", subject: { type: "account", id: whose.accountName }, detail: limits };
    }
    case "revoke":
      return { action: "revoke-key", subject: { type: "key", id: command.id } };
    case "list":
      return undefined;
  }
}

async function run(db: Database, command: KeysCommand): Promise<Answer> {
  switch (command.name) {
    case "create":
      return await create(db, command);
    case "list":
      return await list(db);
    case "limit":
      return await limit(db, command);
    case "revoke":
      return await revoke(db, command.id);
  }
}

async function create(
  db: Database,
  { account, mode, scopes }: Extract<KeysCommand, { name: "create" }>,
): Promise<Answer> {
  const { id: accountId } = await ensureAccount(db, account);
  const { id, key } = await makeKey(db, { accountId, mode, scopes });
  return {
    lines: [
      `Key ${id} of account "${account}" (${mode}; ${scopes.join(", ")}):\n\n  ${key}\n`,
      "Keep it now: only its hash is stored, so it cannot be shown again.",
    ],
    json: { id, key, account, mode, scopes },
  };
}

async function list(db: Database): Promise<Answer> {
  const keys = await listApiKeys(db);
  return { lines: keys.length === 0 ? ["There are no keys yet."] : keys.map(describeKey), json: keys.map(keyAsJson) };
}

/** One key in one line, without what opens anything. */
export function describeKey(key: StoredApiKey): string {
  const state = key.revokedAt === null ? "active" : `revoked ${key.revokedAt.toISOString()}`;
  return `${key.id}  ${key.hint}…  ${key.mode}  ${key.accountName}  ${key.scopes.join(",")}  ${key.createdAt.toISOString()}  ${state}${limitWords(key)}`;
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

export const keyAsJson = (key: StoredApiKey) => ({
  id: key.id,
  hint: key.hint,
  account: key.accountName,
  mode: key.mode,
  scopes: key.scopes,
  cents_per_day: key.spendLimitCents,
  orders_per_day: key.orderLimit,
  account_cents_per_day: key.accountSpendLimitCents,
  account_orders_per_day: key.accountOrderLimit,
  created_at: key.createdAt,
  revoked_at: key.revokedAt,
});

async function limit(db: Database, { whose, limits }: Extract<KeysCommand, { name: "limit" }>): Promise<Answer> {
  const name = "keyId" in whose ? `key ${whose.keyId}` : `account "${whose.accountName}"`;
  if (!(await setSpendLimits(db, whose, limits))) throw new Error(`There is no ${name}.`);
  const words = (what: string, value: number | null | undefined, show: (value: number) => string): string[] =>
    value === undefined ? [] : [value === null ? `no limit of ${what}` : `${show(value)} a day`];
  const all = [
    ...words("money", limits.spendLimitCents, formatUsd),
    ...words("orders", limits.orderLimit, (orders) => `${orders} orders`),
  ];
  return {
    lines: [`The ${name} has ${all.join(" and ")}. Running APIs know of it within seconds.`],
    json: {
      ...("keyId" in whose ? { id: whose.keyId } : { account: whose.accountName }),
      ...(limits.spendLimitCents === undefined ? {} : { cents_per_day: limits.spendLimitCents }),
      ...(limits.orderLimit === undefined ? {} : { orders_per_day: limits.orderLimit }),
    },
  };
}

async function revoke(db: Database, id: string): Promise<Answer> {
  if (!(await revokeApiKey(db, id))) throw new Error(`There is no active key ${id}.`);
  return { lines: [`Key ${id} is revoked. Running APIs forget it within seconds.`], json: { id, revoked: true } };
}
