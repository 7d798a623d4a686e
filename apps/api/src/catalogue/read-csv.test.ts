import { readCatalogue } from "./read-catalogue.ts";
import { faultsOf, SHOPS } from "./testing/faults-of.ts";

const HEADER = "supplier_id,supplier_name,shipping_cents,product_id,product_name,sku,price_cents,url,variant,available";
const csv = (...rows: string[]): string => [HEADER, ...rows].join("\r\n");
const MUG = "sup_a,A shop,595,prod_mug,Mug,MUG-1,2450,https://pine.com/p/mug,,5";

const FAULTS: [string, string, RegExp][] = [
  [
    "a price in dollars",
    csv(MUG.replace("2450", "24.50")),
    /^line 2, price_cents: looks like an amount in dollars\. Received: "24\.50"\./,
  ],
  ["a price of nothing", csv(MUG.replace("2450", "0")), /^line 2, price_cents: is too small\./],
  [
    "a number that is none",
    csv(MUG.replace(/5$/, "many")),
    /^line 2, available: is not a whole number\. Received: "many"\./,
  ],
  ["choices that are none", csv(MUG.replace(",,5", ",XL,5")), /^line 2, variant: holds "XL", which is no choice\./],
  ["an id of another form", csv(MUG.replace("prod_mug", "mug 1")), /^line 2, product_id: must be prod_ and 1 to 60/],
  ["a supplier's id of another form", csv(MUG.replace("sup_a", "a")), /^line 2, supplier_id: must be sup_ and 1 to 60/],
  ["a missing name", csv(MUG.replace("Mug,", ",")), /^line 2, product_name: is required/],
  ["a missing SKU", csv(MUG.replace("MUG-1", "")), /^line 2, sku: is required/],
  [
    "a first row of no supplier",
    csv(MUG.replace("sup_a", "")),
    /^line 2, supplier_id: is required: only below a row of the same supplier/,
  ],
  [
    "another supplier's row without its product",
    csv(MUG, "sup_b,B,,,,B-1,100,https://oak.com/p/b,,"),
    /^line 3, product_id: is required: only below a row of the same product/,
  ],
  [
    "rows that contradict each other",
    csv(MUG, ",B shop,,,,MUG-2,100,https://pine.com/p/2,,"),
    /^line 3, supplier_name: contradicts line 2/,
  ],
  [
    "a SKU twice",
    csv(MUG, ",,,,,MUG-1,100,https://pine.com/p/2,,"),
    /^line 3, sku: is there twice: prod_mug has it too/,
  ],
  [
    "a product of two suppliers",
    csv(MUG, "sup_b,B,,prod_mug,Mug,B-1,100,https://oak.com/p/b,,"),
    /^line 3, product_id: is there twice: a product of sup_a has it too/,
  ],
  [
    "a URL of no retailer",
    csv(MUG.replace("pine.com", "elm.com")),
    /^line 2, url: elm\.com is not a supported retailer/,
  ],
  [
    "a retailer that takes no orders",
    csv(MUG.replace("pine.com", "closed.com")),
    /^line 2, url: closed\.com is disabled/,
  ],
  ["a page of no product", csv(MUG.replace("p/mug", "cart")), /^line 2, url: must lead to one product of pine\.com/],
  [
    "two retailers of one supplier",
    csv(MUG, ",,,,,MUG-2,100,https://oak.com/p/2,,"),
    /^line 3, url: is of oak\.com, .* a supplier sells what one retailer has/,
  ],
  [
    "a sandbox beside a real shop",
    csv(MUG, ",,,,,MUG-2,100,http://demo.test:1/products/mug,,"),
    /^line 3, url: is of Harbor & Pine \(demo shop\), .* a supplier is for test keys \(a sandbox\) or for live ones/,
  ],
  ["a cell too few", csv(MUG.replace(/,5$/, "")), /^line 2: The row has 9 cells, and the header 10/],
  ["a quote within a cell", csv(MUG, MUG.replace("Mug", 'M"u"g')), /^line 3: The file is no CSV from here on/],
  ["an unknown column", csv(MUG).replace("available", "stock"), /^line 1, stock: is no column of a catalogue/],
  ["a column twice", csv(MUG).replace("available", "sku"), /^line 1, sku: is there twice/],
  ["a missing column", csv(MUG).replace("supplier_name", "supplier_address"), /^line 1, supplier_name: is missing/],
  ["semicolons for commas", csv(MUG).replaceAll(",", ";"), /^line 1: The columns are divided by semicolons/],
  ["no rows", HEADER, /^The file has a header, and no row below it/],
  ["nothing", "", /^The file is empty/],
];

test("a CSV is read with what its blank cells leave out", () => {
  const rows = [
    MUG,
    ",,,,,MUG-2,2650,https://pine.com/p/mug#top,Size: L; Color: Navy,",
    "",
    ",,,prod_cup,Cup,CUP,900,https://pine.com/p/cup,,",
  ];
  const read = readCatalogue(SHOPS, "csv", Buffer.from(`\uFEFF${csv(...rows)}\r\n`));
  expect(read).toMatchObject({
    ok: true,
    catalogue: {
      suppliers: [
        {
          id: "sup_a",
          mode: "live",
          address: null,
          is_available: true,
          shipping_cents: 595,
          tax_allowance_percent: 10,
          products: [
            {
              id: "prod_mug",
              variants: [
                { sku: "MUG-1", choices: [], available: 5 },
                {
                  sku: "MUG-2",
                  price_cents: 2650,
                  url: "https://pine.com/p/mug",
                  choices: [
                    { label: "Size", value: "L" },
                    { label: "Color", value: "Navy" },
                  ],
                  available: null,
                },
              ],
            },
            { id: "prod_cup", variants: [{ sku: "CUP" }] },
          ],
        },
      ],
    },
  });
});

test.each(FAULTS)("a CSV with %s is refused, with its line", (_, text, expected) => {
  expect(faultsOf("csv", text)).toEqual([expect.stringMatching(expected)]);
});

test("a CSV counts lines as an editor does, whatever the quotes hold", () => {
  const text = `${HEADER},product_description\r\n${MUG},"two\r\nlines"\r\n,,,,,MUG-2,x,https://pine.com/p/2,,,`;
  expect(faultsOf("csv", text)).toEqual([expect.stringMatching(/^line 4, price_cents: /)]);
});

test("a CSV is told every fault at once, in the order of its lines", () => {
  const faults = faultsOf(
    "csv",
    csv(MUG.replace("595", "5.95").replace("pine.com", "elm.com"), "a,b", ",,,,,MUG-1,,https://elm.com/p/1,,"),
  );
  expect(faults.map((fault) => /^[^:]+/.exec(fault)?.[0])).toEqual([
    "line 2, shipping_cents",
    "line 2, url",
    "line 3",
    "line 4, price_cents",
    "line 4, url",
    "line 4, sku",
  ]);
});

test("a CSV in another encoding is refused", () => {
  expect(faultsOf("csv", Buffer.from(csv(MUG.replace("Mug", "Möbel")), "latin1"))).toEqual([
    expect.stringMatching(/is not UTF-8/),
  ]);
});
