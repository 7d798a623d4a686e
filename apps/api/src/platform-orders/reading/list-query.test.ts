import { readFilters, readPage, readSort } from "./list-query.ts";

it.each([
  [{}, { page: 1, perPage: 25 }],
  [
    { page: "3", per_page: "1" },
    { page: 3, perPage: 1 },
  ],
  [
    { page: "1000000", per_page: "500" },
    { page: 1_000_000, perPage: 500 },
  ],
  [
    { page: "1000001", per_page: "501" },
    { page: 1, perPage: 25 },
  ],
  [
    { page: "0", per_page: "0" },
    { page: 1, perPage: 25 },
  ],
  [
    { page: "-1", per_page: "1e2" },
    { page: 1, perPage: 25 },
  ],
  [
    { page: "2.0", per_page: " 5" },
    { page: 1, perPage: 25 },
  ],
  [
    { page: ["2", "3"], per_page: { a: "1" } },
    { page: 2, perPage: 25 },
  ],
])("a page of %j is %j", (query, page) => {
  expect(readPage(query)).toEqual(page);
});

it.each([
  [undefined, []],
  ["", []],
  ["total", [{ field: "total", isDescending: false }]],
  [
    "-completed_at,total",
    [
      { field: "completed_at", isDescending: true },
      { field: "total", isDescending: false },
    ],
  ],
  ["id,--total,constructor,-email", [{ field: "email", isDescending: true }]],
])("sort=%s", (sort, fields) => {
  expect(readSort({ sort })).toEqual(fields);
});

it.each([
  ["total_eq", "10.5", { field: "total", predicate: "eq", values: [1_050] }],
  ["total_not_eq", "$1,234.50", { field: "total", predicate: "not_eq", values: [123_450] }],
  ["item_total_in", "1, 2.5,,", { field: "item_total", predicate: "in", values: [100, 250] }],
  ["payment_state_not_eq", "paid", { field: "payment_state", predicate: "not_eq", values: ["paid"] }],
  ["email_cont", " a,b ", { field: "email", predicate: "cont", values: [" a,b "] }],
  ["completed_at_null", "T", { field: "completed_at", predicate: "null", values: [true] }],
  ["completed_at_present", "no", { field: "completed_at", predicate: "present", values: [false] }],
  [
    "created_at_gteq",
    "2022-11-08 19:33:50 UTC",
    { field: "created_at", predicate: "gteq", values: [new Date("2022-11-08T19:33:50Z")] },
  ],
  ["considered_risky_eq", "1", { field: "considered_risky", predicate: "eq", values: [true] }],
] as const)("filter[%s]=%s", (name, value, filter) => {
  expect(readFilters({ [`filter[${name}]`]: value })).toEqual([filter]);
});

it.each([
  "filter[id_eq]",
  "filter[total]",
  "filter[_eq]",
  "filter[constructor_eq]",
  "filter[total_between]",
  "filter",
  "total_eq",
  "filter[total_eq][x]",
])("%s is none of its filters, and is passed over", (key) => {
  expect(readFilters({ [key]: "1" })).toEqual([]);
});

it("passes over a filter that says nothing", () => {
  expect(readFilters({ "filter[total_eq]": "", "filter[state_in][]": [" ", ""] })).toEqual([]);
});

it.each([
  ["total_eq", "ten"],
  ["total_eq", "1.234"],
  ["total_in", "1,2,x"],
  ["total_eq", "99999999999999999999"],
  ["created_at_eq", "8.11.2022"],
  ["created_at_eq", "2022-02-31"],
  ["considered_risky_eq", "maybe"],
  ["state_null", "maybe"],
  ["email_eq", "\0"],
  ["email_eq", "\uD800"],
])("filter[%s]=%j is refused by its name", (name, value) => {
  expect(() => readFilters({ [`filter[${name}]`]: value })).toThrow(`filter[${name}]: `);
});

it("takes twenty filters, and no more", () => {
  const many = (count: number) => {
    const names = ["eq", "not_eq", "gt", "lt"].flatMap((one) =>
      ["total", "item_total", "created_at", "completed_at", "number", "email"].map(
        (field) => `filter[${field}_${one}]`,
      ),
    );
    return Object.fromEntries(names.slice(0, count).map((name) => [name, name.includes("_at_") ? "2026-01-01" : "1"]));
  };
  expect(readFilters(many(20))).toHaveLength(20);
  expect(() => readFilters(many(21))).toThrow("At most 20 filters");
});
