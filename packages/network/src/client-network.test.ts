import { clientNetwork } from "./client-network.ts";

test.each([
  ["93.184.215.14", "93.184.215.14"],
  ["::ffff:93.184.215.14", "93.184.215.14"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::1", "2001:db8:1:2::/64"],
  ["fe80::1%eth0", "fe80::/64"],
  ["::1", "::/64"],
  ["unknown", "unknown"],
])("%s is counted as %s", (address, network) => {
  expect(clientNetwork(address)).toBe(network);
});
