import { serialOfSupplierOrder, supplierOrderId, supplierOrderNumber } from "./supplier-order-id.ts";

const order = (serial: number) => ({ serial, createdAt: new Date("2026-12-31T23:59:59.999Z") });

it("is the year of acceptance (UTC) and a serial of at least four digits", () => {
  expect([supplierOrderId(order(42)), supplierOrderNumber(order(42))]).toEqual(["ord_2026_0042", "ORD-2026-0042"]);
  expect(supplierOrderId(order(1_234_567))).toBe("ord_2026_1234567");
});

it.each([1, 42, 9_999, 10_000, 999_999_999_999_999])("leads back to the serial %d", (serial) => {
  expect(serialOfSupplierOrder(supplierOrderId(order(serial)))).toBe(serial);
  expect(serialOfSupplierOrder(supplierOrderNumber(order(serial)))).toBe(serial);
});

it.each([
  "",
  "ord_2026_",
  "ord_2026_42",
  "ord-2026-0042",
  "ORD_2026_0042",
  "ord_2026_0042 ",
  "ord_26_0042",
  `ord_2026_${"9".repeat(16)}`,
  "ord_2026_00x2",
])("names no order: %j", (id) => {
  expect(serialOfSupplierOrder(id)).toBeUndefined();
});
