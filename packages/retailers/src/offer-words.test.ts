import { conditionWords, handlingDaysIn, limitIn, readCondition } from "./offer-words.ts";

test.each([
  ["New", ["New"]],
  ["https://schema.org/NewCondition", ["New"]],
  ["https://schema.org/RefurbishedCondition", ["Refurbished"]],
  ["Certified Renewed", ["Refurbished"]],
  ["Used - Like New", ["UsedLikeNew"]],
  ["Used: Very Good", ["UsedVeryGood"]],
  ["UsedGood", ["UsedGood"]],
  ["Acceptable", ["UsedAcceptable"]],
  ["Pre-owned", ["UsedLikeNew", "UsedVeryGood", "UsedGood", "UsedAcceptable"]],
  ["UsedCondition", ["UsedLikeNew", "UsedVeryGood", "UsedGood", "UsedAcceptable"]],
  ["DamagedCondition", []],
])("%j is read as %j", (words, mayBe) => {
  expect(readCondition([words])?.mayBe).toEqual(mayBe);
});

test("a page that says two things may mean either, and one that says nothing shows no condition", () => {
  expect(readCondition(["NewCondition", "Refurbished"])).toEqual({
    words: "NewCondition, Refurbished",
    mayBe: ["New", "Refurbished"],
  });
  expect(readCondition(["Solid walnut"])).toBeUndefined();
  expect(readCondition([])).toBeUndefined();
});

test("what is said of a condition is found by its name, on a line of its own, and in a title", () => {
  expect(conditionWords("Desk Fan", ["Material", "Steel", "Condition", "Used - Good"])).toEqual([
    "Used - Good",
    "Used - Good",
  ]);
  expect(conditionWords("Desk Fan", ["Condition: Acceptable"])).toEqual(["Acceptable"]);
  expect(conditionWords("Desk Fan (Refurbished)", [])).toEqual(["Desk Fan (Refurbished)"]);
  expect(conditionWords("Used Books Poster", ["In very good company", "Like new mornings", "New"])).toEqual([]);
});

test.each([
  ["In stock, ships in 1 business day", 1],
  ["Usually ships within 2-3 business days.", 3],
  ["Ships in 24 hours", 1],
  ["Made to order: ships in 2 weeks", 14],
  ["Handling time: 5 days", 5],
  ["Ready to ship in three to five days", 5],
  ["Ships same day", 0],
  ["Free shipping on orders over $50, delivered in 3 days", undefined],
  ["Ships worldwide", undefined],
])("%j takes %j days to hand over", (text, days) => {
  expect(handlingDaysIn([text])).toBe(days);
});

test("of several times the longest counts", () => {
  expect(handlingDaysIn(["Ships in 2 days", "Engraved ones ship in 10 days"])).toBe(10);
});

test.each([
  ["Limit 10 per customer.", 10],
  ["You can buy no more than 3 of this item", 3],
  ["The maximum quantity is 5", 5],
  ["Maximum 2 per order", 2],
  ["You have reached the purchase limit for this item.", undefined],
])("%j allows %j", (text, limit) => {
  expect(limitIn(text)).toBe(limit);
});
