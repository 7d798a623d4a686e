import { createHash, scrypt, scryptSync, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify<string, string, number, Buffer>(scrypt);
const HASH_BYTES = 32;
// The password itself is in the configuration: the salt is not for storage, the slowness is for guessing.
const SALT = "cartwright-admin";

export type IsAdmin = (user: string, password: string) => Promise<boolean>;

/** Compares in a time that says nothing about how close a guess was. */
export function newIsAdmin(admin: { user: string; password: string }): IsAdmin {
  const userHash = sha256(admin.user);
  const passwordHash = scryptSync(admin.password, SALT, HASH_BYTES);
  return async (user, password) => {
    const given = await derive(password, SALT, HASH_BYTES);
    const isPassword = timingSafeEqual(given, passwordHash);
    return timingSafeEqual(sha256(user), userHash) && isPassword;
  };
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
