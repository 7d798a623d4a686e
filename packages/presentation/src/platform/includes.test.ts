import { readIncludes } from "./includes.ts";

const LINE = ["line_items"];

it.each([
  ["order", "", []],
  ["order", " , ,", []],
  ["order", "line_items", [LINE]],
  ["order", " line_items , user ", [LINE, ["user"]]],
  ["order", "line_items.variant.product", [["line_items", "variant", "product"]]],
  ["order", "line_items,variants,product", [LINE, ["line_items", "variant"], ["line_items", "variant", "product"]]],
  ["line_item", "order.ship_address.user", [["order", "ship_address", "user"]]],
  [
    "shipment",
    "order.shipments.order.shipments.order.user",
    [["order", "shipments", "order", "shipments", "order", "user"]],
  ],
])("of a %s, %j", (type, include, paths) => {
  expect(readIncludes(type, include)).toEqual({ paths });
});

it.each([
  ["order", "nothing"],
  ["order", "line_items.nothing"],
  ["order", "line_items..variant"],
  ["order", ".line_items"],
  ["order", "LINE_ITEMS"],
  ["order", "constructor"],
  ["order", "line_items.__proto__"],
  ["line_item", "variants"],
  ["product", "variant"],
  ["nothing", "order"],
  ["order", "line_items.order.line_items.order.line_items.order.user"],
])("of a %s, %j leads nowhere", (type, include) => {
  expect(readIncludes(type, include)).toEqual({ unknown: include });
});

it("takes no more ways than there can be reason for", () => {
  const many = (count: number) => Array.from({ length: count }, () => "user").join(",");
  expect(readIncludes("order", many(20))).toHaveProperty("paths.length", 20);
  expect(readIncludes("order", many(21))).toEqual({ unknown: "user" });
});
