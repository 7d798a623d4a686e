import { type Concession, FAILURE_CODES } from "@cartwright/schemas";
import { asConceded, concernOf, mayConcede } from "./fulfillment-rules.ts";

const LOOSE = { gift: "best_effort", items: "best_effort", quantity: "best_effort" } as const;

const conceded = (parts: Partial<Concession>): Concession => ({
  concern: "items",
  code: "product_out_of_stock",
  message: null,
  item_id: null,
  url: null,
  requested_quantity: null,
  fulfilled_quantity: null,
  ...parts,
});

test("a strict order concedes nothing", () => {
  for (const code of FAILURE_CODES) {
    expect(mayConcede({}, code)).toBe(false);
    expect(mayConcede({ gift: null, items: null, quantity: null }, code)).toBe(false);
  }
});

test.each([
  ["gift_option_unavailable", "gift"],
  ["product_out_of_stock", "items"],
  ["add_to_cart_failed", "items"],
  ["quantity_limit_exceeded", "quantity"],
] as const)("%s is conceded where %s is loosened, and nowhere else", (code, concern) => {
  expect(concernOf(code)).toBe(concern);
  expect(mayConcede({ [concern]: "best_effort" }, code)).toBe(true);
  expect(mayConcede({ ...LOOSE, [concern]: null }, code)).toBe(false);
});

test.each([
  "max_price_exceeded",
  "cart_mismatch",
  "shipping_address_invalid",
  "payment_declined",
  "checkout_failed",
] as const)("%s is never conceded", (code) => {
  expect(mayConcede(LOOSE, code)).toBe(false);
});

test("what is bought is the order without the skipped lines, in the quantities that were to be had", () => {
  const lines = [
    { id: "a", quantity: 1 },
    { id: "b", quantity: 12 },
    { id: "c", quantity: 2 },
  ];
  const made = [
    conceded({ item_id: "a" }),
    conceded({ concern: "quantity", item_id: "b", requested_quantity: 12, fulfilled_quantity: 10 }),
    conceded({ concern: "gift" }),
  ];
  expect(asConceded(lines, made)).toEqual([
    { id: "b", quantity: 10 },
    { id: "c", quantity: 2 },
  ]);
  expect(asConceded(lines, [])).toEqual(lines);
});

test("a concession never makes a line larger", () => {
  const more = conceded({ concern: "quantity", item_id: "a", fulfilled_quantity: 5 });
  expect(asConceded([{ id: "a", quantity: 2 }], [more])).toEqual([{ id: "a", quantity: 2 }]);
});
