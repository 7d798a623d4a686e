import ipaddr from "ipaddr.js";

/** What one household or host is given of IPv6: whoever has one address of it has them all. */
const IPV6_PREFIX = 64;

/** What a client is counted by: its IPv4 address, or the network of its IPv6 address. What is no address stays as it is. */
export function clientNetwork(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const network = ipaddr.IPv6.networkAddressFromCIDR(
    `${parsed.toNormalizedString().replace(/%.*$/, "")}/${IPV6_PREFIX}`,
  );
  return `${network.toRFC5952String()}/${IPV6_PREFIX}`;
}
