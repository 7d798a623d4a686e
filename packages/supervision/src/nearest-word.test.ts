import { nearestWord } from "./nearest-word.ts";

const WORDS = ["keys", "accounts", "orders", "retailers", "catalogue", "doctor", "show"];

it.each([
  ["ordres", "orders"],
  ["order", "orders"],
  ["Doctor", "doctor"],
  ["catalog", "catalogue"],
  ["shwo", "show"],
  ["frobnicate", undefined],
  ["x", undefined],
])("takes %s for %s", (typed, meant) => {
  expect(nearestWord(typed, WORDS)).toBe(meant);
});
