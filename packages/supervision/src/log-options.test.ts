import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { logOptions } from "./log-options.ts";

const factsOf = (error: unknown) => ({ type: error instanceof Error ? error.name : "unknown" });
const { log } = logOptions({ level: "info", base: { app: "test" }, factsOf }).formatters;

test("what is not on the list is not written, and the line says what is missing", () => {
  const request = { headers: { authorization: "Bearer cw_test_secret" } };
  expect(log({ order_id: "1", shipping_address: { first_name: "Ada" }, req: request, url: request })).toEqual({
    order_id: "1",
    left_out: ["shipping_address", "req", "url"],
  });
});

test("of an error only its facts are written, whoever hands over the whole of it", () => {
  const error = Object.assign(new TypeError("x"), { params: ["Ada Quinn"] });
  expect(log({ err: error, error })).toEqual({ err: { type: "TypeError" }, error: { type: "TypeError" } });
});

const APPS = join(__dirname, "../../../apps");
const CALL = /\b(?:log|requestLog\(\w+\))\.(?:trace|debug|info|warn|error|fatal)\(\s*\{([^{}]*)\}/g;

test("every fact that a call in apps/ logs is on the list", () => {
  const files = readdirSync(APPS, { recursive: true, encoding: "utf8" }).filter((file) =>
    /(?<!test)\.tsx?$/.test(file),
  );
  const calls = files.flatMap((file) =>
    [...readFileSync(join(APPS, file), "utf8").matchAll(CALL)].map(([, given = ""]) => ({ file, given })),
  );
  expect(calls.length).toBeGreaterThan(30);
  const missing = calls.flatMap(({ file, given }) =>
    given
      .replaceAll(/\([^)]*\)/g, "")
      .split(",")
      .map((part) => part.split(":")[0]?.trim() ?? "")
      .filter((key) => /^\w+$/.test(key) && "left_out" in log({ [key]: "x" }))
      .map((key) => `${file}: ${key}`),
  );
  expect(missing).toEqual([]);
});
