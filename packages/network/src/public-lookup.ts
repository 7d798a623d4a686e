import { lookup as resolveByDns, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { isPublicAddress } from "./public-address.ts";

/** What was to be dialled is not on the public internet. */
export class NotPublic extends Error {
  override readonly name = "NotPublic";
}

/** How names are resolved: Node's own, or a test's. */
export type ResolveAll = (
  hostname: string,
  options: { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Resolves a name for a socket, and fails unless every address it has is public: a mixed answer is an attack. The socket dials
 * what it is given here, so that a name cannot lead elsewhere a moment after it was checked.
 */
export function openPublicLookup(resolve: ResolveAll = resolveByDns): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, "", 0);
      const refused = addresses.find(({ address }) => !isPublicAddress(address));
      const [first] = addresses;
      if (refused !== undefined || first === undefined) {
        const what = `${hostname} resolves to ${refused?.address ?? "nothing"}, which is not public`;
        return callback(new NotPublic(what), "", 0);
      }
      if (options.all === true) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}

/** An address in place of a name is never resolved, so that no lookup sees it. True where it must not be dialled. */
export function isPrivateLiteral(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "");
  return isIP(host) !== 0 && !isPublicAddress(host);
}
