import { createHmac, timingSafeEqual } from "node:crypto";
import type { AddressValidation, AddressVerdict } from "@cartwright/schemas";
import type { PostalAddress } from "./address-check.ts";
import { addressKey } from "./address-key.ts";

/** What a token stands for: whose it is, for which address, and what was said of that. */
interface Overridden {
  accountId: string;
  address: PostalAddress;
  validation: AddressValidation;
}

export interface AddressOverrides {
  issue: (refused: Overridden) => Promise<string>;
  /** What was said of the address when its token was issued, or why the token is not taken. */
  read: (token: string, by: Pick<Overridden, "accountId" | "address">) => Promise<AddressValidation | RefusedToken>;
}

export type RefusedToken = "wrong" | "expired";

/** Verdicts that a person may know better than. `fix` is none: nobody could deliver there. */
const OVERRIDABLE = ["confirm", "add_subpremise"] as const satisfies AddressVerdict[];
const PROVIDERS = ["offline", "google"] as const satisfies AddressValidation["provider"][];

/** Long enough for somebody to be asked by mail; the clocks of the API's machines need not agree better than that. */
const VALID_MS = 24 * 60 * 60 * 1_000;

// One byte each: version, verdict, provider, whether degraded; then the end of its time in seconds, and the signature.
const VERSION = 1;
const EXPIRY_AT = 4;
const EXPIRY_BYTES = 6;
const HEAD_BYTES = EXPIRY_AT + EXPIRY_BYTES;
const MAC_BYTES = 32;

export function isOverridable(verdict: AddressVerdict): boolean {
  return OVERRIDABLE.some((one) => one === verdict);
}

/** Tokens signed with the service's own secret: any of its processes takes what another one issued. */
export function openAddressOverrides(
  readSecret: () => Promise<Buffer>,
  now: () => number = Date.now,
): AddressOverrides {
  let known: Buffer | undefined;
  // Read with the first token: a database that was away then is asked again with the next one.
  const secret = async (): Promise<Buffer> => {
    known ??= await readSecret();
    return known;
  };

  return {
    issue: async ({ accountId, address, validation }) => {
      const head = Buffer.alloc(HEAD_BYTES);
      head.writeUInt8(VERSION, 0);
      head.writeUInt8(
        OVERRIDABLE.findIndex((verdict) => verdict === validation.verdict),
        1,
      );
      head.writeUInt8(PROVIDERS.indexOf(validation.provider), 2);
      head.writeUInt8(Number(validation.degraded), 3);
      head.writeUIntBE(Math.floor((now() + VALID_MS) / 1_000), EXPIRY_AT, EXPIRY_BYTES);
      return Buffer.concat([head, sign(await secret(), head, accountId, address)]).toString("base64url");
    },
    read: async (token, { accountId, address }) => {
      const bytes = Buffer.from(token, "base64url");
      // Buffer.from skips what is no base64url: one token has one spelling.
      if (bytes.length !== HEAD_BYTES + MAC_BYTES || bytes.toString("base64url") !== token) return "wrong";
      const head = bytes.subarray(0, HEAD_BYTES);
      const isOurs = timingSafeEqual(sign(await secret(), head, accountId, address), bytes.subarray(HEAD_BYTES));
      const validation = isOurs ? readHead(head) : undefined;
      if (validation === undefined) return "wrong";
      return head.readUIntBE(EXPIRY_AT, EXPIRY_BYTES) * 1_000 > now() ? validation : "expired";
    },
  };
}

/** No two accounts and addresses read the same: the key is JSON, an id is none of its beginnings. */
function sign(secret: Buffer, head: Buffer, accountId: string, address: PostalAddress): Buffer {
  return createHmac("sha256", secret)
    .update(head)
    .update(`${accountId}\n${addressKey(address)}`)
    .digest();
}

function readHead(head: Buffer): AddressValidation | undefined {
  const verdict = OVERRIDABLE[head.readUInt8(1)];
  const provider = PROVIDERS[head.readUInt8(2)];
  if (head.readUInt8(0) !== VERSION || verdict === undefined || provider === undefined) return undefined;
  return { verdict, provider, degraded: head.readUInt8(3) === 1, overridden: true };
}
