import { quoteOrder } from "@cartwright/orders";
import { createTestDatabase, newOrder, type TestDatabase } from "@cartwright/testing";
import {
  acceptOrder,
  applyCoupon,
  cancelOrder,
  changeCart,
  changeCartIn,
  completeCart,
  createCart,
  deleteCart,
  ensureAccount,
  findCart,
  type LineWanted,
  type OrderScope,
  type PlatformCart,
  putLines,
  removeLines,
  updateAddress,
  useStoreCredit,
} from "./index.ts";

const SUPPLIERS = [
  { id: "sup_a", shippingCents: 499, shippingPerItemCents: 125, taxAllowanceBp: 875 },
  { id: "sup_b", shippingCents: 0, shippingPerItemCents: 2_000, taxAllowanceBp: 1_000 },
  { id: "sup_c", shippingCents: 1, shippingPerItemCents: 0, taxAllowanceBp: 333 },
] as const;
const PRICES = [1, 999, 1_001, 24_000, 7];
const COUPON_CENTS = 1_234;
const CREDIT_CENTS = 100_000;
const CARTS = 1_000;
const AT_ONCE = 4;

let database: TestDatabase;
let scope: OrderScope;
let keyId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const account = await ensureAccount(database.db, "Test account");
  scope = { accountId: account.id, mode: "test" };
  const { pool } = database;
  const key = await pool.query<{ id: string }>(
    `INSERT INTO api_keys (account_id, mode, sha256, hint, scopes) VALUES ($1, 'test', repeat('a', 64), 'cw_test_…', '{}') RETURNING id`,
    [account.id],
  );
  keyId = key.rows[0]?.id ?? "";
  for (const { id, shippingCents, shippingPerItemCents, taxAllowanceBp } of SUPPLIERS) {
    await pool.query(
      `INSERT INTO suppliers (id, mode, name, shipping_cents, shipping_per_item_cents, tax_allowance_bp) VALUES ($1, 'test', $1, $2, $3, $4)`,
      [id, shippingCents, shippingPerItemCents, taxAllowanceBp],
    );
    await pool.query("INSERT INTO catalogue_products (id, supplier_id, name) VALUES ($1, $2, $1)", [`prod_${id}`, id]);
    for (const [position, price] of PRICES.entries()) {
      await pool.query(
        `INSERT INTO catalogue_variants (product_id, position, sku, mode, price_cents, url)
         VALUES ($1, $2, $3, 'test', $4, 'http://shop.test/products/a')`,
        [`prod_${id}`, position, `${id}-${position}`, price],
      );
    }
  }
  await pool.query(
    "INSERT INTO platform_coupons (account_id, code, name, amount_cents) VALUES ($1, 'Off', 'Off', $2)",
    [account.id, COUPON_CENTS],
  );
});
afterAll(() => database.close());

const newCart = async (lines: readonly LineWanted[] = [{ variantId: 2, quantity: 2 }]): Promise<PlatformCart> => {
  const shipAddress = { fields: { city: "NY" } };
  const wanted = {
    keyId,
    idempotencyKey: null,
    fingerprint: "",
    columns: {},
    billAddress: undefined,
    shipAddress,
    lines,
  };
  return (await createCart(database.db, scope, wanted)).cart;
};
const on = ({ id }: PlatformCart, version?: number) => ({ scope, ref: { id }, version });
const statesOf = async ({ id }: PlatformCart): Promise<string[]> => {
  const sql =
    "SELECT previous_state || ' ' || next_state AS move FROM platform_state_changes WHERE cart_id = $1 ORDER BY id";
  return (await database.pool.query<{ move: string }>(sql, [id])).rows.map(({ move }) => move);
};
const complete = async (cart: PlatformCart, order = newOrder(scope.accountId, { idempotencyKey: cart.orderKey })) => {
  const [line] = cart.lines;
  const amounts = quoteOrder(cart.lines, line?.supplier ?? SUPPLIERS[0]);
  const { itemTotalCents, shippingCents, taxCents, promoCents } = amounts;
  const supplier = {
    supplierId: "sup_a",
    supplierName: "A",
    supplierAddress: null,
    buyerNotes: null,
    shippingAddress: {},
  };
  const terms = { platformFeeCents: 0, toleranceCents: 0, itemTotalCents, shippingCents, taxCents, promoCents };
  const quote = { face: "platform" as const, ...supplier, ...terms };
  const alongside = completeCart({ cart, way: ["address", "complete"], amounts, quote, lines: [] });
  return await acceptOrder(database.pool, order, alongside);
};

/** A small generator, so that a run is the same as the last one. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** Whatever falls, of one supplier, with a coupon or without. */
function anyContents(roll: (sides: number) => number): { lines: LineWanted[]; columns: { couponId?: number } } {
  const from = roll(SUPPLIERS.length) * PRICES.length;
  const anyLine = () => ({ variantId: 1 + from + roll(PRICES.length), quantity: 1 + roll(9) });
  return { lines: Array.from({ length: 1 + roll(4) }, anyLine), columns: roll(3) === 0 ? { couponId: 1 } : {} };
}

