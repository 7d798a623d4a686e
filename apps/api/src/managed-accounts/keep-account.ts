import { randomUUID } from "node:crypto";
import {
  addOwnedAccount,
  changeOwnedAccount,
  type ChangedAccount,
  findOwnedAccount,
  type OwnedAccount,
  type Pool,
} from "@cartwright/db";
import type { RetailerCatalog } from "@cartwright/retailers/catalog";
import type { CreateManagedAccount, ManagedAccount, UpdateManagedAccount } from "@cartwright/schemas";
import { CannotOpen, type Keyring } from "@cartwright/sealing";
import type { Caller } from "../accounts/authenticate.ts";
import { notFound } from "../http/mount-routes.ts";
import { fieldProblem, Problem } from "../http/problem.ts";
import { showReceived } from "../http/show-received.ts";
import { unlessBusy } from "../http/unless-busy.ts";
import { isSameLogin, openEmail, requireKeyring } from "./open-login.ts";
import { presentAccount } from "./present-account.ts";
import { requireAccountRetailer } from "./require-account-retailer.ts";
import { resealLogin, sealLogin, type SealedLogin, type ShopLogin, withShortId } from "./seal-account.ts";

/** To whoever came in between. */
const BUSY = "Your accounts are";

export interface KeepAccountDeps {
  database: { pool: Pool };
  catalog: RetailerCatalog;
  /** Without it no account can be kept. */
  keyring: Keyring | undefined;
}

/** Keeps an account at a shop, sealed. Throws a Problem where it is there already, or is of no shop that the key may use. */
export async function createAccount(
  deps: KeepAccountDeps,
  caller: Caller,
  wanted: CreateManagedAccount,
): Promise<ManagedAccount> {
  const { pool } = deps.database;
  const retailerId = requireAccountRetailer(deps.catalog, caller.mode, wanted.retailer ?? "");
  const keyring = requireKeyring(deps.keyring);
  const id = randomUUID();
  const sealed = sealLogin(keyring, id, { login: wanted.email, password: wanted.password });
  const shortId = await withShortId(async (fresh) => {
    const account = {
      ...sealed,
      id,
      accountId: caller.accountId,
      mode: caller.mode,
      shortId: fresh,
      retailerId,
      // Not the email: a label is shown to people, and is not sealed.
      label: fresh,
      retailerConfig: wanted.retailer_config,
    };
    const added = await unlessBusy(BUSY, addOwnedAccount(pool, account, isTakenBy(keyring, retailerId, wanted.email)));
    if (typeof added === "object") throw alreadyThere(added.same);
    return added === "added" ? fresh : "same_short_id";
  });
  const kept = await findOwnedAccount(pool, caller, shortId);
  if (kept === undefined) throw new Error(`account ${id} is not there right after it was kept`);
  return presentAccount(kept, wanted.email);
}

/** Changes what the request names. Throws a Problem where there is no such account, or another one has that email. */
export async function changeAccount(
  deps: KeepAccountDeps,
  caller: Caller,
  shortId: string,
  wanted: UpdateManagedAccount,
): Promise<ManagedAccount> {
  const keyring = requireKeyring(deps.keyring);
  const changed = await unlessBusy(
    BUSY,
    changeOwnedAccount(deps.database.pool, caller, shortId, (account, others) => {
      refuseOtherRetailer(account, wanted);
      const { email } = wanted;
      const same = typeof email === "string" ? others.find(isTakenBy(keyring, account.retailerId, email)) : undefined;
      if (same !== undefined) throw alreadyThere(same);
      return withChanges(keyring, account, wanted);
    }),
  );
  if (changed === undefined) throw notFound("managed account");
  return presentAccount(changed, openEmail(keyring, changed));
}

/** Undefined: nothing changes. */
function withChanges(
  keyring: Keyring,
  account: OwnedAccount,
  { email, password, retailer_config: config }: UpdateManagedAccount,
): ChangedAccount | undefined {
  const retailerConfig = config ?? account.retailerConfig;
  const fresh = {
    ...(typeof email === "string" ? { login: email } : {}),
    ...(typeof password === "string" ? { password } : {}),
  };
  if (Object.keys(fresh).length > 0) return { ...resealOrRefuse(keyring, account, fresh), retailerConfig };
  return config === retailerConfig ? { ...account, retailerConfig } : undefined;
}

function resealOrRefuse(keyring: Keyring, account: OwnedAccount, fresh: Partial<ShopLogin>): SealedLogin {
  try {
    return resealLogin(keyring, account, fresh);
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error;
    const field = fresh.login === undefined ? "email" : "password";
    const message = "cannot be opened any more: send it as well, and the account is whole again";
    throw fieldProblem("validation_error", [{ field, code: "missing", message }]);
  }
}

function isTakenBy(keyring: Keyring, retailerId: string, email: string): (other: OwnedAccount) => boolean {
  return (other) => other.retailerId === retailerId && isSameLogin(openEmail(keyring, other) ?? "", email);
}

function alreadyThere({ shortId, retailerId }: OwnedAccount): Problem {
  return new Problem("already_exists", `There is an account with this email at ${retailerId} already: ${shortId}.`, {
    details: { short_id: shortId },
  });
}

/** What was bought with an account is looked up at its shop: it stays that shop's. */
function refuseOtherRetailer({ retailerId }: OwnedAccount, { retailer }: UpdateManagedAccount): void {
  if ((retailer ?? retailerId) === retailerId) return;
  throw fieldProblem("validation_error", [
    {
      field: "retailer",
      code: "cannot_change",
      message: "of an account stays: add an account at the other retailer, and delete this one",
      received: showReceived(retailer),
      expected: retailerId,
    },
  ]);
}
