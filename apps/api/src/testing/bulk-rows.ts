import { readServiceSecret } from "@cartwright/db";
import { openCatalog } from "@cartwright/retailers/catalog";
import { BulkBatch } from "@cartwright/schemas";
import pino from "pino";
import { openAddressOverrides } from "../addresses/address-override.ts";
import { offlineAddressCheck } from "../addresses/offline-address-check.ts";
import type { PlaceBulkDeps } from "../bulk/place-bulk-rows.ts";
import { DEMO_SHOP_URL, PRODUCT_URL, type TestApi } from "./test-api.ts";

/** A row that is accepted as it is. */
export const ROW = {
  url: PRODUCT_URL,
  quantity: "1",
  max_price: "20000",
  first_name: "Ada",
  last_name: "Quinn",
  address_line1: "123 Market Street",
  city: "San Francisco",
  state: "CA",
  postal_code: "94105",
  phone_number: "(415) 693-5505",
  country: "US",
};

/** What an API process places rows with, on the database of that API. */
export function placingDeps(api: TestApi, fakes: Partial<PlaceBulkDeps> = {}): PlaceBulkDeps {
  return {
    database: api.database,
    catalog: openCatalog({ demoShopUrl: DEMO_SHOP_URL }),
    addressCheck: offlineAddressCheck,
    addressOverrides: openAddressOverrides(() => readServiceSecret(api.database.pool, "address-override")),
    onNewRetailer: () => Promise.resolve(),
    announceOrder: (orderId) => {
      api.announced.push(orderId);
      return Promise.resolve();
    },
    log: pino({ level: "silent" }),
    stopping: new AbortController().signal,
    ...fakes,
  };
}

/** A new batch of those rows. */
export async function postBatch(api: TestApi, key: string, rows: readonly object[]): Promise<BulkBatch> {
  const answer = await api.send("POST", "/orders/bulk", { key, body: { rows } });
  if (answer.status !== 201) throw new Error(`the batch was answered with ${answer.status}: ${answer.text}`);
  return BulkBatch.parse(answer.body);
}
