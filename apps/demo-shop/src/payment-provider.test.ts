import { findCardFault, isLuhnValid, openPaymentVault } from "./payment-provider.ts";

const now = new Date("2026-03-31T12:00:00Z");
const good = { number: "4242424242424242", expiry: "03/26", cvc: "123" };

describe("findCardFault", () => {
  test("takes a card through the last day of its month", () => {
    expect(findCardFault(good, now)).toBeUndefined();
    expect(findCardFault(good, new Date("2026-04-01T00:00:00Z"))).toMatchObject({ field: "expiry" });
  });

  test.each([
    ["card_number", { number: "4242424242424241" }],
    ["card_number", { number: "4242" }],
    ["expiry", { expiry: "13/30" }],
    ["expiry", { expiry: "" }],
    ["cvc", { cvc: "12" }],
  ])("says that %s is wrong in %j", (field, change) => {
    expect(findCardFault({ ...good, ...change }, now)).toMatchObject({ field });
  });
});

test("the check digit catches every single wrong digit", () => {
  const wrong = Array.from({ length: 9 }, (_, step) => `424242424242424${(step + 3) % 10}`);
  expect(isLuhnValid(good.number)).toBe(true);
  expect(wrong.map(isLuhnValid)).toEqual(wrong.map(() => false));
});

test("charges a good card any number of times, the declined one and an unknown token never", () => {
  const vault = openPaymentVault();
  const { token, last4 } = vault.keep(good.number);
  expect([last4, vault.charge(token), vault.charge(token)]).toEqual(["4242", true, true]);
  expect(vault.charge(vault.keep("4000000000000002").token)).toBe(false);
  expect(vault.charge("tok_unknown")).toBe(false);
});
