import { Config, readConfig } from "./config.ts";

const NEEDED = { DATABASE_URL: "postgres://localhost/orders", REDIS_URL: "redis://localhost" };

it("needs a Postgres and a Redis, and has a default for the rest", () => {
  expect(readConfig(NEEDED)).toEqual({
    ...NEEDED,
    API_HOST: "127.0.0.1",
    API_PORT: 3000,
    ADMIN_USER: "admin",
    LOG_LEVEL: "info",
    QUEUE_PREFIX: "{orders}",
    DATABASE_POOL_SIZE: 10,
    SHOPS_POLICY: "listed",
    RATE_LIMIT_PER_KEY: 600,
    RATE_LIMIT_PER_IP: 1_200,
    SHOPS_ALLOW_LOCAL: new Set(),
    WEBHOOKS_ALLOW_LOCAL: new Set(),
  });
});

it("takes an empty variable as one that is not set", () => {
  const empty = Object.fromEntries(Object.keys(Config.shape).map((name) => [name, ""]));
  expect(readConfig({ ...empty, ...NEEDED })).toEqual(readConfig(NEEDED));
});

it("names every fault at once, and shows no value", () => {
  const read = () => readConfig({ DATABASE_URL: "mysql://secret", PUBLIC_URL: "ftp://x", ADMIN_PASSWORD: "short" });
  expect(read).toThrow(/DATABASE_URL[^]*REDIS_URL: is not set[^]*PUBLIC_URL[^]*ADMIN_PASSWORD/);
  expect(read).not.toThrow(/mysql|ftp:\/\/x|: short/);
});

it("takes orders for any public shop, or for local ones, only where it is told to", () => {
  expect(readConfig(NEEDED)).toMatchObject({ SHOPS_POLICY: "listed", SHOPS_ALLOW_LOCAL: new Set() });
  expect(
    readConfig({ ...NEEDED, SHOPS_POLICY: "any", SHOPS_ALLOW_LOCAL: "127.0.0.1:8080, Shop.lan:80" }),
  ).toMatchObject({ SHOPS_POLICY: "any", SHOPS_ALLOW_LOCAL: new Set(["127.0.0.1:8080", "shop.lan:80"]) });
  expect(() => readConfig({ ...NEEDED, SHOPS_POLICY: "all" })).toThrow(/SHOPS_POLICY/);
  expect(() => readConfig({ ...NEEDED, SHOPS_ALLOW_LOCAL: "localhost" })).toThrow(/SHOPS_ALLOW_LOCAL: .*host:port/);
});

it("does not start with local shops where the world reaches it over https", () => {
  const local = { ...NEEDED, SHOPS_ALLOW_LOCAL: "127.0.0.1:8080" };
  expect(() => readConfig({ ...local, PUBLIC_URL: "https://orders.example.com" })).toThrow(
    /SHOPS_ALLOW_LOCAL: .*development.*https PUBLIC_URL/,
  );
  expect(() => readConfig({ ...local, PUBLIC_URL: "http://127.0.0.1:3000" })).not.toThrow();
});
