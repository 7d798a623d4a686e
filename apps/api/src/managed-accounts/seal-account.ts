import { newShortId, placeOfAccount } from "@cartwright/db";
import { type Keyring, reseal, seal } from "@cartwright/sealing";

/** What is typed into a shop's login form. */
export interface ShopLogin {
  login: string;
  password: string;
}

export interface SealedLogin {
  login: Buffer;
  password: Buffer;
  /** The master key that both are sealed with. */
  keyId: string;
}

/** Login and password, sealed for the account of that id: they open nowhere else. */
export function sealLogin(keyring: Keyring, id: string, { login, password }: ShopLogin): SealedLogin {
  return {
    login: seal(keyring, placeOfAccount(id, "login"), login),
    password: seal(keyring, placeOfAccount(id, "password"), password),
    keyId: keyring.sealsWith,
  };
}

/** The same of an account whose login, password or both change. Throws CannotOpen where what stays does not open. */
export function resealLogin(
  keyring: Keyring,
  account: { id: string; login: Buffer; password: Buffer },
  fresh: Partial<ShopLogin>,
): SealedLogin {
  const part = (column: keyof ShopLogin): Buffer => {
    const place = placeOfAccount(account.id, column);
    const text = fresh[column];
    if (text !== undefined) return seal(keyring, place, text);
    // With the same master key as the other one: a rotation knows one of the two of them.
    return reseal(keyring, place, account[column]) ?? account[column];
  };
  return { login: part("login"), password: part("password"), keyId: keyring.sealsWith };
}

const MAX_SHORT_IDS = 5;

/** Adds an account under a short id that nobody has: another one is made where somebody has it. */
export async function withShortId<Added>(
  add: (shortId: string) => Promise<Added | "same_short_id">,
): Promise<Exclude<Added, "same_short_id">> {
  for (let tries = 0; tries < MAX_SHORT_IDS; tries += 1) {
    const added = await add(newShortId());
    if (added !== "same_short_id") return added as Exclude<Added, "same_short_id">;
  }
  throw new Error(`${MAX_SHORT_IDS} random short ids were all taken`);
}
