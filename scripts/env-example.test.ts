import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Config as ApiConfig, readConfig as readApiConfig } from "../apps/api/src/config.ts";
import { Config as ShopConfig, readConfig as readShopConfig } from "../apps/demo-shop/src/config.ts";
import { Config as WorkerConfig, readConfig as readWorkerConfig } from "../apps/worker/src/config.ts";

const LINES = readFileSync(join(__dirname, "..", ".env.example"), "utf8").split("\n");
const EXAMPLE = Object.fromEntries(
  LINES.flatMap((line) => {
    const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  }),
);
/** What an app cannot do without, and the example can only show the form of. */
const REQUIRED = { DATABASE_URL: EXAMPLE["DATABASE_URL"], REDIS_URL: EXAMPLE["REDIS_URL"] };

test(".env.example names every variable of every app, and no other", () => {
  const known = [ApiConfig, WorkerConfig, ShopConfig].flatMap((schema) => Object.keys(schema.shape));
  expect(Object.keys(EXAMPLE).sort()).toEqual([...new Set(known)].sort());
});

test.each([
  ["the API", readApiConfig],
  ["the worker", readWorkerConfig],
  ["the demo shop", readShopConfig],
])("for %s, .env.example says the same as leaving everything optional unset", (_, readConfig) => {
  expect(readConfig(EXAMPLE)).toEqual(readConfig(REQUIRED));
});

test("every variable of .env.example is explained right above it", () => {
  const bare = LINES.filter((line, at) => /^[A-Z]/.test(line) && !LINES[at - 1]?.startsWith("# "));
  expect(bare).toEqual([]);
});
