import { CART_STATES, type CartState } from "@cartwright/schemas";
import {
  advanceCart,
  CART_LIFECYCLE,
  type CartEvent,
  type CartFacts,
  isInCheckout,
  moveCart,
  settleCart,
  wayToComplete,
} from "./cart-lifecycle.ts";

const ALL: CartFacts = { line_items: true, ship_address: true, shipping: true };
const EVENTS: readonly CartEvent[] = ["next", "complete", "cancel", "resume"];

/** The machine once more, as a person would draw it. */
const ARROWS = [
  "cart next address",
  "address next delivery",
  "delivery next payment",
  "payment next confirm",
  "confirm complete complete",
  "complete cancel canceled",
  "canceled resume resumed",
  "resumed cancel canceled",
];

it("goes where the arrows go, and refuses every other event in every state", () => {
  const cells = CART_STATES.flatMap((state) => EVENTS.map((event) => [state, event] as const));
  const moved = cells.flatMap(([state, event]) => {
    const move = moveCart(state, event, ALL);
    return move.kind === "moved" ? [`${state} ${event} ${move.state}`] : [];
  });
  expect(moved).toEqual(ARROWS);
  expect(cells).toHaveLength(CART_STATES.length * EVENTS.length);
  for (const [state, event] of cells) expect(["moved", "refused"]).toContain(moveCart(state, event, ALL).kind);
});

it.each([
  ["cart", "line_items"],
  ["address", "ship_address"],
  ["delivery", "shipping"],
] as const)("does not leave %s without %s", (state, requirement) => {
  const without = { ...ALL, [requirement]: false };
  expect(moveCart(state, "next", without)).toEqual({ kind: "missing", requirements: [requirement] });
  const nothingElse: CartFacts = { line_items: false, ship_address: false, shipping: false, [requirement]: true };
  expect(moveCart(state, "next", nothingElse).kind).toBe("moved");
});

it("advances to where something is missing, and never as far as buying", () => {
  expect(advanceCart("cart", ALL)).toEqual(["address", "delivery", "payment", "confirm"]);
  expect(advanceCart("cart", { ...ALL, ship_address: false })).toEqual(["address"]);
  expect(advanceCart("cart", { ...ALL, line_items: false })).toEqual([]);
  expect(advanceCart("address", { ...ALL, shipping: false })).toEqual(["delivery"]);
  for (const state of CART_STATES) expect(advanceCart(state, ALL)).not.toContain("complete");
});

it("knows the way to complete from every state before it, and none from any other", () => {
  const steps: CartState[] = ["cart", "address", "delivery", "payment", "confirm", "complete"];
  for (const [index, state] of steps.slice(0, -1).entries()) {
    expect(wayToComplete(state)).toEqual(steps.slice(index + 1));
    expect(isInCheckout(state)).toBe(true);
  }
  for (const state of ["complete", "canceled", "resumed"] as const) {
    expect(wayToComplete(state)).toBeUndefined();
    expect(isInCheckout(state)).toBe(false);
  }
});

it("sends a cart back to where what it lost is asked for, and leaves what was bought alone", () => {
  const rows = CART_STATES.map((state) => [
    settleCart(state, ALL),
    settleCart(state, { line_items: true, ship_address: false }),
    settleCart(state, { line_items: false, ship_address: true }),
  ]);
  expect(rows).toEqual([
    ["cart", "cart", "cart"],
    ["address", "address", "cart"],
    ["delivery", "address", "cart"],
    ["payment", "address", "cart"],
    ["confirm", "address", "cart"],
    ["complete", "complete", "complete"],
    ["canceled", "canceled", "canceled"],
    ["resumed", "resumed", "resumed"],
  ]);
});

it("counts shipping and tax from delivery on", () => {
  const quoted = CART_STATES.filter((state) => CART_LIFECYCLE[state].isQuoted);
  expect(quoted).toEqual(CART_STATES.filter((state) => state !== "cart" && state !== "address"));
});
