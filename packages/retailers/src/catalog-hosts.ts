import { isIP } from "node:net";

// What a host's name alone tells. The host is judged as the URL parser wrote it: 0x7f.1 and 2130706433 have become 127.0.0.1
// by then. A public name that leads to a private address is the egress proxy's to refuse: it looks at what it dials.

const PRIVATE_SUFFIXES = [
  ".localhost",
  ".localdomain",
  ".local",
  ".internal",
  ".intranet",
  ".lan",
  ".home",
  ".corp",
  ".private",
  ".arpa",
  ".onion",
  ".test",
  ".example",
  ".invalid",
];

/** The shop's name for people and for its id: without "www.", with a port that is not the scheme's own. */
export function hostOf(url: URL): string {
  return `${bareName(url.hostname)}${url.port === "" ? "" : `:${url.port}`}`;
}

/** The origins that one shop answers at: both schemes, with and without "www.". */
export function originsOf(url: URL): string[] {
  const name = bareName(url.hostname);
  const port = url.port === "" ? "" : `:${url.port}`;
  const isName = isIP(name.replace(/^\[|\]$/g, "")) === 0 && name.includes(".");
  const hosts = isName ? [name, `www.${name}`] : [name];
  const origins = hosts.flatMap((host) => [`https://${host}${port}`, `http://${host}${port}`]);
  return [...new Set(origins.map((origin) => new URL(origin).origin))];
}

/** Why a host cannot be a public shop's; undefined for one that can. */
export function hostFault(
  hostname: string,
): { reason: "ip_literal" | "private_host" | "unknown_retailer"; message: string } | undefined {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (isIP(host) !== 0) return { reason: "ip_literal", message: "must name a shop's host, not an IP address" };
  if (!host.includes(".") || PRIVATE_SUFFIXES.some((suffix) => host.endsWith(suffix))) {
    return { reason: "private_host", message: `${host} is not a public host name` };
  }
  // Two spellings of one host would be two shops, and one account two that are used at once.
  if (hostname.endsWith(".")) return { reason: "unknown_retailer", message: `must name the host as ${host}` };
  return undefined;
}

function bareName(hostname: string): string {
  const rest = hostname.replace(/^www\./, "");
  return rest.includes(".") ? rest : hostname;
}
