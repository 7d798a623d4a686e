import type { Database } from "@cartwright/db";
import { giveDefaultRecipient, storeSeedSupplier } from "../testing/store-catalogue.ts";
import { startTestApi, type TestApi } from "../testing/test-api.ts";

const BODY = {
  supplier_id: "sup_xyz789",
  items: [{ product_id: "prod_abc123", quantity: 2 }],
  shipping_address: { street1: "123 Market Street", city: "San Francisco", state: "CA", zip: "94102" },
};
/** More than an order takes, so that the last ones are not lost. */
const READS = 14;

let api: TestApi;
let key: string;
/** Which read from now on finds no connection. */
let lostRead = Infinity;
let reads = 0;

const losing = (db: Database): Database =>
  new Proxy(db, {
    get(target, name: keyof Database) {
      if (name === "select" && ++reads === lostRead) {
        throw Object.assign(new Error("Failed query: params: 123 Market Street"), {
          cause: Object.assign(new Error("connection lost"), { code: "ECONNRESET" }),
        });
      }
      const value: unknown = target[name];
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });

beforeAll(async () => {
  api = await startTestApi(({ db, pool }) => ({ database: { pool, db: losing(db) } }));
  key = await api.newKey();
  await storeSeedSupplier(api.database);
  await giveDefaultRecipient(api.database);
});
afterAll(() => api.close());

test("never says of an order that is stored that it is not, whenever the connection is lost", async () => {
  const statuses: number[] = [];
  for (let at = 1; at <= READS; at += 1) {
    const before = await api.countOrders();
    [lostRead, reads] = [at, 0];
    const { status } = await api.send("POST", "/api/v1/orders", { key, body: BODY });
    statuses.push(status);
    expect([at, status, (await api.countOrders()) - before]).toEqual([at, status, status === 201 ? 1 : 0]);
  }
  // Some were lost before there was an order, and some after.
  expect(new Set(statuses)).toEqual(new Set([201, 503]));
  expect(api.logLines.join("")).not.toMatch(/Market/);
});
