import { CheckoutFailure } from "@cartwright/orders";
import type { ConcededLine, OrderedItem } from "./driver.ts";
import { fillCart, refuseGift } from "./order-options.ts";
import { plainOrder } from "./plain-order.ts";

const ADDRESS = {
  first_name: "Ada",
  last_name: "Quinn",
  address_line1: "1 Main St",
  address_line2: null,
  city: "Austin",
  state: "TX",
  postal_code: "78701",
  phone_number: "+15125550100",
  country: "US",
} as const;
const order = plainOrder({
  items: ["a", "b", "c"].map((url) => ({ url, quantity: 5, variant: null })),
  address: ADDRESS,
  email: "orders@shop.test",
  marker: "CW-TEST",
  isGift: true,
});

/** A shop where `b` fails, told by what the buyer allows. */
function shop(failure: Error, answer: boolean) {
  const put: OrderedItem[] = [];
  const asked: [code: string, about: ConcededLine | undefined][] = [];
  return {
    put,
    asked,
    concede: (failed: CheckoutFailure, about?: ConcededLine) => {
      asked.push([failed.code, about]);
      return answer;
    },
    fill: (item: OrderedItem) => {
      if (item.url === "b" && item.quantity > 3) return Promise.reject(failure);
      put.push(item);
      return Promise.resolve();
    },
  };
}

const soldOut = new CheckoutFailure("product_out_of_stock", "Sold out.");
const limited = (limit?: number) => {
  return new CheckoutFailure("quantity_limit_exceeded", "Too many.", {
    observed: limit === undefined ? {} : { limit },
  });
};

test("a line that fails ends a strict order", async () => {
  const { concede, fill, put } = shop(soldOut, false);
  await expect(fillCart({ order, concede }, fill)).rejects.toBe(soldOut);
  expect(put.map(({ url }) => url)).toEqual(["a"]);
});

test("a line that fails is left out where that is allowed", async () => {
  const { concede, fill, asked } = shop(soldOut, true);
  const bought = await fillCart({ order, concede }, fill);
  expect(bought.map(({ url }) => url)).toEqual(["a", "c"]);
  expect(asked).toMatchObject([["product_out_of_stock", { item: { url: "b" } }]]);
});

test("as many are bought as the shop allows, where it says how many", async () => {
  const { concede, fill, asked } = shop(limited(3), true);
  const bought = await fillCart({ order, concede }, fill);
  expect(bought.map(({ quantity }) => quantity)).toEqual([5, 3, 5]);
  expect(asked).toMatchObject([["quantity_limit_exceeded", { item: { url: "b" }, fulfilledQuantity: 3 }]]);
});

test("an order of which nothing is left fails with what failed last, and a fault of ours is nobody's concession", async () => {
  const { concede } = shop(soldOut, true);
  await expect(fillCart({ order, concede }, () => Promise.reject(soldOut))).rejects.toBe(soldOut);
  const bug = new Error("a bug");
  await expect(fillCart({ order, concede }, () => Promise.reject(bug))).rejects.toBe(bug);
});

test("an unknown limit is asked for as a line to be left out, which no preference allows", async () => {
  const { concede, fill, asked } = shop(limited(), false);
  await expect(fillCart({ order, concede }, fill)).rejects.toMatchObject({ code: "quantity_limit_exceeded" });
  expect(asked).toMatchObject([["quantity_limit_exceeded", { item: { url: "b" } }]]);
});

test("a gift is refused unless its buyer takes it as none, and no other order is", () => {
  const refuse = (isGift: boolean, answer: boolean) =>
    refuseGift({ order: { ...order, isGift }, concede: () => answer }, "No gifts.");
  expect(() => refuse(true, false)).toThrow(expect.objectContaining({ code: "gift_option_unavailable" }));
  expect(() => refuse(true, true)).not.toThrow();
  expect(() => refuse(false, false)).not.toThrow();
});
