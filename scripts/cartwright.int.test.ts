import { spawnSync } from "node:child_process";
import path from "node:path";
import { createTestDatabase, requireRedisUrl, type TestDatabase } from "@cartwright/testing";

const ROOT = path.join(__dirname, "..");

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** As `npx cartwright` runs it. */
function run(...args: string[]) {
  const env = { ...process.env, DATABASE_URL: database.url, REDIS_URL: requireRedisUrl(), SEALING_KEYS: "" };
  const words = [path.join(ROOT, "scripts/bin.mjs"), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: ROOT, env, encoding: "utf8" });
  return { status, stdout, stderr };
}

test("the program answers with 0, fails with 1, says 2 of what it does not understand, each to the right stream", () => {
  expect(run()).toMatchObject({ status: 0, stderr: "", stdout: expect.stringMatching(/^cartwright GROUP COMMAND/) });
  const made = run("keys", "create", "--account", "Acme", "--json");
  expect(made).toMatchObject({ status: 0, stderr: "" });
  expect(JSON.parse(made.stdout)).toMatchObject({ account: "Acme", key: expect.stringMatching(/^cw_test_/) });
  expect(run("orders", "list")).toEqual({ status: 0, stdout: "There is no such order.\n", stderr: "" });
  const missing = run("orders", "show", "ORD-2026-000001");
  expect(missing).toMatchObject({ status: 1, stdout: "" });
  const typo = run("orders", "shwo", "1");
  expect(typo).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("Did you mean show?") });
  const trial = run("retailers", "try", "--help");
  expect(`${trial.stdout}${trial.stderr}`).toContain("npm run retailers -- try URL");
}, 60_000);
