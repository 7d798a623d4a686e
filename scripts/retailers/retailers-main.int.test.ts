import { spawnSync } from "node:child_process";
import path from "node:path";
import { listAdminActions } from "@cartwright/db";
import { createTestDatabase, type TestDatabase } from "@cartwright/testing";

const ROOT = path.join(__dirname, "../..");
const FIXTURE = path.join(ROOT, "packages/retailers/src/recordings/fixtures/canvas-control.json");

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

/** Runs the command as a pipe would: nobody is there to be asked. */
function run(...args: string[]) {
  const env = { ...process.env, DATABASE_URL: database.url };
  const words = ["--import", "tsx", path.join(ROOT, "scripts/retailers.ts"), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: ROOT,
    env,
    input: "",
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("the command registers and lists with 0, fails with 1, and says 2 of what it does not understand", () => {
  expect(run("add", "https://shop.example", "--name", "A shop")).toMatchObject({ status: 0, stderr: "" });
  const listed = run("list", "--json");
  expect(listed.status).toBe(0);
  expect(JSON.parse(listed.stdout)).toMatchObject([{ id: "shop.example", name: "A shop", driver: "storefront" }]);
  const url = "http://localhost:4100/products/merino-crew-sweater";
  const open = run("import", FIXTURE, "--url", url);
  expect(open).toMatchObject({ status: 1, stdout: "" });
  expect(open.stderr).toMatch(/step 19 puts "78701" into "Postcode": --field 'step 19=/);
  expect(run("disable", "none.example")).toMatchObject({ status: 1 });
  expect(run("bogus")).toMatchObject({ status: 2 });
});

test("a recording that is imported stands in the audit log, and so does one that was not kept", async () => {
  const url = "http://localhost:4100/products/merino-crew-sweater";
  const kept = [3, 4, 6, 10, 13, 14, 15, 17, 18, 19, 20, 25].flatMap((step) => ["--field", `step ${step}=keep`]);
  const subject = { type: "retailer", id: "localhost:4100" };
  const read = async () => {
    const actions = await listAdminActions(database.db, { limit: 10, subject });
    return actions.map(({ action, outcome, detail }) => ({ action, outcome, detail }));
  };
  expect(run("import", FIXTURE, "--url", url)).toMatchObject({ status: 1 });
  const entry = { action: "import-recording", detail: { file: "canvas-control.json" } };
  expect(await read()).toEqual([{ ...entry, outcome: "failed" }]);
  expect(run("import", FIXTURE, "--url", url, ...kept)).toMatchObject({ status: 0, stderr: "" });
  expect(await read()).toEqual([
    { ...entry, outcome: "done" },
    { ...entry, outcome: "failed" },
  ]);
});
