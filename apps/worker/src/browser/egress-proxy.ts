import type { lookup } from "node:dns";
import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { isPrivateLiteral, openPublicLookup } from "@cartwright/network";
import { EGRESS_REFUSED_HEADER } from "@cartwright/retailers/page-steps";
import { RequestError, Server } from "proxy-chain";

export interface EgressProxy {
  /** What Chrome is given as its only way out. */
  url: string;
  /** The hosts that were asked for, allowed or not. */
  hosts: ReadonlySet<string>;
  /** Cuts every connection that the browser holds: what goes out next goes out on a fresh one. */
  cutConnections: () => void;
  /** Resolves when no bytes have moved for a moment, or after a few seconds of never being quiet. */
  quiet: () => Promise<void>;
  close: () => Promise<void>;
}

const FORBIDDEN = 403;
const QUIET_FOR_MS = 150;
const QUIET_WITHIN_MS = 5_000;

const lookupPublic = openPublicLookup();

/**
 * One attempt's way to the network. It dials public addresses only, each checked after the name was resolved and dialled as
 * checked, and beside them the `host:port`s of `allowLocal`.
 */
export async function openEgressProxy(allowLocal: ReadonlySet<string>): Promise<EgressProxy> {
  const hosts = new Set<string>();
  // A purchase is never sent on a connection that served before: see `cutConnections`.
  const agent = new Agent({ keepAlive: false });
  const server = new Server({
    port: 0,
    host: "127.0.0.1",
    prepareRequestFunction: ({ hostname, port }) => {
      const target = `${hostname}:${port}`;
      hosts.add(target);
      if (allowLocal.has(target)) return { httpAgent: agent };
      if (isPrivateLiteral(hostname))
        throw new RequestError(`${target} is not a public address`, FORBIDDEN, { [EGRESS_REFUSED_HEADER]: "refused" });
      return { httpAgent: agent, dnsLookup: lookupPublic as typeof lookup };
    },
  });
  await server.listen();
  return {
    url: `http://127.0.0.1:${server.port}`,
    hosts,
    cutConnections: () => server.closeConnections(),
    quiet: () => waitForQuiet(server),
    close: async () => {
      await server.close(true);
      agent.destroy();
    },
  };
}

async function waitForQuiet(server: Server): Promise<void> {
  const until = performance.now() + QUIET_WITHIN_MS;
  let before = -1;
  for (let moved = bytesMoved(server); moved !== before && performance.now() < until; moved = bytesMoved(server)) {
    before = moved;
    await sleep(QUIET_FOR_MS);
  }
}

function bytesMoved(server: Server): number {
  let bytes = 0;
  for (const id of server.getConnectionIds()) {
    const stats = server.getConnectionStats(id);
    bytes += (stats?.srcRxBytes ?? 0) + (stats?.srcTxBytes ?? 0);
  }
  return bytes;
}
