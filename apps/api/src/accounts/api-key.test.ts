import { hashApiKey, hintOf, isApiKey, newApiKey } from "./api-key.ts";

it("makes keys that it knows again, each another", () => {
  const keys = Array.from({ length: 50 }, () => newApiKey("test"));
  expect(new Set(keys).size).toBe(50);
  for (const key of keys) {
    expect(key).toMatch(/^cw_test_[0-9A-Za-z]{38}$/);
    expect(isApiKey(key)).toBe(true);
  }
});

it("refuses a key with any one character changed, the mode too", () => {
  const key = newApiKey("live");
  for (let index = 0; index < key.length; index += 1) {
    const changed = key.slice(0, index) + (key[index] === "a" ? "b" : "a") + key.slice(index + 1);
    expect(isApiKey(changed)).toBe(false);
  }
  expect(isApiKey(key.replace("cw_live_", "cw_test_"))).toBe(false);
});

it.each(["", "cw_test_", "Bearer x", `cw_prod_${"a".repeat(38)}`, `cw_test_${"a".repeat(38)}`])(
  "refuses %p",
  (text) => {
    expect(isApiKey(text)).toBe(false);
  },
);

it("keeps a key's hash and a hint that opens nothing", () => {
  const key = newApiKey("test");
  expect(hashApiKey(key)).toMatch(/^[0-9a-f]{64}$/);
  expect(hintOf(key)).toHaveLength(12);
  expect(key.startsWith(hintOf(key))).toBe(true);
});
