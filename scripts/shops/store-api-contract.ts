import type { HttpDriver } from "@cartwright/retailers/driver";
import { openMedusaDriver } from "@cartwright/retailers/medusa/driver";
import { CONTRACT, type ContractShop, runClause } from "@cartwright/retailers/testing/driver-contract";
import { honestCasesOf } from "@cartwright/retailers/testing/store-api-cases";
import { VENDURE_HAS_NO } from "@cartwright/retailers/vendure/testing/contract-shop";
import { openVendureDriver } from "@cartwright/retailers/vendure/driver";
import { RetailerSettings } from "@cartwright/schemas";
import { openShopHttpPool } from "../../apps/worker/src/shop-http/shop-http.ts";
import { openContractRunner } from "../../apps/worker/src/testing/try-driver.ts";
import type { Steps } from "../terminal/steps.ts";
import { openForgetfulProxy } from "./forgetful-proxy.ts";
import type { StoreApiShop } from "./shop-server.ts";

export type StoreApiName = "medusa" | "vendure";

const DRIVERS = { medusa: openMedusaDriver, vendure: openVendureDriver };
/** The one request that buys, as the real server is sent it. */
const IS_PURCHASE: Record<StoreApiName, (path: string, body: string) => boolean> = {
  medusa: (path) => path.endsWith("/complete"),
  vendure: (_, body) => body.includes('"operationName":"Pay"'),
};

/** Runs the driver contract against a real server. Answers how many of its clauses do not hold. */
export const runStoreApiContract = async (name: StoreApiName, shop: StoreApiShop, steps: Steps): Promise<number> => {
  const forgetful = await openForgetfulProxy(shop.url, IS_PURCHASE[name]);
  const allowLocal = new Set([shop.url, forgetful.url].map((url) => new URL(url).host));
  const runner = openContractRunner({ shopHttp: openShopHttpPool({ allowLocal }) });
  const contractShop = toContractShop(name, shop, forgetful.url);
  let failed = 0;
  for (const clause of CONTRACT) {
    try {
      await steps.step(
        clause.guarantee,
        () => runClause(clause, contractShop, runner),
        (skipped) => (skipped === undefined ? "" : `not here: ${skipped}`),
      );
    } catch (error) {
      failed += 1;
      steps.note(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
  if (forgetful.lost() === 0) {
    failed += 1;
    steps.note("No answer was lost: the clause about lost answers showed nothing.");
  }
  await forgetful.close();
  return failed;
};

const toContractShop = (name: StoreApiName, shop: StoreApiShop, forgetfulUrl: string): ContractShop => {
  const driver = (api: Record<string, string>): HttpDriver =>
    DRIVERS[name]({ retailer: name, settings: RetailerSettings.parse({ api }) });
  const { settings, decliningSettings, account, products } = shop;
  const urlOf = (handle: string): string => new URL(handle, products.ordinary).href;
  const cases = honestCasesOf({
    urlOf,
    driver: driver(settings.api),
    decliningDriver: driver(decliningSettings.api),
    account,
  });
  const lost = { driver: driver({ ...settings.api, api_url: forgetfulUrl }), item: requireItem(cases.ordinary) };
  const selling = driver(settings.api);
  const scarce = {
    driver: sellingOutBefore(selling, shop.sellOut),
    item: { url: products.scarce, quantity: 1, variant: null },
  };
  const late = name === "vendure" ? VENDURE_HAS_NO.sold_out_at_last : scarce;
  return {
    cases: { ...cases, lost_answer: lost, sold_out_at_last: late },
    orders: () => shop.orders(),
    close: () => shop.close(),
  };
};

/** A driver whose purchase is sent the moment after the shop has sold the last of it. */
const sellingOutBefore = (driver: HttpDriver, sellOut: () => Promise<void>): HttpDriver => ({
  ...driver,
  begin: (session) => {
    const run = driver.begin(session);
    const pressBuy = async (): Promise<void> => {
      await sellOut();
      await run.pressBuy();
    };
    return { ...run, pressBuy };
  },
});

const requireItem = (ordinary: ContractShop["cases"]["ordinary"]) => {
  if ("skipped" in ordinary) throw new Error(ordinary.skipped);
  return ordinary.item;
};
