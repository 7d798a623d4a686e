import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createTestDatabase, type TestDatabase } from "@cartwright/testing";

const ROOT = path.join(__dirname, "..");
const SHOP = "http://127.0.0.1:3001";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(path.join(tmpdir(), "cartwright-catalogue-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.close();
});

function run(...args: string[]) {
  const env = { ...process.env, DATABASE_URL: database.url, DEMO_SHOP_URL: SHOP };
  const words = ["--import", "tsx", path.join(ROOT, "scripts/catalogue.ts"), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: ROOT, env, encoding: "utf8" });
  return { status, stdout, stderr };
}

test("the command imports with 0, tells with 1 what is wrong, and says 2 of what it does not understand", () => {
  const file = path.join(folder, "mugs.csv");
  const rows = (price: string) => `supplier_id,supplier_name,product_id,product_name,sku,price_cents,url
sup_a,A shop,prod_mug,Mug,MUG-1,${price},${SHOP}/products/hand-thrown-mug
`;
  writeFileSync(file, rows("24.50"));
  const refused = run("import", file);
  expect(refused).toMatchObject({ status: 1, stdout: "" });
  expect(refused.stderr).toMatch(/mugs\.csv: 1 fault\. Nothing was imported\.\n {2}line 2, price_cents: looks like/);
  writeFileSync(file, rows("2450"));
  const imported = run("import", file);
  expect(imported).toMatchObject({ status: 0, stderr: "" });
  expect(imported.stdout).toContain("variants: 1 added, 0 changed, 0 unchanged, 0 taken out");
  expect(run("bogus")).toMatchObject({ status: 2, stdout: "" });
});
