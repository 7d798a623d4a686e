import { RETURN_STATUSES } from "@cartwright/schemas";
import { canMoveReturn, findReturnFaults, type ReturnableLine } from "./return-rules.ts";

const LINES: ReturnableLine[] = [
  { id: "mug", quantity: 3, status: "delivered" },
  { id: "lamp", quantity: 1, status: "ordered" },
  { id: "rug", quantity: 1, status: "skipped" },
];

const faultsOf = (items: [string, number][], earlier: [string, number][] = []) =>
  findReturnFaults(items.map(toItem), LINES, earlier.map(toItem)).map(({ index, reason, available }) => [
    index,
    reason,
    available,
  ]);

const toItem = ([order_item_id, quantity]: [string, number]) => ({ order_item_id, quantity });

it("takes back what was bought, up to as many as were bought", () => {
  expect(faultsOf([["mug", 3], ["lamp", 1]])).toEqual([]); // prettier-ignore
  expect(faultsOf([["mug", 4]])).toEqual([[0, "too_many", 3]]);
});

it("counts what is on its way back already", () => {
  expect(faultsOf([["mug", 1]], [["mug", 2]])).toEqual([]);
  expect(faultsOf([["mug", 2]], [["mug", 2]])).toEqual([[0, "too_many", 1]]);
  expect(faultsOf([["mug", 1]], [["mug", 2], ["mug", 1]])).toEqual([[0, "too_many", 0]]); // prettier-ignore
});

it("takes back nothing that was not bought, is not of the order, or is named twice", () => {
  expect(faultsOf([["rug", 1], ["vase", 1], ["mug", 1], ["mug", 1]])).toEqual([
    [0, "not_bought", 0],
    [1, "unknown_item", 0],
    [3, "twice", 0],
  ]); // prettier-ignore
});

it("goes from open to approved or denied, from approved to credited or denied, and from nowhere else", () => {
  const moves = RETURN_STATUSES.flatMap((from) =>
    RETURN_STATUSES.filter((to) => canMoveReturn(from, to)).map((to) => `${from}>${to}`),
  );
  expect(moves).toEqual(["open>approved", "open>denied", "approved>denied", "approved>credited"]);
});
