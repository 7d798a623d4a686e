import {
  findSealedRetailerAccount,
  type OrderRecord,
  placeOfAccount,
  type Pool,
  touchRetailerAccount,
} from "@cartwright/db";
import { CheckoutFailure } from "@cartwright/orders";
import type { ShopAccount } from "@cartwright/retailers/driver";
import { CannotOpen, type Keyring, open } from "@cartwright/sealing";

interface AccountDeps {
  pool: Pool;
  /** Without it no account can be opened. */
  keyring: Keyring | undefined;
}

type OfAccount = Pick<OrderRecord, "retailerAccountId">;

/**
 * The managed account that an order is bought with, opened; undefined: the order is a guest's. Throws CheckoutFailure, whose
 * words say what an operator has to mend, and nothing of what is sealed.
 */
export async function openAccount(deps: AccountDeps, order: OfAccount): Promise<ShopAccount | undefined> {
  const account = await openWhere(deps, order, ({ disabledAt }) => disabledAt === null);
  if (order.retailerAccountId !== null) await touchRetailerAccount(deps.pool, order.retailerAccountId);
  return account;
}

/** The same for a look into its history: what was bought with it is found there, disabled or not. */
export async function openAccountToLook(deps: AccountDeps, order: OfAccount): Promise<ShopAccount | undefined> {
  return await openWhere(deps, order, () => true);
}

async function openWhere(
  { pool, keyring }: AccountDeps,
  { retailerAccountId: id }: OfAccount,
  mayUse: (account: { disabledAt: Date | null }) => boolean,
): Promise<ShopAccount | undefined> {
  if (id === null) return undefined;
  if (keyring === undefined) {
    throw new CheckoutFailure("login_failed", "The managed account cannot be opened: the worker has no SEALING_KEYS.");
  }
  const account = await findSealedRetailerAccount(pool, id);
  if (account === undefined) throw new CheckoutFailure("login_failed", "The managed account is not there any more.");
  if (!mayUse(account)) {
    throw new CheckoutFailure("login_failed", `The managed account "${account.label}" is disabled.`);
  }
  try {
    return {
      login: open(keyring, placeOfAccount(id, "login"), account.login).toString("utf8"),
      password: open(keyring, placeOfAccount(id, "password"), account.password).toString("utf8"),
    };
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error;
    const why = `The managed account "${account.label}" cannot be opened: ${whatIsMissing(error, account.keyId)}.`;
    throw new CheckoutFailure("login_failed", why, { cause: error });
  }
}

function whatIsMissing({ reason }: CannotOpen, keyId: string): string {
  return reason === "unknown_key"
    ? `the worker's SEALING_KEYS have no key "${keyId}"`
    : `it, or the key "${keyId}" of the worker's SEALING_KEYS, is not the one it was sealed with`;
}
