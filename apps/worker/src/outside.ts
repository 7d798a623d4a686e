import { findDriver } from "@cartwright/retailers/drivers";
import { openBrowserPool } from "./browser/browser-pool.ts";
import type { Config } from "./config.ts";
import type { Outside } from "./surroundings.ts";

/** The real outside: Chromium, and the drivers of all retailers. */
export function openOutside(config: Config): Outside {
  const browsers = openBrowserPool({
    executablePath: config.CHROMIUM_PATH,
    unprivilegedUid: config.CHROMIUM_UID,
    allowLocal: config.SHOPS_ALLOW_LOCAL,
  });
  return { browsers, findDriver };
}
