import { isPrivateLiteral, NotPublic, openPublicLookup, type ResolveAll } from "@cartwright/network";
import { localAddressOf } from "@cartwright/schemas";
import { Agent } from "undici";

/** Connections that lead to the public internet, and to the local addresses that the operator names. */
export interface SafeTargets {
  /** What a URL is to be sent through. Throws NotPublic where it must not be. */
  find: (url: URL) => Agent;
  close: () => Promise<void>;
}

const CONNECT_WITHIN_MS = 10_000;

/**
 * A name is resolved when it is dialled, every address of it is checked, and those very addresses are dialled; TLS still wants
 * the name's certificate. Each request has a connection of its own: none outlives its check.
 */
export function openSafeTargets(options: { allowLocal: ReadonlySet<string>; resolve?: ResolveAll }): SafeTargets {
  const onTheInternet = openAgent({ lookup: openPublicLookup(options.resolve) });
  const anywhere = openAgent({});
  return {
    find: (url) => {
      if (url.protocol !== "http:" && url.protocol !== "https:") throw new NotPublic(`${url.protocol} is not http(s)`);
      if (options.allowLocal.has(localAddressOf(url))) return anywhere;
      if (isPrivateLiteral(url.hostname)) throw new NotPublic(`${url.hostname} is not public`);
      return onTheInternet;
    },
    close: async () => {
      await Promise.all([onTheInternet.destroy(), anywhere.destroy()]);
    },
  };
}

function openAgent(connect: { lookup?: ReturnType<typeof openPublicLookup> }): Agent {
  return new Agent({ connect: { ...connect, timeout: CONNECT_WITHIN_MS }, pipelining: 0 });
}
