import { CheckoutFailure } from "@cartwright/orders";
import { plainOrder } from "@cartwright/retailers/plain-order";
import { SAN_FRANCISCO } from "@cartwright/testing";
import { openConcessions } from "./concessions.ts";

const LOOSE = { gift: "best_effort", items: "best_effort", quantity: "best_effort" } as const;
const order = plainOrder({
  items: [{ url: "https://shop.test/lamp", quantity: 12, variant: null }],
  address: SAN_FRANCISCO,
  email: "orders@cartwright.example",
  marker: "CW-TEST",
  fulfillment: LOOSE,
});
const [item = order.items[0]] = order.items;
const about = item === undefined ? undefined : { item };
const never = () => false;
const soldOut = new CheckoutFailure("product_out_of_stock", "Sold out.");
const limited = new CheckoutFailure("quantity_limit_exceeded", "Limit 10.", { observed: { limit: 10 } });

test("a line that was left out is reported with its code, and with nothing of it fulfilled", () => {
  const { concede, made } = openConcessions(order, never);
  expect(concede(soldOut, about)).toBe(true);
  expect(made()).toEqual([
    {
      concern: "items",
      code: "product_out_of_stock",
      message: "Sold out.",
      item_id: item?.id,
      url: "https://shop.test/lamp",
      requested_quantity: 12,
      fulfilled_quantity: 0,
    },
  ]);
});

test("what another attempt may heal is not given up before the last one", () => {
  const failed = new CheckoutFailure("add_to_cart_failed", "No button.");
  expect(openConcessions(order, () => true).concede(failed, about)).toBe(false);
  expect(openConcessions(order, never).concede(failed, about)).toBe(true);
});

test("a quantity is given up only for a smaller one that is known", () => {
  const { concede, made } = openConcessions(order, never);
  if (item === undefined) throw new Error("no item");
  expect(concede(limited, { item })).toBe(false);
  expect(concede(limited, { item, fulfilledQuantity: 0 })).toBe(false);
  expect(concede(limited, { item, fulfilledQuantity: 12 })).toBe(false);
  expect(concede(limited, { item, fulfilledQuantity: 10 })).toBe(true);
  expect(made()).toMatchObject([{ concern: "quantity", requested_quantity: 12, fulfilled_quantity: 10 }]);
});

test("a line that is given up in part, then wholly, counts as left out", () => {
  const { concede, made } = openConcessions(order, never);
  if (item !== undefined) concede(limited, { item, fulfilledQuantity: 10 });
  concede(soldOut, about);
  expect(made()).toMatchObject([{ concern: "items" }]);
});

test("a strict order gives up nothing, and no order its price", () => {
  expect(openConcessions({ ...order, fulfillment: {} }, never).concede(soldOut, about)).toBe(false);
  expect(openConcessions(order, never).concede(new CheckoutFailure("max_price_exceeded", "Too dear."), about)).toBe(
    false,
  );
});

test("a driver cannot give up what is no line of the order", () => {
  const stranger = item === undefined ? undefined : { item: { ...item, id: "another" } };
  expect(() => openConcessions(order, never).concede(soldOut, stranger)).toThrow(/none of its order/);
});
