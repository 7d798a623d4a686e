import { randomUUID } from "node:crypto";
import { findOrder, type OrderRecord } from "@cartwright/db";
import { Order, type PriceComponents } from "@cartwright/schemas";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { presentOrder } from "./present-order.ts";

const PRICES: PriceComponents = {
  subtotal: 5_000,
  tax: 395,
  shipping: null,
  discount: null,
  fees: null,
  total: 5_395,
  currency: "USD",
  cart_items: [{ title: "Walnut desk organizer", quantity: 1, unit_price: 5_000, line_total: 5_000 }],
};
/** A row of the cart in the names that clients know. */
const SHOWN = {
  ...PRICES,
  cart_items: [{ name: "Walnut desk organizer", product_id: null, quantity: 1, unit_price: 5_000, line_total: 5_000 }],
};

let database: TestDatabase;
let pending: OrderRecord;

beforeAll(async () => {
  database = await createTestDatabase();
  const id = await acceptTestOrder(database, { idempotencyKey: randomUUID() });
  const accountId = (await database.pool.query<{ id: string }>("SELECT id FROM accounts")).rows[0]?.id ?? "";
  const found = await findOrder(database.db, { accountId, mode: "test" }, id);
  if (found === undefined) throw new Error("the order is not there");
  pending = found;
});

afterAll(() => database.close());

const present = (changes: Partial<OrderRecord>) => Order.strict().parse(presentOrder({ ...pending, ...changes }));

it("has no result while an order waits or is worked on", () => {
  expect(present({}).job_result).toBeNull();
  expect(present({ status: "in_progress", phase: "working" }).job_result).toBeNull();
  expect(present({ status: "in_progress", phase: "submitting" }).job_result).toBeNull();
});

it("tells what a placed order cost, and leaves unread figures null", () => {
  const order = present({
    status: "order_placed",
    phase: "done",
    confirmation: { merchant_order_ids: ["HP-1001"] },
    priceComponents: PRICES,
    placedTotalCents: 5_395,
    estimatedDelivery: "2026-12-01",
    charged: "yes",
  });
  expect(order.merchant_order_ids).toEqual(["HP-1001"]);
  expect(order.job_result).toEqual({
    success: true,
    detail: null,
    error: null,
    error_type: null,
    error_details: null,
    price_components: SHOWN,
    estimated_delivery: "2026-12-01",
    merchant_order_ids: ["HP-1001"],
  });
});

it("tells why an order failed, what was seen, and whether money moved", () => {
  const { job_result } = present({
    status: "order_failed",
    phase: "done",
    failureCode: "max_price_exceeded",
    failure: {
      message: "Too dear.",
      observed: { observed_total: 5_395, exceeded_by: 395, charged: "made up", price_components: PRICES },
    },
    charged: "no",
  });
  expect(job_result).toMatchObject({
    success: false,
    error: "Too dear.",
    error_type: "max_price_exceeded",
    error_details: {
      code: "max_price_exceeded",
      retryable: false,
      resolution: "requires_buyer_input",
      charged: "no",
      field_errors: [],
      observed_total: 5_395,
      exceeded_by: 395,
      price_components: SHOWN,
    },
  });
});

it("says that it does not know while an order is in doubt", () => {
  const { status, job_result } = present({ status: "in_progress", phase: "in_doubt", priceComponents: PRICES });
  expect(status).toBe("in_progress");
  expect(job_result).toMatchObject({ success: null, detail: "confirming_with_retailer", error_details: null });
});
