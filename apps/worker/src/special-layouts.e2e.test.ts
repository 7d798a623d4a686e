import { randomUUID } from "node:crypto";
import {
  addRetailerAccount,
  ensureAccount,
  listOrderEvents,
  newShortId,
  type OrderRecord,
  placeOfAccount,
  registerRetailer,
} from "@cartwright/db";
import { openDriver } from "@cartwright/retailers/drivers";
import { openKeyring, seal } from "@cartwright/sealing";
import { acceptTestOrder } from "@cartwright/testing";
import { type Buying, startBuying } from "./testing/buying.ts";

// Shops that ask for care around the click: layouts of the demo shop, bought from by the engine with no profile.

const RETAILER = "special-shop";
const SEALING_KEYS = `test:${Buffer.alloc(32, 7).toString("base64")}`;
const CUSTOMER = { login: "buyer@example.com", password: "harbor-and-pine" };

let buying: Buying;
let accountId: string;

beforeAll(async () => {
  buying = await startBuying({
    env: { SEALING_KEYS, MAX_ATTEMPTS: "1" },
    change: (outside) => ({
      ...outside,
      openDriver: async (id, registry) => {
        const found = await registry.find(id);
        return found === undefined ? undefined : openDriver(found, { useProfiles: false });
      },
    }),
  });
  const { db, pool } = buying.database;
  await registerRetailer(pool, { id: RETAILER, driver: "storefront", origins: [buying.shop.url] });
  accountId = await addAccount(db, pool);
});

afterAll(() => buying.close());

async function addAccount(db: Buying["database"]["db"], pool: Buying["database"]["pool"]): Promise<string> {
  const keyring = openKeyring({ SEALING_KEYS, SEALING_KEYS_FILE: undefined });
  if (keyring === undefined) throw new Error("the test has a key");
  const owner = await ensureAccount(db, "Test account");
  const id = randomUUID();
  const sealed = (column: "login" | "password") => seal(keyring, placeOfAccount(id, column), CUSTOMER[column]);
  await addRetailerAccount(pool, {
    id,
    accountId: owner.id,
    mode: "test",
    shortId: newShortId(),
    retailerId: RETAILER,
    label: "buyer",
    login: sealed("login"),
    password: sealed("password"),
    keyId: keyring.sealsWith,
  });
  return id;
}

async function buy(layout: string, options: { withAccount: boolean }): Promise<OrderRecord> {
  const url = `${buying.shop.productUrl("walnut-desk-organizer")}?layout=${layout}`;
  const orderId = await acceptTestOrder(buying.database, {
    retailer: RETAILER,
    items: [{ url, quantity: 2, variant: null }],
    ...(options.withAccount ? { retailerAccountId: accountId } : {}),
  });
  return await buying.settled(orderId);
}

test("a shop that shows guests no number: placed without one, by its confirmation page and the empty cart", async () => {
  const before = (await buying.shop.ledger()).length;
  const order = await buy("no-number", { withAccount: false });
  expect(order.status).toBe("order_placed");
  expect(order.confirmation).toMatchObject({
    merchant_order_ids: [],
    page: { url: expect.stringContaining("/checkout/success"), title: expect.stringMatching(/placed/i) },
  });
  expect((await buying.shop.ledger()).slice(before)).toHaveLength(1);
});

test("a shop that answers with an error after it has stored the order: in doubt, and placed by its history", async () => {
  const before = (await buying.shop.ledger()).length;
  const order = await buy("error-after-storing", { withAccount: true });
  const [line, ...others] = (await buying.shop.ledger()).slice(before);
  expect(others).toEqual([]);
  expect(order).toMatchObject({ status: "order_placed", charged: "yes" });
  expect(line?.order_number).toContain(order.confirmation?.merchant_order_ids[0]);
  const types = (await listOrderEvents(buying.database.db, order.id)).map(({ type }) => type);
  expect(types.slice(types.indexOf("purchase_committed"))).toEqual(["purchase_committed", "in_doubt", "order_placed"]);
});

test("a shop that wants an account: placed with a managed one, without what lay in its cart", async () => {
  const before = (await buying.shop.ledger()).length;
  const order = await buy("account-required", { withAccount: true });
  expect(order.status).toBe("order_placed");
  const [line] = (await buying.shop.ledger()).slice(before);
  expect(line).toMatchObject({ email: CUSTOMER.login, items: [{ slug: "walnut-desk-organizer", quantity: 2 }] });
  expect(line?.items).toHaveLength(1);
});

test("the same shop without an account: refused with its code, and nothing is bought", async () => {
  const before = (await buying.shop.ledger()).length;
  const order = await buy("account-required", { withAccount: false });
  expect(order).toMatchObject({ failureCode: "unsupported_store_no_guest_checkout", charged: "no" });
  expect((await buying.shop.ledger()).length).toBe(before);
});

test("a shop that needs a person's eye: refused by the engine, and nothing is bought", async () => {
  const before = (await buying.shop.ledger()).length;
  const order = await buy("canvas-control", { withAccount: false });
  expect(order).toMatchObject({ status: "order_failed", failureCode: "checkout_failed", charged: "no" });
  expect((await buying.shop.ledger()).length).toBe(before);
});
