import { grantScopes, isAccessToken, newAccessToken } from "./access-token.ts";
import { isApiKey, KEY_SCOPES, newApiKey } from "./api-key.ts";

const granted = (asked: string | undefined, ofKey: readonly string[]) => {
  const found = grantScopes(asked, ofKey);
  return found === undefined ? undefined : [found.words.join(" "), found.scopes.join(" ")];
};
const ALL = KEY_SCOPES.join(" ");
const READ = "orders:read webhooks:read accounts:read";
const WRITE = "orders:write webhooks:write accounts:write";

test("a token and a key are never taken for each other", () => {
  expect([isAccessToken(newAccessToken()), isApiKey(newAccessToken())]).toEqual([true, false]);
  expect(isAccessToken(newApiKey("test"))).toBe(false);
});

test.each([
  [undefined, "admin", ALL],
  ["admin", "admin", ALL],
  ["read", "read", READ],
  ["write", "write", WRITE],
  ["  write read  write", "write read", ALL],
  ["read admin", "read admin", ALL],
])("a key that may everything gives %p", (asked, words, scopes) => {
  expect(granted(asked, KEY_SCOPES)?.[0]).toBe(words);
  expect(granted(asked, KEY_SCOPES)?.[1]?.split(" ").toSorted()).toEqual(scopes.split(" ").toSorted());
});

test("a token never has more than its key, and its answer says so", () => {
  expect(granted("admin", ["orders:read"])).toEqual(["read", "orders:read"]);
  expect(granted("read write", ["orders:read"])).toEqual(["read", "orders:read"]);
  expect(granted(undefined, ["orders:read", "webhooks:write"])).toEqual(["read write", "orders:read webhooks:write"]);
});

test.each([["write"], ["owner"], ["read owner"], ["constructor"], [""], [" "]])(
  "a key that may only read gives nothing for %p",
  (asked) => expect(granted(asked, ["orders:read"])).toBeUndefined(),
);