test(`items, shipping and tax less promotion are the total, to the cent, of ${CARTS} carts`, async () => {
  const roll = dice(6);
  const { shipAddressId } = await newCart([]);
  const made = await database.pool.query<{ id: number }>(
    `INSERT INTO platform_carts (account_id, mode, ship_address_id) SELECT $1, 'test', $2 FROM generate_series(1, $3)
     RETURNING id::int AS id`,
    [scope.accountId, shipAddressId, CARTS],
  );
  const carts = made.rows.map(({ id }) => Object.assign(anyContents(roll), { id }));
  const fill = async (first: number) =>
    await database.db.transaction(async (tx) => {
      for (const { id, lines, columns } of carts.slice(first, first + CARTS / AT_ONCE))
        await changeCartIn(tx, { scope, ref: { id }, version: undefined }, async (_tx, cart) => {
          await putLines(tx, cart, lines, "add");
          return { columns, way: ["address", "delivery"] };
        });
    });
  await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => fill((index * CARTS) / AT_ONCE)));
  const { rows } = await database.pool.query<{ n: number; wrong: number }>(`
    SELECT count(*)::int AS n, count(*) FILTER (WHERE cart.item_total_cents <> sums.items OR cart.item_count <> sums.pieces
      OR cart.shipment_total_cents <> s.shipping_cents + s.shipping_per_item_cents * sums.pieces
      OR cart.tax_total_cents <> ceil(sums.items * s.tax_allowance_bp / 10000.0)
      OR cart.promo_total_cents <> CASE WHEN cart.coupon_id IS NULL THEN 0 ELSE least(${COUPON_CENTS}, sums.items) END
      OR cart.total_cents <> cart.item_total_cents + cart.shipment_total_cents + cart.tax_total_cents - cart.promo_total_cents)::int AS wrong
    FROM platform_carts AS cart, LATERAL (SELECT sum(line.quantity * line.price_cents) AS items, sum(line.quantity) AS pieces,
        min(product.supplier_id) AS supplier_id
      FROM platform_line_items AS line JOIN catalogue_variants AS v ON v.id = line.variant_id
        JOIN catalogue_products AS product ON product.id = v.product_id WHERE line.cart_id = cart.id) AS sums
      JOIN suppliers AS s ON s.id = sums.supplier_id`);
  expect(rows).toEqual([{ n: CARTS, wrong: 0 }]);
}, 60_000);

test("a write that has seen an older version is refused, and writes nothing", async () => {
  const cart = await newCart();
  expect(cart).toMatchObject({ stateLockVersion: 0, state: "cart" });
  const moved = await changeCart(database.db, on(cart, 0), () => ({ way: ["address"] }));
  expect(moved).toMatchObject({ stateLockVersion: 1, state: "address" });
  const stale = changeCart(database.db, on(cart, 0), () => ({ columns: { email: "late@example.com" } }));
  await expect(stale).rejects.toMatchObject({ kind: "stale", version: 1 });
  expect(await findCart(database.db, scope, { id: cart.id })).toMatchObject({ email: null, stateLockVersion: 1 });
});

test("of writes at the same moment that have seen the same version, one is done", async () => {
  const cart = await newCart();
  const writes = Array.from({ length: 10 }, (_, index) =>
    changeCart(database.db, on(cart, 0), () => ({ columns: { email: `${index}@example.com` } })),
  );
  const done = await Promise.allSettled(writes);
  expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a cart that loses its lines goes back to the start, with its coupon's and its credit's amounts gone", async () => {
  await database.pool.query("UPDATE accounts SET store_credit_cents = $1", [CREDIT_CENTS]);
  const cart = await newCart();
  await applyCoupon(database.db, on(cart), "off");
  await changeCart(database.db, on(cart), () => ({ way: ["address", "delivery"] }));
  await useStoreCredit(database.db, { ...on(cart), cartId: cart.id, amountCents: undefined });
  const emptied = await changeCart(database.db, on(cart), async (tx) => {
    await removeLines(tx, cart.id);
    return {};
  });
  expect(emptied).toMatchObject({
    state: "cart",
    totalCents: 0,
    promoTotalCents: 0,
    storeCreditCents: 0,
    itemCount: 0,
  });
  expect(await statesOf(cart)).toEqual(["cart address", "address delivery", "delivery cart"]);
});

