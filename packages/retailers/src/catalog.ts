import { localAddressOf, parseUrl, type RetailerDriverName, type RetailerSettings } from "@cartwright/schemas";
import { isProductAddress } from "./catalog-pages.ts";
import { hostFault, hostOf, originsOf } from "./catalog-hosts.ts";

export { hostFault, hostOf, originsOf } from "./catalog-hosts.ts";
export { findProfile } from "./profiles/list.ts";

/** Which shops orders are taken for: only those that somebody listed, or any on the public internet. */
export const SHOPS_POLICIES = ["listed", "any"] as const;
export type ShopsPolicy = (typeof SHOPS_POLICIES)[number];

/** A shop that orders may be placed with. Everything here is known without a browser: the API reads it too. */
export interface Retailer {
  id: string;
  name: string;
  /** A sandbox sells nothing: the only kind that test keys may order from, and live keys may not. */
  sandbox: boolean;
  /** `https://shop.example`, scheme and port included. */
  origins: readonly string[];
  isProductPage: (url: URL) => boolean;
  driver: "demo-shop" | RetailerDriverName;
  /** Undefined: nobody has set anything. */
  settings: RetailerSettings | undefined;
  /** The name of a profile: the shop platform that a worker recognised there. */
  platform: string | undefined;
  isDisabled: boolean;
  /** False: a shop that no order has come for yet. It has to be registered with the order. */
  isRegistered: boolean;
}

/** A retailer as the database knows it. */
export interface ListedRetailer {
  id: string;
  name: string | null;
  driver: RetailerDriverName;
  settings: RetailerSettings;
  platform: string | null;
  origins: readonly string[];
  disabledAt: Date | null;
}

export interface RetailerCatalog {
  policy: ShopsPolicy;
  allowLocal: ReadonlySet<string>;
  /** All that are known by name, right now. */
  retailers: () => Retailer[];
}

export interface CatalogOptions {
  /** Where the demo shop answers; without it there is no sandbox retailer. */
  demoShopUrl?: string | undefined;
  /** Default: listed. */
  policy?: ShopsPolicy;
  /** `host:port`s that may be ordered from although they are not public. */
  allowLocal?: ReadonlySet<string>;
  /** What the database knows, as of now. */
  listed?: () => readonly ListedRetailer[];
}

export type RetailerMatch =
  | { ok: true; retailer: Retailer; productUrl: string }
  | { ok: false; reason: UrlRefusal; message: string };

export type UrlRefusal =
  | "not_a_url"
  | "not_http"
  | "credentials_in_url"
  | "ip_literal"
  | "private_host"
  | "unknown_retailer"
  | "retailer_disabled"
  | "not_a_product_page";

const DEMO_PRODUCT_PATH = /^\/products\/[a-z0-9]+(?:-[a-z0-9]+)*\/?$/;

export function openCatalog(options: CatalogOptions): RetailerCatalog {
  const own = options.demoShopUrl === undefined ? [] : [demoShopAt(options.demoShopUrl)];
  return {
    policy: options.policy ?? "listed",
    allowLocal: options.allowLocal ?? new Set(),
    retailers: () => [...own, ...(options.listed?.() ?? []).map(toRetailer)],
  };
}

/** Which retailer a product URL belongs to, and the URL as it is kept: without fragment. */
export function findRetailer(catalog: RetailerCatalog, url: string): RetailerMatch {
  const read = readShopUrl(url);
  if (!read.ok) return read;
  const found = findShop(catalog, read.url);
  if (!found.ok) return found;
  const { retailer } = found;
  if (retailer.isDisabled) {
    return refuse("retailer_disabled", `${retailer.name} is disabled: its operator takes no orders for it right now`);
  }
  if (!retailer.isProductPage(read.url)) {
    return refuse(
      "not_a_product_page",
      `must lead to one product of ${retailer.name}, not to a search, list or other page`,
    );
  }
  return { ok: true, retailer, productUrl: read.url.href };
}

/** The shop that a URL is of, whatever page of it: disabled ones and front pages too. */
export function findShopOf(
  catalog: RetailerCatalog,
  url: string,
): { ok: true; retailer: Retailer } | Extract<RetailerMatch, { ok: false }> {
  const read = readShopUrl(url);
  return read.ok ? findShop(catalog, read.url) : read;
}

function readShopUrl(url: string): { ok: true; url: URL } | Extract<RetailerMatch, { ok: false }> {
  const parsed = parseUrl(url);
  if (parsed === undefined) return refuse("not_a_url", "must be an absolute http(s) URL of a product page");
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") {
    return refuse("not_http", `must be an http(s) URL, not ${parsed.protocol}`);
  }
  if (parsed.username !== "" || parsed.password !== "") {
    return refuse("credentials_in_url", "must not hold a user name or password");
  }
  parsed.hash = "";
  return { ok: true, url: parsed };
}

function findShop(
  catalog: RetailerCatalog,
  url: URL,
): { ok: true; retailer: Retailer } | Extract<RetailerMatch, { ok: false }> {
  const known = catalog.retailers();
  const exact = known.find((candidate) => candidate.origins.includes(url.origin));
  // The demo shop's address is this program's own configuration; what was registered is checked like any other.
  if (exact?.driver === "demo-shop") return { ok: true, retailer: exact };

  const isLocal = catalog.allowLocal.has(localAddressOf(url));
  const fault = isLocal ? undefined : hostFault(url.hostname);
  if (fault !== undefined) return refuse(fault.reason, fault.message);
  if (exact !== undefined) return { ok: true, retailer: exact };
  if (catalog.policy === "listed") return refuse("unknown_retailer", `${hostOf(url)} is not a supported retailer`);
  return { ok: true, retailer: anyShop(known, url) };
}

/** A shop that is known by another of its origins, or one that nobody has listed. */
function anyShop(known: readonly Retailer[], url: URL): Retailer {
  const id = hostOf(url);
  const origins = originsOf(url);
  const relative =
    known.find((candidate) => candidate.origins.some((origin) => origins.includes(origin))) ??
    known.find((candidate) => candidate.id === id);
  if (relative !== undefined && relative.driver !== "demo-shop") return { ...relative, isRegistered: false };
  return {
    id,
    name: id,
    sandbox: false,
    origins,
    isProductPage: isProductAddress,
    driver: "storefront",
    settings: undefined,
    platform: undefined,
    isDisabled: false,
    isRegistered: false,
  };
}

function toRetailer(listed: ListedRetailer): Retailer {
  return {
    id: listed.id,
    name: listed.name ?? listed.id,
    sandbox: false,
    origins: listed.origins,
    isProductPage: isProductAddress,
    driver: listed.driver,
    settings: listed.settings,
    platform: listed.platform ?? undefined,
    isDisabled: listed.disabledAt !== null,
    isRegistered: true,
  };
}

function demoShopAt(url: string): Retailer {
  return {
    id: "demo-shop",
    name: "Harbor & Pine (demo shop)",
    sandbox: true,
    origins: [new URL(url).origin],
    isProductPage: (page) => DEMO_PRODUCT_PATH.test(page.pathname),
    driver: "demo-shop",
    settings: undefined,
    platform: undefined,
    isDisabled: false,
    isRegistered: true,
  };
}

function refuse(reason: UrlRefusal, message: string): Extract<RetailerMatch, { ok: false }> {
  return { ok: false, reason, message };
}
