import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

// What OWASP asks of scrypt at the least: 128 MiB · 2^17 is its first choice, this one (32 MiB, three times) its third, and fits a
// small machine that many try to sign in to.
const COST = { N: 32_768, r: 8, p: 3 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Of a hash that was made with other costs: no more than that is ever computed. */
const MAX_MEMORY_BYTES = 128 * 1024 * 1024;
const FORM = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+)$/;

interface Cost {
  N: number;
  r: number;
  p: number;
}

/** `scrypt$N$r$p$salt$hash`: a fresh salt each time, and the costs with it, so that they may grow. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, COST);
  const { N, r, p } = COST;
  return ["scrypt", N, r, p, salt.toString("base64"), hash.toString("base64")].join("$");
}

/** Compares in a time that says nothing about how close a guess was. A hash of another form fits no password. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, N, r, p, salt = "", hash = ""] = FORM.exec(stored) ?? [];
  if (N === undefined) return false;
  const expected = Buffer.from(hash, "base64");
  const given = await derive(password, Buffer.from(salt, "base64"), { N: Number(N), r: Number(r), p: Number(p) });
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, HASH_BYTES, { ...cost, maxmem: MAX_MEMORY_BYTES }, (error, hash) => {
      if (error === null) resolve(hash);
      else reject(error);
    });
  });
}
