import {
  changeAccountSettings,
  type Database,
  ensureAccount,
  findAdminAccount,
  findApiKeyById,
  listAdminAccounts,
  listApiKeys,
  type Pool,
  readMoneyToday,
  revokeApiKey,
  setSpendLimits,
} from "@cartwright/db";
import { z } from "zod";
import { makeKey } from "../../accounts/make-key.ts";
import { notFound } from "../../http/mount-routes.ts";
import { action, type AdminRow, idOf, NoForm, page, type Visit } from "../admin-route.ts";
import { Limits, NewAccount, NewKey, Settings, toChanges, withoutRecipient } from "./account-forms.ts";
import { accountPage } from "./account-page.tsx";
import { accountsPage } from "./accounts-page.tsx";
import { newKeyPage } from "./new-key-page.tsx";

export interface AccountRowDeps {
  db: Database;
  pool: Pool;
}

const pageOf = (id: string): string => `/admin/accounts/${id}`;
const subject = (visit: Visit) => ({ type: "account", id: idOf(visit) });
const keySubject = (visit: Visit) => ({ type: "key", id: idOf(visit) });
const FORGETS = "Running APIs know of it within seconds.";

/** Who orders, with which keys, and up to what. */
export function accountRows(deps: AccountRowDeps): AdminRow[] {
  const { db, pool } = deps;
  return [
    page({
      path: "/accounts",
      role: "viewer",
      title: "Accounts and keys",
      show: async ({ visitor }) => accountsPage(await listAdminAccounts(db), await readMoneyToday(pool), visitor),
    }),
    page({
      path: "/accounts/:id",
      role: "viewer",
      title: "Account",
      show: async (visit) => {
        const account = await requireAccount(deps, visit);
        const [keys, money] = await Promise.all([listApiKeys(db), readMoneyToday(pool)]);
        const own = <T extends { accountId: string }>(all: readonly T[]): T[] =>
          all.filter(({ accountId }) => accountId === account.id);
        return accountPage({ account, keys: own(keys), money: own(money) }, visit.visitor);
      },
    }),
    ...accountDeeds(deps),
    ...keyDeeds(deps),
  ];
}

function accountDeeds(deps: AccountRowDeps): AdminRow[] {
  const { db } = deps;
  return [
    action({
      path: "/accounts",
      role: "admin",
      action: "make-account",
      form: NewAccount,
      subject: (_visit, { name }) => ({ type: "account", id: name }),
      act: async (_visit, { name }) => {
        const { id } = await ensureAccount(db, name);
        return { to: pageOf(id), says: "The account is there. It orders with a key." };
      },
    }),
    action({
      path: "/accounts/:id/limits",
      role: "admin",
      action: "set-account-limits",
      form: Limits,
      subject,
      act: async (visit, { spend_limit: spendLimitCents, order_limit: orderLimit }) => {
        const { id, name } = await requireAccount(deps, visit);
        await setSpendLimits(db, { accountName: name }, { spendLimitCents, orderLimit });
        return { to: pageOf(id), says: `The account's limits are set. ${FORGETS}` };
      },
    }),
    action({
      path: "/accounts/:id/settings",
      role: "admin",
      action: "change-account",
      form: Settings,
      subject,
      noted: withoutRecipient,
      act: async (visit, form) => {
        const { id } = await requireAccount(deps, visit);
        await changeAccountSettings(db, id, toChanges(form));
        return { to: pageOf(id), says: "The account's settings are changed." };
      },
    }),
  ];
}

function keyDeeds(deps: AccountRowDeps): AdminRow[] {
  const { db } = deps;
  return [
    action({
      path: "/accounts/:id/keys",
      role: "admin",
      action: "make-key",
      form: NewKey,
      subject,
      act: async (visit, { mode, scopes }) => {
        const { id: accountId, name } = await requireAccount(deps, visit);
        const made = await makeKey(db, { accountId, mode, scopes: [...new Set(scopes)] });
        const content = newKeyPage({ accountId, accountName: name, mode, ...made });
        return { title: "New key", content, json: { id: made.id, key: made.key } };
      },
    }),
    action({
      path: "/keys/:id/limits",
      role: "admin",
      action: "set-key-limits",
      form: Limits,
      subject: keySubject,
      act: async (visit, { spend_limit: spendLimitCents, order_limit: orderLimit }) => {
        const { id, accountId, hint } = await requireKey(deps, visit);
        await setSpendLimits(db, { keyId: id }, { spendLimitCents, orderLimit });
        return { to: pageOf(accountId), says: `The limits of the key ${hint}… are set. ${FORGETS}` };
      },
    }),
    action({
      path: "/keys/:id/revoke",
      role: "admin",
      action: "revoke-key",
      form: NoForm,
      subject: keySubject,
      act: async (visit) => {
        const { id, accountId, hint } = await requireKey(deps, visit);
        await revokeApiKey(db, id);
        return { to: pageOf(accountId), says: `The key ${hint}… is revoked. Running APIs forget it within seconds.` };
      },
    }),
  ];
}

const isId = (id: string): boolean => z.guid().safeParse(id).success;

async function requireAccount({ db }: AccountRowDeps, visit: Visit) {
  const found = isId(idOf(visit)) ? await findAdminAccount(db, idOf(visit)) : undefined;
  if (found === undefined) throw notFound("account");
  return found;
}

async function requireKey({ db }: AccountRowDeps, visit: Visit) {
  const found = isId(idOf(visit)) ? await findApiKeyById(db, idOf(visit)) : undefined;
  if (found === undefined) throw notFound("active key");
  return found;
}
