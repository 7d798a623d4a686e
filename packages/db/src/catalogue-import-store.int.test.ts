import type { CatalogueFileProduct, KeyMode } from "@cartwright/schemas";
import { createTestDatabase, type TestDatabase } from "@cartwright/testing";
import type { Catalogue } from "./catalogue-conflicts.ts";
import { importCatalogue } from "./catalogue-import-store.ts";
import {
  findOrderableProducts,
  findProduct,
  findSupplier,
  findVariants,
  listProducts,
  listSuppliers,
} from "./catalogue-store.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

const product = (id: string, ...skus: string[]): CatalogueFileProduct => ({
  id: `prod_${id}`,
  name: id,
  description: null,
  variants: skus.map((sku) => ({
    sku,
    price_cents: 1_000,
    url: `https://shop.test/p/${sku}`,
    choices: [],
    available: null,
  })),
});

const supplier = (id: string, mode: KeyMode, ...products: CatalogueFileProduct[]): Catalogue["suppliers"][number] => ({
  id: `sup_${id}`,
  mode,
  name: id,
  address: null,
  is_available: true,
  minimum_order_cents: 0,
  shipping_cents: 595,
  shipping_per_item_cents: 0,
  tax_allowance_percent: 7.25,
  products,
});

const take = (...suppliers: Catalogue["suppliers"]) => importCatalogue(database.pool, { suppliers });

const NOTHING = { added: 0, changed: 0, unchanged: 0, takenOut: 0 };
const counted = (suppliers: object, products: object, variants: object) => ({
  kind: "imported",
  counts: {
    suppliers: { ...NOTHING, ...suppliers },
    products: { ...NOTHING, ...products },
    variants: { ...NOTHING, ...variants },
  },
});

test("an import is what the faces read, in the order of the file", async () => {
  const done = await take(
    supplier("a", "test", product("mug", "M-1", "M-2"), product("cup", "C-1")),
    supplier("b", "live", product("pot", "P-1")),
  );
  expect(done).toEqual(counted({ added: 2 }, { added: 3 }, { added: 4 }));
  const { db } = database;
  expect(await listSuppliers(db, "test")).toMatchObject([{ id: "sup_a", shippingCents: 595, taxAllowanceBp: 725 }]);
  expect(await findSupplier(db, "live", "sup_a")).toBeUndefined();
  expect(await listProducts(db, "test", { limit: 1, offset: 0 })).toMatchObject({
    total: 2,
    products: [{ id: "prod_cup", supplier: { id: "sup_a" }, variants: [{ sku: "C-1", mode: "test" }] }],
  });
  expect(await listProducts(db, "live", { supplierId: "sup_a", limit: 9, offset: 0 })).toEqual({
    products: [],
    total: 0,
  });
  const mug = await findProduct(db, "test", "prod_mug");
  expect(mug?.variants.map(({ id, sku, position }) => ({ id, sku, position }))).toEqual([
    { id: 1, sku: "M-1", position: 0 },
    { id: 2, sku: "M-2", position: 1 },
  ]);
  expect(await findVariants(db, "test", [2, 4])).toMatchObject([
    { sku: "M-2", product: { id: "prod_mug" }, supplier: { id: "sup_a" } },
  ]);
  expect(await findOrderableProducts(db, "test", ["prod_cup", "prod_pot", "prod_none"])).toMatchObject([
    { id: "prod_cup" },
  ]);
});

test("the same import again changes nothing, and takes no new ids", async () => {
  const both = [supplier("a", "test", product("mug", "M-1")), supplier("b", "test", product("cup", "C-1"))];
  await take(...both);
  expect(await take(...both)).toEqual(counted({ unchanged: 2 }, { unchanged: 2 }, { unchanged: 2 }));
  await take(supplier("c", "test", product("pot", "P-1")));
  expect((await findProduct(database.db, "test", "prod_pot"))?.variants[0]?.id).toBe(3);
});

