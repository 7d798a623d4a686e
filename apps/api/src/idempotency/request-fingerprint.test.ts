import { canonicalJson, requestFingerprint } from "./request-fingerprint.ts";

it("is the same for the same order, however its keys are sorted", () => {
  expect(requestFingerprint({ a: 1, b: { c: [1, { d: 2, e: 3 }] } })).toBe(
    requestFingerprint({ b: { c: [1, { e: 3, d: 2 }] }, a: 1 }),
  );
});

it("leaves the idempotency key out, and nothing else", () => {
  expect(requestFingerprint({ a: 1, idempotency_key: "x" })).toBe(requestFingerprint({ a: 1 }));
  expect(requestFingerprint({ a: { idempotency_key: "x" } })).not.toBe(requestFingerprint({ a: {} }));
});

it.each([
  ["another value", { a: 1 }, { a: 2 }],
  ["a number for a text", { a: 1 }, { a: "1" }],
  ["null for nothing", { a: null }, {}],
  ["another order of a list", { a: [1, 2] }, { a: [2, 1] }],
  ["a default that is written out", { quantity: 1 }, {}],
])("differs by %s", (_what, one, other) => {
  expect(requestFingerprint(one)).not.toBe(requestFingerprint(other));
});

it("is JSON with sorted keys", () => {
  expect(canonicalJson({ b: [true, null], a: 'x"' })).toBe('{"a":"x\\"","b":[true,null]}');
  expect(requestFingerprint({})).toMatch(/^[0-9a-f]{64}$/);
});
