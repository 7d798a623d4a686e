import {
  acceptOrder,
  type AccountSettings,
  ensureAccount,
  findAccountTerms,
  findOrderBySerial,
  insertQuote,
  searchOrders,
} from "@cartwright/db";
import { quoteOrder } from "@cartwright/orders";
import { presentSupplierOrder } from "@cartwright/presentation";
import { CreatedSupplierOrder, CreateSupplierOrder, type SupplierOrder } from "@cartwright/schemas";
import { newOrder } from "@cartwright/testing";
import fc from "fast-check";
import { giveDefaultRecipient, storeSupplier } from "../testing/store-catalogue.ts";
import { PATIENT, startTestApi, type TestApi } from "../testing/test-api.ts";
import { chooseLines, type ChosenLine } from "./choose-lines.ts";
import { toNativeOrder, toQuote, toQuoteLines } from "./quoted-order.ts";
import { withSupplierFacts } from "./read-supplier-orders.ts";

const ORDERS = 1_000;
/** Each takes as long as ten of the others. */
const BY_HTTP = 50;
const SUPPLIERS = 20;
const PRODUCTS = 8;
const AT_ONCE = 8;
const ADDRESS = { street1: "123 Market Street", city: "San Francisco", state: "CA", zip: "94102" };

const cents = (max: number) => fc.integer({ min: 0, max });
const Terms = fc.record({
  shipping_cents: cents(5_000),
  shipping_per_item_cents: cents(999),
  tax_allowance_bp: fc.integer({ min: 0, max: 10_000 }),
  prices: fc.array(fc.oneof(cents(99), cents(49_999)), { minLength: PRODUCTS, maxLength: PRODUCTS }),
});
const Wanted = fc.record({
  supplier: fc.nat(SUPPLIERS - 1),
  quantities: fc
    .array(fc.integer({ min: 0, max: 100 }), { minLength: PRODUCTS, maxLength: PRODUCTS })
    .filter((all) => all.some((n) => n > 0)),
});
type Shown = Pick<SupplierOrder, "subtotal_cents" | "shipping_cents" | "platform_fee_cents" | "total_cents"> & {
  items: Omit<SupplierOrder["items"][number], "fulfillment_status">[];
};
type Terms = typeof Terms extends fc.Arbitrary<infer T> ? T : never;
type Wanted = typeof Wanted extends fc.Arbitrary<infer T> ? T : never;

const FEE = 1_999;
const TOLERANCE = 777;
const SEED = Number(process.env["GENERATED_SEED"] ?? Date.now() % 1_000_000);

let api: TestApi;
let key: string;
let accountId: string;
const suppliers = fc.sample(Terms, { numRuns: SUPPLIERS, seed: SEED });

beforeAll(async () => {
  api = await startTestApi({}, PATIENT);
  key = await api.newKey();
  await giveDefaultRecipient(api.database);
  accountId = (await ensureAccount(api.database.db, "Test account")).id;
  await api.database.pool.query("UPDATE accounts SET platform_fee_cents = $1, price_tolerance_cents = $2", [
    FEE,
    TOLERANCE,
  ]);
  for (const [at, { prices, ...columns }] of suppliers.entries()) {
    const products = prices.map((priceCents, index) => ({ id: `prod_${at}_${index}`, variants: [{ priceCents }] }));
    await storeSupplier(api.database, { id: `sup_${at}`, columns, products });
  }
});
afterAll(() => api.close());

/** In whole numbers alone: tax is rounded up to the cent, as any share of one may be charged as a whole. */
function expectedAmounts({ supplier, quantities }: Wanted) {
  const terms = suppliers[supplier] as Terms;
  const pieces = quantities.reduce((sum, quantity) => sum + quantity, 0);
  const subtotal = quantities.reduce((sum, quantity, at) => sum + BigInt(quantity) * BigInt(terms.prices[at] ?? 0), 0n);
  const shipping = terms.shipping_cents + terms.shipping_per_item_cents * pieces;
  const tax = (subtotal * BigInt(terms.tax_allowance_bp) + 9_999n) / 10_000n;
  return { subtotal: Number(subtotal), shipping, maxPrice: Number(subtotal + tax) + shipping + TOLERANCE };
}

