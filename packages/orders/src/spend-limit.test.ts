import { availableCents, findSpendBreach, type SpendScope } from "./spend-limit.ts";

const FREE: SpendScope = { limitCents: null, orderLimit: null, spentCents: 900_000, reservedCents: 0, orders: 9_000 };
const used = (changes: Partial<SpendScope>): SpendScope => ({
  limitCents: 10_000,
  orderLimit: null,
  spentCents: 0,
  reservedCents: 0,
  orders: 0,
  ...changes,
});

it("lets everything through where there is no limit", () => {
  expect(findSpendBreach({ account: FREE, key: FREE }, 100_000_000)).toBeUndefined();
  expect(availableCents(FREE)).toBeNull();
});

it("lets the last cent be spent, and not one more", () => {
  const account = used({ spentCents: 4_000, reservedCents: 5_000 });
  expect(availableCents(account)).toBe(1_000);
  expect(findSpendBreach({ account, key: FREE }, 1_000)).toBeUndefined();
  expect(findSpendBreach({ account, key: FREE }, 1_001)).toMatchObject({
    scope: "account",
    of: "money",
    neededCents: 1_001,
  });
});

it("holds a key to its own limit within its account's", () => {
  const account = used({ limitCents: 100_000 });
  expect(findSpendBreach({ account, key: used({ limitCents: 500 }) }, 501)).toMatchObject({ scope: "key" });
});

it("counts orders as well as money", () => {
  const account = used({ limitCents: null, orderLimit: 3, orders: 2 });
  expect(findSpendBreach({ account, key: FREE }, 1)).toBeUndefined();
  expect(findSpendBreach({ account: { ...account, orders: 3 }, key: FREE }, 1)).toMatchObject({ of: "orders" });
});

it("has nothing left, and not less, where a retailer charged more than was agreed", () => {
  expect(availableCents(used({ spentCents: 10_500 }))).toBe(0);
});

it("lets nothing through a limit of 0", () => {
  expect(findSpendBreach({ account: used({ limitCents: 0 }), key: FREE }, 1)).toMatchObject({ of: "money" });
  expect(findSpendBreach({ account: used({ limitCents: null, orderLimit: 0 }), key: FREE }, 1)).toBeDefined();
});
