import { isIP } from "node:net";

/** A shop that orders may be placed with. Everything here is known without a browser: the API reads it too. */
export interface Retailer {
  id: string;
  name: string;
  /** A sandbox sells nothing: the only kind that test keys may order from, and live keys may not. */
  sandbox: boolean;
  /** `https://shop.example`, scheme and port included. */
  origins: readonly string[];
  isProductPage: (url: URL) => boolean;
}

export type RetailerCatalog = readonly Retailer[];

export interface CatalogOptions {
  /** Where the demo shop answers; without it there is no sandbox retailer. */
  demoShopUrl?: string | undefined;
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
  | "not_a_product_page";

const PRIVATE_SUFFIXES = [".localhost", ".local", ".internal", ".lan", ".home.arpa", ".test", ".example", ".invalid"];

const DEMO_PRODUCT_PATH = /^\/products\/[a-z0-9]+(?:-[a-z0-9]+)*\/?$/;

export function openCatalog(options: CatalogOptions): RetailerCatalog {
  if (options.demoShopUrl === undefined) return [];
  return [
    {
      id: "demo-shop",
      name: "Harbor & Pine (demo shop)",
      sandbox: true,
      origins: [new URL(options.demoShopUrl).origin],
      isProductPage: (url) => DEMO_PRODUCT_PATH.test(url.pathname),
    },
  ];
}

/** Which retailer a product URL belongs to, and the URL as it is kept: without fragment. */
export function findRetailer(catalog: RetailerCatalog, url: string): RetailerMatch {
  if (!URL.canParse(url)) return refuse("not_a_url", "must be an absolute http(s) URL of a product page");
  const parsed = new URL(url);
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") {
    return refuse("not_http", `must be an http(s) URL, not ${parsed.protocol}`);
  }
  if (parsed.username !== "" || parsed.password !== "") {
    return refuse("credentials_in_url", "must not hold a user name or password");
  }
  parsed.hash = "";
  const retailer = catalog.find((candidate) => candidate.origins.includes(parsed.origin));
  if (retailer === undefined) return refuseHost(parsed.hostname);
  if (!retailer.isProductPage(parsed)) {
    return refuse(
      "not_a_product_page",
      `must lead to one product of ${retailer.name}, not to a search, list or other page`,
    );
  }
  return { ok: true, retailer, productUrl: parsed.href };
}

// The host is judged as the URL parser wrote it: 0x7f.1 and 2130706433 have become 127.0.0.1 by then.
function refuseHost(hostname: string): RetailerMatch {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (isIP(host) !== 0) return refuse("ip_literal", "must name a shop's host, not an IP address");
  if (!host.includes(".") || PRIVATE_SUFFIXES.some((suffix) => host.endsWith(suffix))) {
    return refuse("private_host", `${host} is not a public host name`);
  }
  return refuse("unknown_retailer", `${host} is not a supported retailer`);
}

function refuse(reason: UrlRefusal, message: string): RetailerMatch {
  return { ok: false, reason, message };
}
