import { readConfig } from "./config.ts";

const NEEDED = { DATABASE_URL: "postgres://localhost/orders", REDIS_URL: "redis://localhost" };

test("no local shop is reached where the world reaches the API over https, and it says why", () => {
  const local = { ...NEEDED, SHOPS_ALLOW_LOCAL: " 127.0.0.1:8080, Shop.lan:80 " };
  expect(() => readConfig({ ...local, PUBLIC_URL: "https://buy.example.com" })).toThrow(
    /SHOPS_ALLOW_LOCAL: is for development alone/,
  );
  expect(readConfig(local).SHOPS_ALLOW_LOCAL).toEqual(new Set(["127.0.0.1:8080", "shop.lan:80"]));
});

test("no local webhook receiver is reached there either", () => {
  const given = { ...NEEDED, WEBHOOKS_ALLOW_LOCAL: "127.0.0.1:8080", PUBLIC_URL: "https://buy.example.com" };
  expect(() => readConfig(given)).toThrow(/WEBHOOKS_ALLOW_LOCAL: is for development alone.*no local webhook receiver/);
});

test.each(["127.0.0.1", "http://127.0.0.1:80", "shop.lan:80/path"])("%j is no host with a port", (pair) => {
  expect(() => readConfig({ ...NEEDED, SHOPS_ALLOW_LOCAL: pair })).toThrow(/SHOPS_ALLOW_LOCAL: must be host:port/);
});

test("a browser says nothing of having no window, unless it is told to", () => {
  expect(readConfig(NEEDED).BROWSER_USER_AGENT).toBe("plain");
});
