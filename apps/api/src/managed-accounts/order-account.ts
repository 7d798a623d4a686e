import { findOwnedAccount, findRetailerAccount, type Pool, type RetailerAccount } from "@cartwright/db";
import { fieldProblem } from "../http/problem.ts";
import { showReceived } from "../http/show-received.ts";
import type { Caller } from "../accounts/authenticate.ts";

const FIELD = "retailer_credentials_id";

/**
 * The account that a request names by `retailer_credentials_id`: one of the caller's that is enabled. Throws a Problem for
 * any other; another owner's is not told from one that is not there.
 */
export async function requireNamedAccount(pool: Pool, caller: Caller, shortId: string): Promise<RetailerAccount> {
  const account = await findOwnedAccount(pool, caller, shortId);
  if (account === undefined) throw refuse(shortId, "not_found", "names none of your managed accounts");
  if (account.disabledAt !== null)
    throw refuse(shortId, "deleted", "names a managed account that was deleted or disabled");
  return account;
}

/** Throws a Problem for an account of another retailer than the order's. */
export function requireAccountAt(retailerId: string, account: RetailerAccount): void {
  if (account.retailerId === retailerId) return;
  const message = `names a managed account at ${account.retailerId}, and the order is for ${retailerId}`;
  throw refuse(account.shortId, "mismatching_retailer", message, `an account at ${retailerId}`);
}

/**
 * The account that a retailer's settings name, where it is the caller's own: a setting is the operator's, the account
 * somebody's. Undefined: the order is a guest's.
 */
export async function findSettledAccount(
  pool: Pool,
  caller: Caller,
  accountId: string | undefined,
): Promise<RetailerAccount | undefined> {
  if (accountId === undefined) return undefined;
  const account = await findRetailerAccount(pool, accountId);
  return account?.accountId === caller.accountId && account.mode === caller.mode ? account : undefined;
}

function refuse(
  shortId: string,
  code: string,
  message: string,
  expected = "the short_id of one of GET /managed-accounts",
) {
  return fieldProblem("validation_error", [{ field: FIELD, code, message, received: showReceived(shortId), expected }]);
}
