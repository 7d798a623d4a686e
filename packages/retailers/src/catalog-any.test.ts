import { RetailerSettings } from "@cartwright/schemas";
import { type CatalogOptions, findRetailer, type ListedRetailer, openCatalog, type RetailerMatch } from "./catalog.ts";

const DEMO_SHOP = "http://127.0.0.1:3001";
const settings = RetailerSettings.parse({});

const listed = (given: Partial<ListedRetailer> & Pick<ListedRetailer, "id" | "origins">): ListedRetailer => ({
  name: null,
  driver: "storefront",
  settings,
  platform: null,
  disabledAt: null,
  ...given,
});

const find = (url: string, options: CatalogOptions = { policy: "any" }): RetailerMatch =>
  findRetailer(openCatalog({ demoShopUrl: DEMO_SHOP, ...options }), url);

const reasonOf = (match: RetailerMatch): string => (match.ok ? match.retailer.id : match.reason);

test.each([
  ["https://shop.com/p/mug", "shop.com"],
  ["https://www.shop.com/p/mug", "shop.com"],
  ["HTTP://WWW.Shop.COM:80/p/mug", "shop.com"],
  ["https://shop.com:8443/p/mug", "shop.com:8443"],
  ["https://eu.shop.co.uk/p/mug", "eu.shop.co.uk"],
  ["https://www.com/p/mug", "www.com"],
  ["https://bücher.de/p/mug", "xn--bcher-kva.de"],
])("under any, %s is of the retailer %s", (url, id) => {
  expect(reasonOf(find(url))).toBe(id);
});

test("a shop that nobody has listed answers at both schemes with and without www, is bought from by the engine, and no sandbox", () => {
  expect(find("http://www.shop.com/p/mug")).toMatchObject({
    ok: true,
    retailer: {
      origins: ["https://shop.com", "http://shop.com", "https://www.shop.com", "http://www.shop.com"],
      driver: "storefront",
      sandbox: false,
      isRegistered: false,
    },
  });
});

test.each([
  "https://shop.com/mug.html",
  "https://shop.com/products/mug?variant=7",
  "https://shop.com/collections/all/products/mug",
  "https://shop.com/index.php?route=product/product&product_id=42",
  "https://shop.com/index.php?main_page=product_info&products_id=3",
  "https://shop.com/?product=red-mug",
  "https://shop.com/en-us/mug",
  "https://shop.com/account-book",
])("under any, %s may be a product's page", (url) => {
  expect(find(url)).toMatchObject({ ok: true, productUrl: url });
});

test.each([
  "https://shop.com",
  "https://shop.com/?ref=mail",
  "https://shop.com/en-us/",
  "https://shop.com/cart",
  "https://shop.com/Cart/",
  "https://shop.com/en/checkout/shipping",
  "https://shop.com/account/orders",
  "https://shop.com/search?q=mug",
  "https://shop.com/index.php?route=checkout/cart",
  "https://shop.com/index.php?main_page=shopping_cart",
])("under any, %s is no product's page", (url) => {
  expect(reasonOf(find(url))).toBe("not_a_product_page");
});

test.each([
  ["http://10.0.0.1/p/mug", "ip_literal"],
  ["http://93.184.216.34/p/mug", "ip_literal"],
  ["http://0x7f.1/p/mug", "ip_literal"],
  ["http://[::1]/p/mug", "ip_literal"],
  ["http://127.0.0.1:3002/p/mug", "ip_literal"],
  ["http://localhost:8080/p/mug", "private_host"],
  ["http://nas/p/mug", "private_host"],
  ["http://shop.internal/p/mug", "private_host"],
  ["http://shop.local./p/mug", "private_host"],
  ["http://1.0.0.10.in-addr.arpa/p/mug", "private_host"],
  ["https://shop.com./p/mug", "unknown_retailer"],
])("under any, %s is refused all the same: %s", (url, reason) => {
  expect(reasonOf(find(url))).toBe(reason);
});

test("a local shop is ordered from under any where its host and port are allowed, and no other port of it", () => {
  const options = { policy: "any" as const, allowLocal: new Set(["127.0.0.1:8080", "shop.lan:80"]) };
  expect(reasonOf(find("http://127.0.0.1:8080/p/mug", options))).toBe("127.0.0.1:8080");
  expect(reasonOf(find("http://shop.lan/p/mug", options))).toBe("shop.lan");
  expect(reasonOf(find("https://shop.lan/p/mug", options))).toBe("private_host");
  expect(reasonOf(find("http://127.0.0.1:8081/p/mug", options))).toBe("ip_literal");
  expect(reasonOf(find("http://127.0.0.1:8080/p/mug", { ...options, policy: "listed" }))).toBe("unknown_retailer");
});

test("under listed, only what is registered is ordered from, at the very origins that were registered", () => {
  const options = { listed: () => [listed({ id: "mugs", origins: ["https://shop.com"] })] };
  expect(reasonOf(find("https://shop.com/p/mug", options))).toBe("mugs");
  expect(reasonOf(find("https://www.shop.com/p/mug", options))).toBe("unknown_retailer");
  expect(reasonOf(find("https://other.com/p/mug", options))).toBe("unknown_retailer");
});

test("under any, a shop that is registered under one of its addresses is the same shop under the others", () => {
  const options = { policy: "any" as const, listed: () => [listed({ id: "mugs", origins: ["https://shop.com"] })] };
  expect(find("https://shop.com/p/mug", options)).toMatchObject({ retailer: { id: "mugs", isRegistered: true } });
  expect(find("http://www.shop.com/p/mug", options)).toMatchObject({ retailer: { id: "mugs", isRegistered: false } });
});

test("a registered retailer at a private address is ordered from only where that is allowed", () => {
  const local = { listed: () => [listed({ id: "mugs", origins: ["http://127.0.0.1:8080"] })] };
  expect(reasonOf(find("http://127.0.0.1:8080/p/mug", local))).toBe("ip_literal");
  expect(reasonOf(find("http://127.0.0.1:8080/p/mug", { ...local, allowLocal: new Set(["127.0.0.1:8080"]) }))).toBe(
    "mugs",
  );
});

test.each(["any", "listed"] as const)("under %s, a disabled retailer is refused under all its addresses", (policy) => {
  const retailer = listed({ id: "mugs", name: "Mugs", origins: ["https://shop.com"], disabledAt: new Date(0) });
  const options = { policy, listed: () => [retailer] };
  expect(find("https://shop.com/p/mug", options)).toMatchObject({ reason: "retailer_disabled" });
  expect(find("https://www.shop.com/p/mug", options).ok).toBe(false);
});

test("what the database lists is asked for each time", () => {
  const known: ListedRetailer[] = [];
  const catalog = openCatalog({ listed: () => known });
  expect(findRetailer(catalog, "https://shop.com/p/mug")).toMatchObject({ reason: "unknown_retailer" });
  known.push(listed({ id: "mugs", origins: ["https://shop.com"] }));
  expect(findRetailer(catalog, "https://shop.com/p/mug")).toMatchObject({ ok: true, retailer: { id: "mugs" } });
});

test("the demo shop stays the sandbox, whatever else is known", () => {
  const taken = listed({ id: "mine", origins: [DEMO_SHOP] });
  expect(find(`${DEMO_SHOP}/products/desk`, { policy: "any", listed: () => [taken] })).toMatchObject({
    retailer: { id: "demo-shop", sandbox: true },
  });
});
