import type { LookupAddress } from "node:dns";
import { isPrivateLiteral, NotPublic, openPublicLookup } from "./public-lookup.ts";

/** What a socket that asks for all addresses of a name is given, or the error. */
function look(addresses: LookupAddress[], all = true): Promise<unknown> {
  const lookup = openPublicLookup((_name, _options, callback) => callback(null, addresses));
  return new Promise((resolve) => {
    lookup("shop.example.com", { all }, (error, found) => resolve(error ?? found));
  });
}

const PUBLIC = { address: "93.184.215.14", family: 4 };

test("a socket dials the very addresses that were checked", async () => {
  expect(await look([PUBLIC])).toEqual([PUBLIC]);
  expect(await look([PUBLIC], false)).toBe(PUBLIC.address);
});

test("one private address among others keeps a name from being dialled", async () => {
  expect(await look([PUBLIC, { address: "10.0.0.1", family: 4 }])).toBeInstanceOf(NotPublic);
  expect(await look([])).toBeInstanceOf(NotPublic);
});

test.each([
  ["127.0.0.1", true],
  ["[::1]", true],
  ["169.254.169.254", true],
  ["8.8.8.8", false],
  ["shop.example.com", false],
])("%s is a private address in place of a name: %s", (host, is) => {
  expect(isPrivateLiteral(host)).toBe(is);
});
