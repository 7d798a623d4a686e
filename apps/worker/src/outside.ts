import { findOwnDriver, openDriver } from "@cartwright/retailers/drivers";
import { openBrowserPool } from "./browser/browser-pool.ts";
import type { Config } from "./config.ts";
import { openShopHttpPool } from "./shop-http/shop-http.ts";
import { readCardFile } from "./supervision/read-card-file.ts";
import type { Outside } from "./surroundings.ts";

/** The real outside: Chromium, the stores' APIs, and the drivers of all retailers. Throws CannotStart for a card that cannot be read. */
export function openOutside(config: Config): Outside {
  const browsers = openBrowserPool({
    executablePath: config.CHROMIUM_PATH,
    unprivilegedUid: config.CHROMIUM_UID,
    allowLocal: config.SHOPS_ALLOW_LOCAL,
    userAgent: config.BROWSER_USER_AGENT,
  });
  const options = {
    useProfiles: config.STOREFRONT_PROFILES === "on",
    card: config.CARD_FILE === undefined ? undefined : readCardFile(config.CARD_FILE),
  };
  return {
    browsers,
    shopHttp: openShopHttpPool({ allowLocal: config.SHOPS_ALLOW_LOCAL }),
    openDriver: async (retailer, registry) => {
      const own = findOwnDriver(retailer);
      if (own !== undefined) return own;
      const registered = await registry.find(retailer);
      if (registered === undefined) return undefined;
      const onPlatform = (platform: string): void => {
        if (registered.platform !== platform) registry.notePlatform(retailer, platform);
      };
      return openDriver(registered, { ...options, onPlatform });
    },
  };
}
