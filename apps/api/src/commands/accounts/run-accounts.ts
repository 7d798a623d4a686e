import {
  type AccountDay,
  type AdminAccount,
  type DatabaseHandle,
  ensureAccount,
  findAccountByName,
  listAdminAccounts,
  listApiKeys,
  readMoneyToday,
} from "@cartwright/db";
import { formatUsd } from "@cartwright/orders";
import { describeKey, keyAsJson, runKeys } from "../../accounts/run-keys.ts";
import { describeSettings, runCatalogue, settingsAsJson } from "../../catalogue/run-catalogue.ts";
import { notFound } from "../../http/mount-routes.ts";
import type { Answer } from "../answer.ts";
import { audited } from "../audited.ts";
import type { AccountCommand } from "./account-command.ts";

interface Around extends Pick<DatabaseHandle, "db" | "pool"> {
  environment: Readonly<Record<string, string | undefined>>;
}

type ListedAccount = AdminAccount & { activeKeys: number };

/** Runs a command about the accounts of this deployment. Throws what a person is to read. */
export async function runAccounts(around: Around, command: AccountCommand): Promise<Answer> {
  switch (command.name) {
    case "list":
      return await list(around);
    case "show":
      return await show(around, command.account);
    case "add": {
      const { account: name } = command;
      const deed = { action: "make-account", subject: { type: "account", id: name } };
      return await audited(around.db, deed, async () => {
        const { id } = await ensureAccount(around.db, name);
        const how = `cartwright keys create --account ${JSON.stringify(name)}`;
        return { lines: [`The account "${name}" is there (${id}). It orders with a key: ${how}`], json: { id, name } };
      });
    }
    case "limit":
      return await runKeys(around.db, command.command);
    case "set":
      return await runCatalogue(around, command.command);
  }
}

async function list({ db, pool }: Around): Promise<Answer> {
  const [accounts, days] = await Promise.all([listAdminAccounts(db), readMoneyToday(pool)]);
  const own = (account: ListedAccount) => days.filter(({ accountId }) => accountId === account.id);
  return {
    lines:
      accounts.length === 0
        ? ["There are no accounts yet: cartwright keys create --account NAME makes one, and its key."]
        : accounts.map((account) => describe(account, own(account))),
    json: accounts.map((account) => asJson(account, own(account))),
  };
}

async function show({ db, pool }: Around, name: string): Promise<Answer> {
  const account = (await listAdminAccounts(db)).find((known) => known.name === name);
  const settings = await findAccountByName(db, name);
  if (account === undefined || settings === undefined) throw notFound("account");
  const [keys, days] = await Promise.all([listApiKeys(db), readMoneyToday(pool)]);
  const ownKeys = keys.filter(({ accountId }) => accountId === account.id);
  const ownDays = days.filter(({ accountId }) => accountId === account.id);
  return {
    lines: [
      describe(account, ownDays),
      "",
      describeSettings(settings),
      "",
      ...(ownKeys.length === 0 ? ["It has no keys."] : ownKeys.map(describeKey)),
    ],
    json: { ...asJson(account, ownDays), settings: settingsAsJson(settings), keys: ownKeys.map(keyAsJson) },
  };
}

function describe(account: ListedAccount, days: readonly AccountDay[]): string {
  const { id, name, activeKeys, spendLimitCents, orderLimit } = account;
  const limits = [
    ...(spendLimitCents === null ? [] : [`${formatUsd(spendLimitCents)} a day`]),
    ...(orderLimit === null ? [] : [`${orderLimit} orders a day`]),
  ];
  const today = days.map(
    ({ mode, orders, placedCents, reservedCents }) =>
      `today ${mode}: ${orders} ${orders === 1 ? "order" : "orders"}, ${formatUsd(placedCents)} placed, ${formatUsd(reservedCents)} reserved`,
  );
  const keys = `${activeKeys} ${activeKeys === 1 ? "key" : "keys"}`;
  return [name, id, keys, limits.length === 0 ? "no limits" : `limits: ${limits.join(", ")}`, ...today].join("  ");
}

const asJson = (account: ListedAccount, days: readonly AccountDay[]) => ({
  id: account.id,
  name: account.name,
  active_keys: account.activeKeys,
  cents_per_day: account.spendLimitCents,
  orders_per_day: account.orderLimit,
  created_at: account.createdAt,
  today: days.map(({ mode, orders, placedCents, reservedCents }) => ({
    mode,
    orders,
    placed: placedCents,
    reserved: reservedCents,
  })),
});
