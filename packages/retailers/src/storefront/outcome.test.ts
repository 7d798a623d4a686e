import { findOrderNumber } from "./outcome.ts";

const HERE = "https://shop.example/checkout";

test.each([
  ["Order number: 000000012", "000000012"],
  ["Your order number is: #1001.", "1001"],
  ["Order #HP-10293 confirmed", "HP-10293"],
  ["Order No. 1001", "1001"],
  ["Order received. Order number: 87 Date: November 23, 2026 Total: $53.95", "87"],
  ["Confirmation #ABC12345", "ABC12345"],
  ["Thanks, your order is in! (#HP-77)", "HP-77"],
])("%j names the order %s", (text, number) => {
  expect(findOrderNumber(text, HERE)).toBe(number);
});

test.each([
  ["https://shop.example/checkout/order-received/87/?key=wc_order_abc", "87"],
  ["https://shop.example/checkout/success?order_id=42", "42"],
  ["https://shop.example/thank-you/HP-1001", "HP-1001"],
])("%s names the order %s", (url, number) => {
  expect(findOrderNumber("Thank you!", url)).toBe(number);
});

test.each([
  "Order total: $53.95",
  "Your order number: $53.95",
  "Order date: 11/23/2026",
  "Your order of 2026-11-23 is confirmed",
  "Order on November 23, 2026 for $1053.95",
  "We ship your order in 2026",
  "Your order number will be sent by email",
])("%j names no order", (text) => {
  expect(findOrderNumber(text, "https://shop.example/checkout/success/")).toBeUndefined();
});

test.each([
  ["Purchase order number: PO-77 Order number: 1001", "1001"],
  ["Your order 2026-11-23 is confirmed. Order number: 1002", "1002"],
])("what the client calls its order, and a day, are not the retailer's number: %s", (text, number) => {
  expect(findOrderNumber(text, "https://shop.example/thanks", ["PO-77", "CW-ABCDEFGHJK"])).toBe(number);
});
