import { findRetailer, findShopOf, openCatalog } from "./catalog.ts";

const catalog = openCatalog({ demoShopUrl: "http://127.0.0.1:3001" });

function reasonOf(url: string): string {
  const match = findRetailer(catalog, url);
  return match.ok ? match.retailer.id : match.reason;
}

test.each(["http://127.0.0.1:3001/products/desk", "http://127.0.0.1:3001/products/desk/?ref=mail#top"])(
  "%s is a product of the demo shop",
  (url) => {
    expect(reasonOf(url)).toBe("demo-shop");
  },
);

test("the fragment is not kept", () => {
  const match = findRetailer(catalog, "http://127.0.0.1:3001/products/desk?a=1#reviews");
  expect(match).toMatchObject({ ok: true, productUrl: "http://127.0.0.1:3001/products/desk?a=1" });
});

test.each([
  ["desk", "not_a_url"],
  ["", "not_a_url"],
  ["//shop.com/products/desk", "not_a_url"],
  ["javascript:alert(1)", "not_http"],
  ["file:///etc/passwd", "not_http"],
  ["ftp://shop.com/products/desk", "not_http"],
  ["http://user:secret@127.0.0.1:3001/products/desk", "credentials_in_url"],
  ["http://127.0.0.1:3002/products/desk", "ip_literal"],
  ["https://127.0.0.1:3001/products/desk", "ip_literal"],
  ["http://2130706433/products/desk", "ip_literal"],
  ["http://0x7f.1/products/desk", "ip_literal"],
  ["http://0177.0.0.1/products/desk", "ip_literal"],
  ["http://[::1]/products/desk", "ip_literal"],
  ["http://[::ffff:10.0.0.1]/products/desk", "ip_literal"],
  ["http://10.0.0.1/products/desk", "ip_literal"],
  ["http://localhost:3001/products/desk", "private_host"],
  ["http://intranet/products/desk", "private_host"],
  ["http://db.internal/products/desk", "private_host"],
  ["http://localhost./products/desk", "private_host"],
  ["https://shop.com/products/desk", "unknown_retailer"],
  ["http://127.0.0.1:3001/search?q=desk", "not_a_product_page"],
  ["http://127.0.0.1:3001/", "not_a_product_page"],
  ["http://127.0.0.1:3001/products/", "not_a_product_page"],
  ["http://127.0.0.1:3001/products/../cart", "not_a_product_page"],
])("%s is refused as %s", (url, reason) => {
  expect(reasonOf(url)).toBe(reason);
});

test("without a demo shop there is nothing to order from", () => {
  expect(findRetailer(openCatalog({}), "http://127.0.0.1:3001/products/desk")).toMatchObject({ ok: false });
});

test("whose a page is can be asked of any page: a front page is refused for an order, and is its shop's", () => {
  const front = "https://shop.com/";
  const any = openCatalog({ policy: "any" });
  expect(findRetailer(any, front)).toMatchObject({ ok: false, reason: "not_a_product_page" });
  expect(findShopOf(any, front)).toMatchObject({ ok: true, retailer: { id: "shop.com" } });
});
