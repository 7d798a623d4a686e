import { demoShopDriver } from "@cartwright/retailers/demo-shop/driver";
import type { RetailerDriver } from "@cartwright/retailers/driver";
import { ALL_PROFILES } from "@cartwright/retailers/profiles";
import { openStorefrontDriver } from "@cartwright/retailers/storefront/driver";
import { type ContractCase, describeDriverContract } from "@cartwright/retailers/testing/driver-contract";
import { RetailerSettings } from "@cartwright/schemas";
import { requireChromiumPath } from "@cartwright/testing";
import { openBrowserPool } from "./browser/browser-pool.ts";
import { openShopHttpPool } from "./shop-http/shop-http.ts";
import { openDemoContractShop } from "./testing/demo-contract-shop.ts";
import { openContractRunner } from "./testing/try-driver.ts";

const allowLocal = new Set<string>();
const browsers = openBrowserPool({ executablePath: requireChromiumPath(), unprivilegedUid: 65_534, allowLocal });
const runner = openContractRunner({ browsers, shopHttp: openShopHttpPool({ allowLocal }) });

afterAll(() => browsers.close());

function describeBrowserDriver(
  name: string,
  driver: RetailerDriver,
  skipped: Partial<Record<ContractCase, string>>,
): void {
  const open = async () => {
    const shop = await openDemoContractShop(driver, skipped);
    for (const host of shop.hosts) allowLocal.add(host);
    return shop;
  };
  describeDriverContract(name, skipped, open, runner);
}

const settings = RetailerSettings.parse({});
const engine = (profiles: typeof ALL_PROFILES) => openStorefrontDriver({ retailer: "contract", settings, profiles });
const inDoubt = "without a profile no refusal of the purchase is proven: it is in doubt";

describeBrowserDriver("the demo shop by its own driver", demoShopDriver, {
  login_failed: "it buys as a guest",
});
describeBrowserDriver("the demo shop by the engine and its profile", engine(ALL_PROFILES), {});
describeBrowserDriver("the demo shop by the engine alone", engine([]), {
  declined: inDoubt,
  sold_out_at_last: inDoubt,
});