test("store credit is given once, however many carts ask for it at the same moment", async () => {
  await database.pool.query("UPDATE accounts SET store_credit_cents = $1", [3_000]);
  const carts = await Promise.all(Array.from({ length: 8 }, () => newCart()));
  const asked = carts.map((cart) =>
    useStoreCredit(database.db, { ...on(cart), cartId: cart.id, amountCents: undefined }),
  );
  const given = (await Promise.allSettled(asked)).flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const sum = given.reduce((cents, cart) => cents + cart.storeCreditCents, 0);
  expect(sum).toBe(3_000);
  expect(given.map(({ storeCreditCents }) => storeCreditCents).sort((a, b) => a - b)).toEqual([1_002, 1_998]);
});

test("an order that was cancelled gives its store credit back, and one that lives does not", async () => {
  await database.pool.query("UPDATE platform_carts SET store_credit_cents = 0");
  await database.pool.query("UPDATE accounts SET store_credit_cents = $1", [1_000]);
  const [first, second] = [await newCart(), await newCart()];
  const paid = await useStoreCredit(database.db, { ...on(first), cartId: first.id, amountCents: 5_000 });
  expect(paid.storeCreditCents).toBe(1_000);
  const accepted = await complete(paid);
  const ask = () => useStoreCredit(database.db, { ...on(second), cartId: second.id, amountCents: undefined });
  await expect(ask()).rejects.toMatchObject({ faults: [{ field: "store_credit", message: "is not available" }] });
  await cancelOrder(database.pool, scope, "orderId" in accepted ? accepted.orderId : "");
  expect((await ask()).storeCreditCents).toBe(1_000);
});

test("a cart that was changed since it was read becomes no order, and neither does half of it", async () => {
  const cart = await newCart();
  const order = newOrder(scope.accountId, { idempotencyKey: cart.orderKey });
  await changeCart(database.db, on(cart), async (tx, held) => {
    await putLines(tx, held, [{ variantId: 2, quantity: 1 }], "add");
    return {};
  });
  await expect(complete(cart, order)).rejects.toMatchObject({ kind: "moved" });
  const { rows } = await database.pool.query("SELECT FROM orders WHERE id = $1", [order.id]);
  expect(rows).toEqual([]);
  expect(await findCart(database.db, scope, { id: cart.id })).toMatchObject({ state: "cart", orderId: null });
});

test("whoever is in the middle of completing a cart finds a crash there to have stored nothing", async () => {
  const cart = await newCart();
  const order = newOrder(scope.accountId, { idempotencyKey: cart.orderKey });
  const { pool } = database;
  // A line of the quote that is of no variant: the last statement of the transaction fails.
  const line = { variantId: 999, productId: "prod_x", productName: "X", sku: "X", unitPriceCents: 1, quantity: 1 };
  const amounts = quoteOrder(cart.lines, SUPPLIERS[0]);
  const quote = {
    face: "platform" as const,
    supplierId: "sup_a",
    supplierName: "A",
    supplierAddress: null,
    buyerNotes: null,
  };
  const cents = {
    itemTotalCents: 0,
    shippingCents: 0,
    taxCents: 0,
    promoCents: 0,
    platformFeeCents: 0,
    toleranceCents: 0,
  };
  const broken = {
    cart,
    way: ["complete"] as const,
    amounts,
    lines: [line],
    quote: { ...quote, ...cents, shippingAddress: {} },
  };
  await expect(acceptOrder(pool, order, completeCart(broken))).rejects.toThrow("foreign key");
  expect((await pool.query("SELECT FROM orders WHERE id = $1", [order.id])).rowCount).toBe(0);
  expect(await statesOf(cart)).toEqual([]);
  expect((await complete(cart, order)).kind).toBe("created");
});

test("an address that a cart goes to is a version of that cart, and one that an order went to stays as it is", async () => {
  const cart = await newCart();
  const change = () => updateAddress(database.db, scope, { id: cart.shipAddressId ?? 0, fields: { city: "Albany" } });
  await change();
  const seen = await findCart(database.db, scope, { id: cart.id });
  expect(seen).toMatchObject({ stateLockVersion: 1, shipAddress: { city: "Albany" } });
  if (seen !== undefined) await complete(seen);
  await expect(change()).rejects.toMatchObject({ kind: "complete" });
  await expect(deleteCart(database.db, on(cart))).rejects.toMatchObject({ kind: "complete" });
});

test("nobody else's cart, line or address is there", async () => {
  const cart = await newCart();
  for (const other of [
    { accountId: (await ensureAccount(database.db, "Other")).id, mode: "test" as const },
    { ...scope, mode: "live" as const },
  ]) {
    expect(await findCart(database.db, other, { id: cart.id })).toBeUndefined();
    const write = { scope: other, ref: { id: cart.id }, version: undefined };
    await expect(changeCart(database.db, write, () => ({}))).rejects.toMatchObject({ kind: "not_found" });
    await expect(deleteCart(database.db, write)).rejects.toMatchObject({ kind: "not_found" });
    const address = { id: cart.shipAddressId ?? 0, fields: {} };
    await expect(updateAddress(database.db, other, address)).rejects.toMatchObject({ kind: "not_found" });
  }
});
