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
