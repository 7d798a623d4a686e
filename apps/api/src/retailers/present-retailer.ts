import {
  findProfile,
  findRetailer,
  findShopOf,
  type Retailer,
  type RetailerCatalog,
} from "@cartwright/retailers/catalog";
import { type KeyMode, parseUrl, type ProblemCode } from "@cartwright/schemas";
import type { Coverage, Retailer as ShownRetailer, RetailerCheck, RetailerSupport } from "./retailer-answers.ts";

const SUPPORT_DETAIL: Record<RetailerSupport, string> = {
  verified: "Orders are placed there by this project's own tests. Go ahead.",
  observed: "Registered, or ordered from before: orders are taken, and each is checked on its way.",
  untested:
    "Never seen. Orders are taken: the storefront engine tries, and fails with a reason, before anything is bought, where it cannot go on.",
  unsupported: "No orders are taken for it.",
};

/** One retailer, as the list shows it. */
export function presentRetailer(retailer: Retailer): ShownRetailer {
  return {
    retailer: retailer.id,
    display_name: retailer.name,
    base_url: retailer.origins[0] ?? null,
    no_account_needed: true,
    use_your_account: true,
    supported_countries: ["US"],
    support: supportOf(retailer),
    sandbox: retailer.sandbox,
    driver: retailer.driver,
    profile: profileOf(retailer),
    disabled: retailer.isDisabled,
  };
}

/** What the list is and is not, for clients that take it for all there is. */
export function presentCoverage({ policy }: RetailerCatalog): Coverage {
  const summary =
    policy === "any"
      ? "Orders are taken for every public shop, listed or not: ask GET /retailers/check."
      : "Orders are taken for the listed retailers alone.";
  return { policy: policy === "any" ? "open" : "listed", summary };
}

/** Whether a URL can be ordered from and shipped to a country, and what is known of its shop. */
export function presentCheck(catalog: RetailerCatalog, mode: KeyMode, url: string, country: string): RetailerCheck {
  const shop = findShopOf(catalog, url);
  const retailer = shop.ok ? shop.retailer : undefined;
  const refusal = findRefusal(catalog, mode, url, country);
  const support: RetailerSupport =
    refusal === undefined && retailer !== undefined ? supportOf(retailer) : "unsupported";
  return {
    url,
    domain: parseUrl(url)?.hostname ?? null,
    orderable: refusal === undefined,
    support,
    support_detail: SUPPORT_DETAIL[support],
    unsupported_reason: refusal?.code ?? null,
    retailer:
      retailer === undefined
        ? null
        : { retailer: retailer.id, brand: retailer.id, display_name: retailer.name, country: "US" },
    platform: retailer?.platform ?? null,
    driver: retailer?.driver ?? null,
    profile: retailer === undefined ? null : profileOf(retailer),
    checkout: retailer === undefined ? null : { guest_checkout: true, use_your_account: true },
    ships_to: ["US"],
    evidence: null,
    how_to_order:
      refusal === undefined
        ? "POST /orders with this URL in products[0].url, a US shipping_address and a max_price in cents."
        : `Do not order: the URL ${refusal.message}.`,
  };
}

function supportOf(retailer: Retailer): RetailerSupport {
  if (retailer.driver === "demo-shop" || findProfile(retailer)?.verified === true) return "verified";
  return retailer.isRegistered ? "observed" : "untested";
}

function profileOf(retailer: Retailer): { name: string; verified: boolean } | null {
  const profile = findProfile(retailer);
  return profile === undefined ? null : { name: profile.name, verified: profile.verified };
}

/** What `POST /orders` would refuse the URL with; undefined: nothing. */
function findRefusal(
  catalog: RetailerCatalog,
  mode: KeyMode,
  url: string,
  country: string,
): { code: ProblemCode; message: string } | undefined {
  const match = findRetailer(catalog, url);
  if (!match.ok) {
    const isShops = match.reason === "unknown_retailer" || match.reason === "retailer_disabled";
    return { code: isShops ? "unsupported_retailer" : "validation_error", message: match.message };
  }
  const { sandbox, name } = match.retailer;
  if (sandbox !== (mode === "test")) {
    const which = sandbox
      ? "a sandbox: it takes orders of test keys only"
      : "no sandbox, and a test key orders from those";
    return { code: "unsupported_retailer", message: `is of ${name}, ${which}` };
  }
  if (country === "US") return undefined;
  return { code: "unsupported_country", message: "can be ordered from, but orders ship to the United States only" };
}