const bodyOf = ({ supplier, quantities }: Wanted) => ({
  supplier_id: `sup_${supplier}`,
  items: quantities.flatMap((quantity, at) =>
    quantity === 0 ? [] : [{ product_id: `prod_${supplier}_${at}`, quantity }],
  ),
  shipping_address: ADDRESS,
});

/** What is wrong with an order as it is shown, and with what it may cost. */
function faultsOf(wanted: Wanted, shown: Shown, maxPriceCents: number): string[] {
  const { subtotal, shipping, maxPrice } = expectedAmounts(wanted);
  const isRight =
    shown.subtotal_cents === subtotal &&
    shown.shipping_cents === shipping &&
    shown.platform_fee_cents === FEE &&
    shown.total_cents === subtotal + shipping + FEE &&
    shown.items.reduce((sum, item) => sum + (item.total_cents ?? NaN), 0) === subtotal &&
    shown.items.every((item) => item.total_cents === (item.unit_price_cents ?? NaN) * item.quantity) &&
    maxPriceCents === maxPrice;
  return isRight ? [] : [JSON.stringify({ wanted, shown, maxPriceCents, maxPrice })];
}

async function inTurns<Job>(jobs: Job[], work: (job: Job) => Promise<void>): Promise<void> {
  const workOn = async () => {
    for (let next = jobs.pop(); next !== undefined; next = jobs.pop()) await work(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, workOn));
}

/** All that makes an order of a request but HTTP, the address check and the retailer. */
async function store(wanted: Wanted, terms: AccountSettings): Promise<string> {
  const { db, pool } = api.database;
  const body = CreateSupplierOrder.parse(bodyOf(wanted));
  const { supplier, lines } = await chooseLines(db, "test", body);
  const quoted = { terms, supplier, lines, amounts: quoteOrder(lines.map(priceOf), supplier) };
  const order = newOrder(terms.id, { maxPriceCents: toNativeOrder(body, quoted).max_price });
  const quote = toQuote(quoted, { notes: null, addressSent: ADDRESS });
  const items = lines.map(({ variant, quantity }) => ({ url: variant.url, quantity, variant: null }));
  await acceptOrder(pool, { ...order, items, isUnlimited: true }, (client, orderId) =>
    insertQuote(client, { ...quote, orderId }, toQuoteLines(quoted)),
  );
  return order.id;
}

const priceOf = ({ variant, quantity }: ChosenLine) => ({ unitPriceCents: variant.priceCents, quantity });

test(`adds up to the cent, and may cost what the contract says, a thousand times (GENERATED_SEED=${SEED})`, async () => {
  const { db } = api.database;
  const terms = await findAccountTerms(db, accountId);
  if (terms === undefined) throw new Error("there is no account");
  const made = new Map<string, Wanted>();
  await inTurns(fc.sample(Wanted, { numRuns: ORDERS, seed: SEED }), async (wanted) => {
    made.set(await store(wanted, terms), wanted);
  });
  const { orders } = await searchOrders(db, { accountId, mode: "test" }, {}, { limit: ORDERS, withCheckpoints: false });
  const facts = await withSupplierFacts(db, orders);
  expect(facts).toHaveLength(ORDERS);
  const wrong = facts.flatMap((one) => {
    const wanted = made.get(one.order.id);
    if (wanted === undefined) return [`nobody made ${one.order.id}`];
    return faultsOf(wanted, presentSupplierOrder(one), one.order.maxPriceCents);
  });
  expect(wrong).toEqual([]);
});

test("adds up in what a client is answered, too", async () => {
  const wrong: string[] = [];
  await inTurns(fc.sample(Wanted, { numRuns: BY_HTTP, seed: SEED + 1 }), async (wanted) => {
    const { status, body, text } = await api.send("POST", "/api/v1/orders", { key, body: bodyOf(wanted) });
    if (status !== 201) throw new Error(text);
    const created = CreatedSupplierOrder.parse(body);
    const { maxPriceCents } = (await findOrderBySerial(
      api.database.db,
      { accountId, mode: "test" },
      Number(created.id.split("_")[2]),
    )) ?? { maxPriceCents: -1 };
    wrong.push(...faultsOf(wanted, created, maxPriceCents));
  });
  expect(wrong).toEqual([]);
});
