import { requireCondition, requireHandling, type ShownCondition } from "./offer-rules.ts";

const any = { conditionIn: null, conditionNotIn: null };
const REFURBISHED: ShownCondition = { words: "Refurbished", mayBe: ["Refurbished"] };
const USED: ShownCondition = {
  words: "Used",
  mayBe: ["UsedLikeNew", "UsedVeryGood", "UsedGood", "UsedAcceptable"],
};
const refused = (condition: string): Error =>
  expect.objectContaining({ code: "product_unavailable", observed: expect.objectContaining({ condition }) }) as Error;

test("any condition will do where the order names none", () => {
  expect(() => requireCondition(any, REFURBISHED)).not.toThrow();
  expect(() =>
    requireCondition({ conditionIn: [], conditionNotIn: [] }, { words: "Damaged", mayBe: [] }),
  ).not.toThrow();
});

test("only a condition of the list is bought, and none of the other list", () => {
  expect(() => requireCondition({ ...any, conditionIn: ["Refurbished"] }, REFURBISHED)).not.toThrow();
  expect(() => requireCondition({ ...any, conditionIn: ["New"] }, REFURBISHED)).toThrow(refused("Refurbished"));
  expect(() => requireCondition({ ...any, conditionNotIn: ["Refurbished"] }, REFURBISHED)).toThrow(
    refused("Refurbished"),
  );
});

test("a shop that shows no condition sells new goods", () => {
  expect(() => requireCondition({ ...any, conditionIn: ["New"] })).not.toThrow();
  expect(() => requireCondition({ ...any, conditionIn: ["Refurbished"] })).toThrow(refused("New"));
  expect(() => requireCondition({ ...any, conditionNotIn: ["New"] })).toThrow(refused("New"));
});

test("words that may mean several conditions must be wanted in all of them", () => {
  expect(() => requireCondition({ ...any, conditionIn: ["UsedGood"] }, USED)).toThrow(refused("Used"));
  expect(() => requireCondition({ ...any, conditionNotIn: ["UsedAcceptable"] }, USED)).toThrow(refused("Used"));
  expect(() => requireCondition({ ...any, conditionNotIn: ["New"] }, USED)).not.toThrow();
  expect(() => requireCondition({ ...any, conditionNotIn: ["New"] }, { words: "Damaged", mayBe: [] })).toThrow(
    refused("Damaged"),
  );
});

test("longer handling than was ordered is refused, and what is not shown is not", () => {
  expect(() => requireHandling(3, 3)).not.toThrow();
  expect(() => requireHandling(3, undefined)).not.toThrow();
  expect(() => requireHandling(null, 30)).not.toThrow();
  expect(() => requireHandling(0, 1)).toThrow(
    expect.objectContaining({ observed: { handling_days: 1, handling_days_max: 0 } }),
  );
});
