import { describeFieldError } from "../http/problem.ts";
import { ROW } from "../testing/bulk-rows.ts";
import { readRow } from "./read-row.ts";
import { readRows } from "./read-rows.ts";
import { readVariantCell } from "./variant-cell.ts";

const sentences = (changes: object): string[] => readRow({ ...ROW, ...changes }).errors.map(describeFieldError);

test("makes of a row the body that POST /orders takes, and nothing of its empty cells", () => {
  const { body, order, errors } = readRow({ ...ROW, address_line2: " ", po_number: null, variant: "Size: M" });
  expect(errors).toEqual([]);
  expect(order).toBeDefined();
  expect(body).toEqual({
    products: [{ url: ROW.url, quantity: 1, variant: [{ label: "Size", value: "M" }] }],
    shipping_address: {
      first_name: "Ada",
      last_name: "Quinn",
      address_line1: "123 Market Street",
      city: "San Francisco",
      state: "CA",
      postal_code: "94105",
      phone_number: "(415) 693-5505",
      country: "US",
    },
    max_price: 20_000,
  });
});

test("knows a column by its words: not by case, spaces, dashes, underscores or the mark at the start of a file", () => {
  const spelled = {
    url: "\uFEFFURL",
    max_price: "Max Price",
    address_line1: "Address Line 1",
    postal_code: "postal-code",
  };
  const cells = Object.entries(ROW).map(([column, cell]) => [spelled[column as keyof typeof spelled] ?? column, cell]);
  const { body, passthrough } = readRow(Object.fromEntries(cells) as Record<string, unknown>);
  expect([body, passthrough]).toEqual([readRow(ROW).body, {}]);
});

test("takes numbers for their digits", () => {
  const { body } = readRow({ ...ROW, quantity: 2, max_price: 1299, postal_code: 94105, phone_number: 4156935505 });
  expect(body).toMatchObject({
    max_price: 1299,
    products: [{ quantity: 2 }],
    shipping_address: { postal_code: "94105" },
  });
});

test.each([
  [{ max_price: "12.99" }, 'max_price: looks like an amount in dollars. Received: "12.99". Expected: whole US cents'],
  [{ max_price: 12.5 }, "max_price: looks like an amount in dollars."],
  [{ max_price: "1,299" }, "max_price: looks like an amount in dollars."],
  [{ max_price: "ten" }, "max_price: is not a whole number of cents."],
  [{ max_price: "0" }, "max_price: is too small."],
  [{ max_price: "" }, "max_price: is required."],
  [{ quantity: "1.5" }, "quantity: is not a whole number."],
  [{ quantity: "101" }, "quantity: is too large."],
  [{ postal_code: "2139" }, "postal_code: has lost its leading zeros, as spreadsheets do: format the column as text. "],
  [{ postal_code: "501-1234" }, "postal_code: has lost its leading zeros"],
  [{ postal_code: "941056" }, "postal_code: must be a ZIP"],
  [{ state: "California" }, "state: is not one of the allowed values."],
  [{ country: "USA" }, 'country: must be the two-letter code: use "US".'],
  [{ first_name: "" }, "first_name: is required."],
  [{ name: "Ada Quinn" }, "name: give either name, or first_name and last_name."],
  [{ url: ["a"] }, "url: has the wrong type."],
  [{ is_gift: "maybe" }, "is_gift: is neither yes nor no."],
  [{ gift_message: "Hi" }, "gift_message: needs is_gift: true."],
  [{ idempotency_key: "two words" }, "idempotency_key: must be printable ASCII without spaces."],
  [{ variant: "M" }, 'variant: holds "M", which is no choice.'],
  [{ URL: ROW.url }, "url: is there twice in this row."],
  [{ Quantty: "5" }, "Quantty: is no column of an order, but looks like quantity"],
  [{ qty: "5" }, "qty: is no column of an order, but looks like quantity"],
  [{ note: { a: 1 } }, "note: has the wrong type."],
  [{ note: Infinity }, "note: has the wrong type."],
])("refuses %j by the name of its column", (changes, sentence) => {
  expect(sentences(changes)).toEqual([expect.stringContaining(sentence) as string]);
});

test.each(["county", "address_line3", "sku", "unit", "names", "qty_in_stock"])(
  "hands a column through that only sounds a little like ours: %s",
  (header) => {
    const { errors, passthrough } = readRow({ ...ROW, [header]: "x" });
    const isMisleading = header === "address_line3";
    expect([errors.length, passthrough]).toEqual([isMisleading ? 1 : 0, { [header]: "x" }]);
  },
);

test("keeps no card number, whatever column it stands in, and shows none", () => {
  const card = "4111 1111 1111 1111";
  const row = readRow({ ...ROW, first_name: card, note: 4111111111111111, [card]: "x" });
  expect(row.order).toBeUndefined();
  expect(row.errors.map(({ code }) => code)).toEqual(["card_number", "card_number", "card_number"]);
  expect(JSON.stringify(row)).not.toMatch(/4111/);
});

test.each([
  ["Size: M; Color: Navy", [["Size", "M"], ["Color", "Navy"]]],
  ["Size=M, Color=Navy", [["Size", "M"], ["Color", "Navy"]]],
  ["Ratio: 16:9;", [["Ratio", "16:9"]]],
  ["Color: Navy, dark; Size: M", [["Color", "Navy, dark"], ["Size", "M"]]],
  ["Color: Navy, dark;", [["Color", "Navy, dark"]]],
] as const)("reads the choices of %j", (cell, choices) => {
  expect(readVariantCell(cell)).toEqual({ ok: true, value: choices.map(([label, value]) => ({ label, value })) });
}); // prettier-ignore

test.each(["Size", "Size:", ": M", "Size: M;; Color: Navy", "Size: M; size: L", "Color: Navy, dark", ";"])(
  "refuses the choices of %j",
  (cell) => {
    expect(readVariantCell(cell).ok).toBe(false);
  },
);

test("refuses the later one of two rows with one idempotency key", async () => {
  const row = { ...ROW, idempotency_key: "a" };
  const read = await readRows([ROW, row, { ...ROW, idempotency_key: "b" }, row]);
  expect(read.map(({ order }) => order === undefined)).toEqual([false, false, false, true]);
  expect(read[3]?.errors).toMatchObject([
    { field: "idempotency_key", message: expect.stringContaining("index 1") as string },
  ]);
});