test("what a listed supplier has no more is taken out, may come back as what it was, and other suppliers stay as they are", async () => {
  await take(
    supplier("a", "test", product("mug", "M-1", "M-2"), product("cup", "C-1")),
    supplier("b", "test", product("pot", "P-1")),
  );
  const dearer = product("mug", "M-2");
  dearer.variants[0] = {
    ...dearer.variants[0],
    sku: "M-2",
    url: "https://shop.test/p/M-2",
    price_cents: 1_200,
    choices: [],
    available: 3,
  };
  expect(await take({ ...supplier("a", "test", dearer), name: "Renamed" })).toEqual(
    counted({ changed: 1 }, { unchanged: 1, takenOut: 1 }, { changed: 1, takenOut: 2 }),
  );
  const { db } = database;
  expect(await findProduct(db, "test", "prod_cup")).toBeUndefined();
  expect(await findVariants(db, "test", [1, 2, 3])).toMatchObject([
    { id: 2, position: 0, priceCents: 1_200, available: 3 },
  ]);
  expect(await findProduct(db, "test", "prod_pot")).toBeDefined();
  expect(await take(supplier("a", "test", dearer, product("cup", "C-1")))).toMatchObject({
    counts: { products: { changed: 1, unchanged: 1 }, variants: { changed: 1, unchanged: 1 } },
  });
  expect((await findProduct(db, "test", "prod_cup"))?.variants[0]?.id).toBe(3);
});

test("a product may move between suppliers of one import, and an SKU between its products", async () => {
  await take(
    supplier("a", "test", product("mug", "M-1"), product("cup", "C-1")),
    supplier("b", "test", product("pot", "P-1")),
  );
  const moved = [
    supplier("a", "test", product("cup", "C-1", "M-1")),
    supplier("b", "test", product("pot", "P-1"), product("mug", "M-9")),
  ];
  expect(await take(...moved)).toMatchObject({
    counts: { products: { changed: 1, takenOut: 0 }, variants: { added: 1, changed: 1, takenOut: 0 } },
  });
  expect((await findProduct(database.db, "test", "prod_cup"))?.variants.map(({ sku }) => sku)).toEqual(["C-1", "M-1"]);
  expect(await findProduct(database.db, "test", "prod_mug")).toMatchObject({
    supplier: { id: "sup_b" },
    variants: [{ sku: "M-9" }],
  });
});

test("what belongs to a supplier that is not in the file is refused, each thing of it, and nothing is imported", async () => {
  await take(supplier("a", "test", product("mug", "M-1")), supplier("live", "live", product("pot", "P-1")));
  const refused = await take(
    supplier("b", "test", product("new", "N-1"), product("mug", "X-1"), product("pot", "P-1"), product("two", "M-1")),
    supplier("live", "test", product("three", "T-1")),
  );
  expect(refused).toEqual({
    kind: "refused",
    conflicts: [
      { kind: "supplier_mode", supplier: 1, mode: "live" },
      { kind: "product_of_other", supplier: 0, product: 1, ownerId: "sup_a", ownerMode: "test" },
      { kind: "product_of_other", supplier: 0, product: 2, ownerId: "sup_live", ownerMode: "live" },
      { kind: "sku_of_other", supplier: 0, product: 3, variant: 0, ownerId: "sup_a", productId: "prod_mug" },
    ],
  });
  expect(await listSuppliers(database.db, "test")).toHaveLength(1);
  expect(await findProduct(database.db, "test", "prod_new")).toBeUndefined();
});

test("a dry run counts the same, and leaves everything as it was", async () => {
  const suppliers = [supplier("a", "test", product("mug", "M-1"))];
  const dry = await importCatalogue(database.pool, { suppliers }, { isDryRun: true });
  expect(dry).toEqual(counted({ added: 1 }, { added: 1 }, { added: 1 }));
  expect(await listSuppliers(database.db, "test")).toEqual([]);
  expect(await take(...suppliers)).toEqual(dry);
});

test("a fault in the last row leaves nothing of the first", async () => {
  const bad = product("bad", "B-1");
  bad.variants.push({ sku: "B-2", price_cents: -1, url: "https://shop.test/p", choices: [], available: null });
  await expect(take(supplier("a", "test", product("mug", "M-1")), supplier("b", "test", bad))).rejects.toThrow(
    /catalogue_variants_amounts/,
  );
  expect(await listSuppliers(database.db, "test")).toEqual([]);
});

test("two imports at once wait for each other", async () => {
  const same = supplier("a", "test", product("mug", "M-1"));
  const done = await Promise.all([take(same), take(same)]);
  const added = done.map((each) => (each.kind === "imported" ? each.counts.variants.added : -1));
  expect(added.toSorted((one, other) => one - other)).toEqual([0, 1]);
});
