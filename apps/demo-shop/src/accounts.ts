import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";

/** The customer every shop starts with, for drivers and demos that buy as a signed-in customer. */
export const SEEDED_ACCOUNT = { email: "buyer@example.com", password: "harbor-and-pine" } as const;

/** Long enough not to be a joke, short enough to be typed in a demo. */
export const MIN_PASSWORD_LENGTH = 8;

interface Account {
  salt: Buffer;
  hash: Buffer;
}

export interface Accounts {
  isKnown(email: string): boolean;
  isPassword(email: string, password: string): boolean;
  /** False, and nothing done, where the email has an account already. */
  register(email: string, password: string): boolean;
}

/** Accounts are kept in memory like carts; only purchases outlive the process. Emails are compared without case. */
export function openAccounts(): Accounts {
  const accounts = new Map<string, Account>();

  function register(email: string, password: string): boolean {
    if (accounts.has(normalEmail(email))) return false;
    const salt = randomBytes(16);
    accounts.set(normalEmail(email), { salt, hash: hashOf(password, salt) });
    return true;
  }

  function isPassword(email: string, password: string): boolean {
    const account = accounts.get(normalEmail(email));
    return account !== undefined && timingSafeEqual(account.hash, hashOf(password, account.salt));
  }

  register(SEEDED_ACCOUNT.email, SEEDED_ACCOUNT.password);
  return { isKnown: (email) => accounts.has(normalEmail(email)), isPassword, register };
}

export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

function hashOf(password: string, salt: Buffer): Buffer {
  return scryptSync(password, salt, 32, { N: 1024 });
}
