import { readCatalogue } from "./read-catalogue.ts";
import { faultsOf, SHOPS } from "./testing/faults-of.ts";

const VARIANT = { sku: "MUG-1", price_cents: 2450, url: "http://demo.test:1/products/mug" };
const json = (supplier: object = {}, variant: object = {}): string => {
  const product = { id: "prod_mug", name: "Mug", variants: [{ ...VARIANT, ...variant }] };
  return JSON.stringify({ suppliers: [{ id: "sup_a", name: "A shop", products: [product], ...supplier }] }, null, 1);
};

const FAULTS: [string, string, RegExp][] = [
  ["an unknown key", json({ colour: 1 }), /^line 19, suppliers\[0\]\.colour: is no field of a catalogue/],
  [
    "a price in dollars",
    json({}, { price_cents: 24.5 }),
    /^line 13, suppliers\[0\]\.products\[0\]\.variants\[0\]\.price_cents: has the wrong type/,
  ],
  [
    "three decimals of a percent",
    json({ tax_allowance_percent: 7.255 }),
    /^line 19, .*tax_allowance_percent: must have at most two decimals/,
  ],
  ["a supplier of no products", json({ products: [] }), /^line 6, suppliers\[0\]\.products: has too few entries/],
  ["a control character", json({ name: "A\u0000" }), /^line 5, suppliers\[0\]\.name: must not hold control/],
  [
    "a missing SKU",
    json({}, { sku: undefined }),
    /^line 11, suppliers\[0\]\.products\[0\]\.variants\[0\]\.sku: is required/,
  ],
  [
    "a choice without a value",
    json({}, { choices: [{ label: "Size" }] }),
    /^line 16, .*choices\[0\]\.value: is required/,
  ],
  [
    "a key twice",
    json().replace('"id": "sup_a"', '"id": "sup_a", "id": "sup_b"'),
    /^line 4, suppliers\[0\]\.id: is there twice in its object/,
  ],
  ["a broken end", json().slice(0, -2), /^line 20: The file is no JSON from here on: close brace expected/],
  ["a comment", `// mine\n${json()}`, /^line 1: The file is no JSON from here on: invalid comment token/],
  ["a list", "[]", /^line 1, body: has the wrong type/],
  ["nothing", "", /^The file is empty|^line 1: The file is no JSON/],
];

describe("JSON", () => {
  test("of a sandbox is for test keys", () => {
    expect(readCatalogue(SHOPS, "json", Buffer.from(json()))).toMatchObject({
      ok: true,
      catalogue: { suppliers: [{ mode: "test" }] },
    });
  });

  test.each(FAULTS)("with %s is refused, with its line and path", (_, text, expected) => {
    expect(faultsOf("json", text)).toEqual([expect.stringMatching(expected)]);
  });

  test("with the same supplier, product and SKU twice is told of each", () => {
    const { suppliers } = JSON.parse(json()) as { suppliers: object[] };
    const faults = faultsOf("json", JSON.stringify({ suppliers: [...suppliers, ...suppliers] }));
    expect(faults.map((fault) => /^line 1, ([^:]+): is there twice/.exec(fault)?.[1])).toEqual([
      "suppliers[1].id",
      "suppliers[1].products[0].id",
      "suppliers[1].products[0].variants[0].sku",
    ]);
  });

  test("may use one SKU for a test and for a live supplier", () => {
    const live = { id: "prod_cup", name: "Cup", variants: [{ ...VARIANT, url: "https://pine.com/p/cup" }] };
    const { suppliers } = JSON.parse(json()) as { suppliers: object[] };
    const both = { suppliers: [...suppliers, { id: "sup_b", name: "B shop", products: [live] }] };
    expect(faultsOf("json", JSON.stringify(both))).toEqual([]);
  });
});
