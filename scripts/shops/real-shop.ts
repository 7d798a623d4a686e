import {
  createApiKey,
  ensureAccount,
  findApiKey,
  openDatabase,
  registerRetailer,
  type RetailerRegistration,
} from "@cartwright/db";
import type { Variant } from "@cartwright/schemas";
import { hashApiKey, hintOf, KEY_SCOPES, newApiKey } from "../../apps/api/src/accounts/api-key.ts";
import { clockSince } from "../demo/describe-order.ts";
import { followOrder, placeOrder } from "../demo/demo-order.ts";
import { keepAlive } from "../stack/keep-alive.ts";
import type { Run } from "../stack/run.ts";
import { type Stack, startStack } from "../stack/start-stack.ts";
import type { Steps } from "../terminal/steps.ts";
import { runStoreApiContract, type StoreApiName } from "./store-api-contract.ts";
import { openEverShop } from "./evershop/open-evershop.ts";
import { openMedusa } from "./medusa/open-medusa.ts";
import { openVendure } from "./vendure/open-vendure.ts";

export interface RealShopOptions {
  useProfiles: boolean;
  /** Leaves all of it running. */
  keep: boolean;
  /** Of the shops with a store API: runs the whole driver contract against the server, and no order through ours. */
  contract: boolean;
}

export const REAL_SHOPS = ["evershop", "medusa", "vendure"] as const;
export type RealShopName = (typeof REAL_SHOPS)[number];

interface OpenShop {
  url: string;
  productUrl: string;
  variant: Variant[];
  registration: RetailerRegistration | undefined;
  /** The order numbers that stand in the shop's own database. */
  orderNumbers: () => Promise<string[]>;
}

/** Opens a real shop, buys in it through our own public API, and asks the shop's database whether it has the order. */
export const runRealShop = async (
  run: Run,
  steps: Steps,
  name: RealShopName,
  options: RealShopOptions,
): Promise<number> => {
  if (options.contract && name !== "evershop") return await runContract(run, steps, name);
  const shop = await openShop(run, steps, name);
  process.env["SHOPS_ALLOW_LOCAL"] = new URL(shop.url).host;
  process.env["SHOPS_POLICY"] = "any";
  process.env["STOREFRONT_PROFILES"] = options.useProfiles ? "on" : "off";
  const stack = await startStack(run, steps);
  const fault = await buyFrom(shop, await withLiveKey(stack, shop), steps);
  if (fault !== undefined) steps.note(fault);
  if (options.keep) {
    steps.note(`Still running, until Ctrl-C: the shop at ${shop.url}, the API at ${stack.api}.`);
    keepAlive(run, steps);
    await run.stopRequested;
  }
  return fault === undefined ? 0 : 1;
};

const runContract = async (run: Run, steps: Steps, name: StoreApiName): Promise<number> => {
  const open = name === "medusa" ? openMedusa : openVendure;
  const failed = await runStoreApiContract(name, await open({ run, steps }), steps);
  steps.note(failed === 0 ? "Every clause holds." : `${failed} clauses do not hold.`);
  return failed === 0 ? 0 : 1;
};

const openShop = async (run: Run, steps: Steps, name: RealShopName): Promise<OpenShop> => {
  if (name === "evershop") return await openEverShopFor(run, steps);
  const open = name === "medusa" ? openMedusa : openVendure;
  const shop = await open({ run, steps });
  return {
    url: shop.url,
    productUrl: shop.products.ordinary,
    variant: [],
    registration: { id: name, name, driver: name, settings: shop.settings, origins: [new URL(shop.url).origin] },
    orderNumbers: async () => (await shop.orders()).map(({ number }) => number),
  };
};

const openEverShopFor = async (run: Run, steps: Steps): Promise<OpenShop> => {
  const shop = await openEverShop({ run, steps });
  const product = shop.products.find(({ color, inStock }) => color !== null && inStock);
  if (product === undefined) throw new Error("EverShop has no product with a color in stock.");
  return {
    url: shop.url,
    productUrl: product.url,
    variant: [{ label: "Color", value: product.color ?? "" }],
    registration: undefined,
    orderNumbers: async () => (await shop.ordersInDatabase()).map(({ order_number: number }) => number),
  };
};

/** Real shops take orders of live keys only. What has to be known of the shop is registered on the way. */
const withLiveKey = async (stack: Stack, { registration }: OpenShop): Promise<Stack> => {
  const { db, pool, close } = openDatabase({
    url: stack.database_url,
    poolSize: 1,
    lockTimeoutMs: 5_000,
    statementTimeoutMs: 10_000,
    applicationName: "cartwright-shops",
    onError: () => undefined,
  });
  try {
    if (registration !== undefined) await registerRetailer(pool, registration);
    const account = await ensureAccount(db, "Development");
    const key = newApiKey("live");
    if ((await findApiKey(db, hashApiKey(key))) === undefined) {
      const made = { accountId: account.id, sha256: hashApiKey(key), hint: hintOf(key), scopes: [...KEY_SCOPES] };
      await createApiKey(db, { ...made, mode: "live" });
    }
    return { ...stack, api_key: key };
  } finally {
    await close();
  }
};

/** Undefined when one order was placed and the shop's database has it once; else what went wrong. */
const buyFrom = async (shop: OpenShop, stack: Stack, steps: Steps): Promise<string | undefined> => {
  const startedAt = Date.now();
  const before = await shop.orderNumbers();
  const accepted = await placeOrder(stack, shop.productUrl, shop.variant);
  steps.note(`\nOrdered ${shop.productUrl} as ${accepted.number}:`);
  const order = await followOrder(stack, accepted, ({ type, label, occurred_at }) => {
    steps.note(`  ${clockSince(startedAt, Date.parse(occurred_at))}  ${type.padEnd(20)}  ${label}`);
  });
  if (order.status !== "order_placed") return `Not placed: ${JSON.stringify(order.job_result, null, 2)}`;
  const stored = (await shop.orderNumbers()).filter((number) => !before.includes(number));
  const [only] = order.merchant_order_ids;
  if (stored.length !== 1 || stored[0] !== only) {
    return `We know it as ${only ?? "nothing"}, and the shop's database has ${stored.join(", ") || "no order"}.`;
  }
  steps.note(`\nThe shop's own database has it once, as ${only}.`);
  return undefined;
};
