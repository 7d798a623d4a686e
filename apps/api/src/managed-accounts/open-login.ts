import { type OwnedAccount, placeOfAccount } from "@cartwright/db";
import { CannotOpen, type Keyring, open } from "@cartwright/sealing";
import { Problem } from "../http/problem.ts";

/** Throws `service_unavailable` where this server has no key to seal or open with. */
export function requireKeyring(keyring: Keyring | undefined): Keyring {
  if (keyring !== undefined) return keyring;
  throw new Problem(
    "service_unavailable",
    "Managed accounts are kept sealed, and this server has no key for it: its operator has to set SEALING_KEYS.",
  );
}

/** The account's login; undefined where its key is gone, or it was changed: then no worker can open it either. */
export function openEmail(keyring: Keyring, { id, login }: Pick<OwnedAccount, "id" | "login">): string | undefined {
  try {
    return open(keyring, placeOfAccount(id, "login"), login).toString("utf8");
  } catch (error) {
    if (error instanceof CannotOpen) return undefined;
    throw error;
  }
}

/** Shops do not tell `Buyer@acme.test` from `buyer@acme.test`. */
export function isSameLogin(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
