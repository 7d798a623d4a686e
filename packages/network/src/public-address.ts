import ipaddr from "ipaddr.js";

/**
 * True for an address on the public internet: not one of the special-purpose blocks of RFC 6890 (private, loopback,
 * link-local, carrier-grade NAT, documentation, multicast, …), nor one of them dressed up as IPv6.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // `process` unwraps ::ffff:10.0.0.1; the other ways to carry an IPv4 address (6to4, Teredo, NAT64) have ranges of their own.
  return ipaddr.process(address).range() === "unicast";
}
