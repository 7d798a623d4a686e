import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import {
  claimOrder,
  ensureRetailer,
  findByOrigin,
  findRegistered,
  listRegistered,
  noteShopTrouble,
  POLITE,
  registerRetailer,
  type RetailerRegistration,
  saveRecording,
  setRetailerEnabled,
} from "./index.ts";

const SHOP: RetailerRegistration = {
  id: "shop.example",
  name: "A shop",
  driver: "storefront",
  settings: { payment: "saved" },
  origins: ["https://shop.example", "https://www.shop.example"],
  maxConcurrent: 3,
  minIntervalMs: 5_000,
};
const OTHER = { ...SHOP, id: "other.example", origins: ["https://other.example"] };

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

test("a registered retailer is read as it was given, with the defaults of what was left out", async () => {
  expect(await registerRetailer(database.pool, SHOP)).toMatchObject({ kind: "created" });
  expect(await listRegistered(database.pool)).toMatchObject([
    {
      ...SHOP,
      settings: { payment: "saved", payment_origins: [], api: {} },
      recording: null,
      disabledAt: null,
    },
  ]);
  expect(await findByOrigin(database.pool, "https://www.shop.example")).toMatchObject({ id: SHOP.id });
  expect(await findByOrigin(database.pool, "http://shop.example")).toBeUndefined();
});

test("registering it again changes what is named, leaves the rest, and takes its origins as they are given", async () => {
  await registerRetailer(database.pool, SHOP);
  const origins = ["https://shop.example", "https://m.shop.example"];
  const changed = { id: SHOP.id, driver: "storefront", origins, maxConcurrent: null } as const;
  expect(await registerRetailer(database.pool, changed)).toMatchObject({
    kind: "updated",
    retailer: {
      name: "A shop",
      settings: { payment: "saved" },
      origins: [...origins].sort(),
      maxConcurrent: null,
      minIntervalMs: 5_000,
    },
  });
});

test("an origin belongs to one retailer: another that asks for it is refused, and nothing of it is changed", async () => {
  await registerRetailer(database.pool, SHOP);
  await registerRetailer(database.pool, OTHER);
  const greedy = { ...OTHER, name: "Greedy", origins: ["https://new.example", "https://shop.example"] };
  expect(await registerRetailer(database.pool, greedy)).toEqual({
    kind: "origin_taken",
    origin: "https://shop.example",
    retailerId: "shop.example",
  });
  expect(await findRegistered(database.pool, OTHER.id)).toMatchObject({ name: "A shop", origins: OTHER.origins });
});

test("of two that register the same origin at once, one gets it", async () => {
  const both = await Promise.all([
    registerRetailer(database.pool, { ...SHOP, origins: ["https://same.example"] }),
    registerRetailer(database.pool, { ...OTHER, origins: ["https://same.example"] }),
  ]);
  expect(both.map(({ kind }) => kind).sort()).toEqual(["created", "origin_taken"]);
});

test.each([
  "https://shop.example/",
  "https://Shop.example",
  "ftp://shop.example",
  "shop.example",
  "https://a:b@c.example",
])("%s is no origin, says the database", async (origin) => {
  await expect(registerRetailer(database.pool, { ...SHOP, origins: [origin] })).rejects.toThrow(
    "retailer_origins_is_origin",
  );
  expect(await listRegistered(database.pool)).toEqual([]);
});

test("a shop seen for the first time by twenty at once is one retailer, with polite limits", async () => {
  const shop = { id: "new.example", origin: "https://new.example" };
  const seen = await Promise.all(Array.from({ length: 20 }, () => ensureRetailer(database.pool, shop)));
  expect(new Set(seen.map(({ id }) => id))).toEqual(new Set(["new.example"]));
  expect(await listRegistered(database.pool)).toMatchObject([
    { id: "new.example", driver: "storefront", origins: [shop.origin], ...POLITE },
  ]);
});

test("a shop that somebody registered is left as it is, under the id it has", async () => {
  await registerRetailer(database.pool, SHOP);
  const seen = await ensureRetailer(database.pool, { id: "guessed", origin: "https://www.shop.example" });
  expect(seen).toMatchObject({ id: "shop.example", name: "A shop", maxConcurrent: 3 });
  expect(await listRegistered(database.pool)).toHaveLength(1);
});

test("a shop that so far had only a breaker keeps it, and the limit that an operator gave it", async () => {
  await noteShopTrouble(database.pool, "new.example", { afterFailures: 1, openMs: 60_000, longestMs: 60_000 });
  await database.pool.query("UPDATE retailers SET max_concurrent = 1");
  expect(await listRegistered(database.pool)).toEqual([]);
  const seen = await ensureRetailer(database.pool, { id: "new.example", origin: "https://new.example" });
  expect(seen).toMatchObject({ maxConcurrent: 1, minIntervalMs: 2_000 });
  const orderId = await acceptTestOrder(database, { retailer: "new.example" });
  expect(await claimOrder(database, { orderId, workerId: orderId, leaseMs: 60_000 })).toBeUndefined();
});

test("of a disabled retailer nothing is claimed, until it is enabled again", async () => {
  await registerRetailer(database.pool, { ...SHOP, maxConcurrent: null, minIntervalMs: null });
  const orderId = await acceptTestOrder(database, { retailer: SHOP.id });
  const claim = () => claimOrder(database, { orderId, workerId: orderId, leaseMs: 60_000 });
  expect(await setRetailerEnabled(database.pool, SHOP.id, false)).toBe(true);
  expect((await findRegistered(database.pool, SHOP.id))?.disabledAt).toBeInstanceOf(Date);
  expect(await claim()).toBeUndefined();
  await setRetailerEnabled(database.pool, SHOP.id, true);
  expect(await claim()).toBeDefined();
  expect(await setRetailerEnabled(database.pool, "nobody.example", false)).toBe(false);
});

test("a recording is kept with the driver it is for, and goes with it", async () => {
  await registerRetailer(database.pool, SHOP);
  expect(await saveRecording(database.pool, SHOP.id, { steps: [] })).toBe(false);
  await registerRetailer(database.pool, { ...SHOP, driver: "recording" });
  expect(await saveRecording(database.pool, SHOP.id, { steps: [1] })).toBe(true);
  expect(await registerRetailer(database.pool, { ...SHOP, driver: "recording" })).toMatchObject({
    retailer: { recording: { steps: [1] } },
  });
  expect(await registerRetailer(database.pool, SHOP)).toMatchObject({ retailer: { recording: null } });
});

test("a shop that somebody is registering for longer than a lock may take is theirs, and no fault", async () => {
  const somebody = await database.pool.connect();
  await somebody.query("BEGIN");
  await somebody.query("INSERT INTO retailers (id, driver) VALUES ('new.example', 'storefront')");
  await somebody.query("INSERT INTO retailer_origins VALUES ('https://new.example', 'new.example')");
  const asked = ensureRetailer(database.pool, { id: "new.example", origin: "https://new.example" });
  // Longer than the lock timeout of the tests' connections.
  await new Promise((resolve) => setTimeout(resolve, 700));
  await somebody.query("COMMIT");
  somebody.release();
  expect(await asked).toMatchObject({ id: "new.example", origins: ["https://new.example"] });
});
