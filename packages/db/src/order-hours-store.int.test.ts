import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { countOrderHours, readOrderHours } from "./order-hours-store.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  // What becomes of an order is written here by hand, as any worker would have left it.
  await database.pool.query("ALTER TABLE orders DISABLE TRIGGER orders_guard");
});
afterEach(() => database.close());

interface Life {
  acceptedAgo: string;
  finishedAgo?: string;
  /** A total in US cents, or a failure's code. */
  end?: number | "cancelled" | "checkout_failed";
  retailer?: string;
}

async function order({ acceptedAgo, finishedAgo, end, retailer = "demo-shop" }: Life): Promise<void> {
  const id = await acceptTestOrder(database, { retailer });
  const isPlaced = typeof end === "number";
  await database.pool.query(
    `UPDATE orders SET created_at = now() - $2::interval, finished_at = now() - $3::interval,
      phase = CASE WHEN $3::text IS NULL THEN phase ELSE 'done' END,
      status = CASE WHEN $4::integer IS NOT NULL THEN 'order_placed'::order_status WHEN $5::text IS NOT NULL THEN 'order_failed'
        ELSE status END,
      confirmation = CASE WHEN $4::integer IS NOT NULL THEN '{"merchant_order_ids": ["HP-1"]}'::jsonb END,
      placed_total_cents = $4, failure_code = $5::failure_code,
      charged = CASE WHEN $3::text IS NULL THEN NULL WHEN $4::integer IS NOT NULL THEN 'yes'::charged ELSE 'no' END
     WHERE id = $1`,
    [id, acceptedAgo, finishedAgo ?? null, isPlaced ? end : null, isPlaced ? null : (end ?? null)],
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

it("counts nothing where nothing is", async () => {
  expect(await countOrderHours(database.pool)).toBe(0);
  expect(await readOrderHours(database.pool, 24)).toEqual([]);
});

it("counts an order in the hour that it was accepted in, and in the one that it was finished in", async () => {
  await order({ acceptedAgo: "3 hours 10 seconds", finishedAgo: "3 hours", end: 1_500 });
  await order({ acceptedAgo: "3 hours 30 seconds", finishedAgo: "3 hours", end: 500 });
  await order({ acceptedAgo: "3 hours", finishedAgo: "1 hour", end: "checkout_failed" });
  await order({ acceptedAgo: "1 hour", finishedAgo: "1 hour", end: "cancelled", retailer: "other-shop" });
  await order({ acceptedAgo: "0 hours" });
  await countOrderHours(database.pool);
  const hours = await readOrderHours(database.pool, 24);
  const of = (retailer: string) => hours.filter((hour) => hour.retailer === retailer);
  expect(sum(of("demo-shop").map(({ accepted }) => accepted))).toBe(4);
  const placed = of("demo-shop").filter((hour) => hour.placed > 0);
  expect(placed).toHaveLength(1);
  expect(placed[0]).toMatchObject({ placed: 2, placedCents: 2_000, placeSecondsP50: 20, failed: 0 });
  expect(of("demo-shop").find(({ failed }) => failed > 0)).toMatchObject({
    failed: 1,
    failureCodes: { checkout_failed: 1 },
  });
  expect(of("other-shop")).toEqual([expect.objectContaining({ accepted: 1, failed: 1, cancelled: 1, placed: 0 })]);
});

it("counts again what moved since, and is the same however often it counts", async () => {
  await order({ acceptedAgo: "10 seconds" });
  await countOrderHours(database.pool);
  await order({ acceptedAgo: "5 seconds", finishedAgo: "0 seconds", end: 700 });
  await countOrderHours(database.pool);
  const once = await readOrderHours(database.pool, 24);
  await countOrderHours(database.pool);
  expect(await readOrderHours(database.pool, 24)).toEqual(once);
  expect(sum(once.map(({ accepted }) => accepted))).toBe(2);
  expect(sum(once.map(({ placedCents }) => placedCents))).toBe(700);
});

it("catches up with weeks, passing the silence in between", async () => {
  for (const acceptedAgo of ["40 days", "39 days", "9 days", "1 hour"]) {
    await order({ acceptedAgo, finishedAgo: "30 minutes", end: 100 });
  }
  await countOrderHours(database.pool);
  expect(await countOrderHours(database.pool)).toBe(1);
  const hours = await readOrderHours(database.pool, 24 * 60);
  expect(sum(hours.map(({ accepted }) => accepted))).toBe(4);
  expect(sum(hours.map(({ placed }) => placed))).toBe(4);
});

it("lets one worker count at a time, and the others go on with their work", async () => {
  await order({ acceptedAgo: "10 seconds" });
  const results = await Promise.all(Array.from({ length: 5 }, () => countOrderHours(database.pool)));
  expect(results).toContain(1);
  expect(sum((await readOrderHours(database.pool, 24)).map(({ accepted }) => accepted))).toBe(1);
});
