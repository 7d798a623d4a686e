import { readSearch } from "./read-search.ts";

it.each([
  ["", { by: "latest" }],
  ["  ", { by: "latest" }],
  ["7007ad96-a2ef-4f74-b4c8-814937c8b4b0", { by: "id", id: "7007ad96-a2ef-4f74-b4c8-814937c8b4b0" }],
  ["ORD-2026-000042", { by: "serial", serial: 42 }],
  ["ord_2026_0042", { by: "serial", serial: 42 }],
  ["R200000042", { by: "serial", serial: 42 }],
  ["r100000007", { by: "cart", number: "R100000007" }],
  ["basket = 17", { by: "metadata", key: "basket", value: "17" }],
  [" HP-100042 ", { by: "number", number: "HP-100042" }],
  ["1Z999AA10123456784", { by: "number", number: "1Z999AA10123456784" }],
  ["112-1234567-1234567", { by: "number", number: "112-1234567-1234567" }],
])("takes %j for what it is", (typed, sought) => {
  expect(readSearch(typed)).toEqual(sought);
});
