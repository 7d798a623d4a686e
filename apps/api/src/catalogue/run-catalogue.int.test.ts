import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureAccount } from "@cartwright/db";
import { createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { tell } from "../commands/answer.ts";
import { readCatalogueCommand } from "./catalogue-command.ts";
import { runCatalogue, wantsJson } from "./run-catalogue.ts";

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

async function run(...args: string[]) {
  const read = readCatalogueCommand(args);
  if ("none" in read) throw new Error(read.none.words);
  const said: string[] = [];
  const complained: string[] = [];
  const terminal = { say: (line: string) => said.push(line), complain: (line: string) => complained.push(line) };
  const answer = await runCatalogue({ ...database, environment: { DEMO_SHOP_URL: SHOP } }, read.command);
  const status = tell(terminal, answer, wantsJson(read.command));
  return { status, stdout: said.join("\n"), stderr: complained.join("\n") };
}

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

const HEADER = "supplier_id,supplier_name,product_id,product_name,sku,price_cents,url";

test("a catalogue is imported, listed and exported, and what was exported is the same catalogue", async () => {
  const rows = [
    `sup_a,A shop,prod_mug,Mug,MUG-1,2450,${SHOP}/products/hand-thrown-mug`,
    `,,prod_cup,Cup,CUP-1,900,${SHOP}/products/cup`,
  ];
  const imported = await run("import", write("good.csv", [HEADER, ...rows].join("\n")));
  expect(imported).toMatchObject({ status: 0, stderr: "" });
  expect(imported.stdout).toContain("variants: 2 added, 0 changed, 0 unchanged, 0 taken out");
  const exported = await run("export");
  expect(exported).toMatchObject({ status: 0, stderr: "" });
  const again = await run("import", write("again.json", exported.stdout), "--json");
  expect(again).toMatchObject({ status: 0, stderr: "" });
  const nothing = { added: 0, changed: 0, takenOut: 0 };
  expect(JSON.parse(again.stdout)).toEqual({
    dry_run: false,
    suppliers: { ...nothing, unchanged: 1 },
    products: { ...nothing, unchanged: 2 },
    variants: { ...nothing, unchanged: 2 },
  });
  const listed = await run("list", "--json");
  expect(JSON.parse(listed.stdout)).toMatchObject([
    { id: "sup_a", mode: "test", products: [{ id: "prod_cup" }, { variants: [{ id: 1, sku: "MUG-1" }] }] },
  ]);
});

test("a file with faults is told line by line with 1, and nothing of it is imported", async () => {
  const rows = [
    `sup_b,B shop,prod_pot,Pot,POT-1,9.50,${SHOP}/products/pot`,
    `,,prod_mug,Mug,MUG-9,900,https://elm.com/p/mug`,
  ];
  const refused = await run("import", write("bad.csv", [HEADER, ...rows].join("\n")));
  expect(refused).toMatchObject({ status: 1, stdout: "" });
  expect(refused.stderr).toMatch(
    /bad\.csv: 2 faults\. Nothing was imported\.\n {2}line 2, price_cents: .*\n {2}line 3, url: /,
  );
  const taken = `sup_b,B shop,prod_mug,Mug,POT-1,950,${SHOP}/products/pot`;
  const conflict = await run("import", write("taken.csv", [HEADER, taken].join("\n")), "--dry-run");
  expect(conflict.status).toBe(1);
  expect(conflict.stderr).toContain(
    "line 2, product_id: is a product of sup_a, a test supplier: choose another id, or put sup_a into the file",
  );
  await expect(run("import", path.join(folder, "none.csv"))).rejects.toThrow(/no such file/);
});

test("an account's terms and coupons are set and shown", async () => {
  await ensureAccount(database.db, "Acme");
  expect(await run("credit", "--account", "Acme", "5000")).toMatchObject({ status: 0 });
  const shown = await run(
    "account",
    "--account",
    "Acme",
    "--platform-fee",
    "0",
    "--tolerance",
    "150",
    "--payment-method",
    "card visa 4242",
  );
  expect(shown.stdout).toContain("platform fee an order: $0.00");
  expect(shown.stdout).toMatch(/tolerance above a quote: \$1\.50\n.*\$50\.00\n.*none\n.*card visa 4242/);
  await run("coupon", "add", "Spring", "500", "--account", "Acme");
  const changed = await run("coupon", "add", "SPRING", "700", "--account", "Acme", "--expires", "2030-12-31");
  expect(changed.stdout).toContain("It was changed.");
  const listed = await run("coupon", "list");
  expect(listed.stdout).toBe("Spring  $7.00  SPRING  Acme  2031-01-01T00:00:00.000Z");
  await expect(run("credit", "--account", "Nobody", "5000")).rejects.toThrow(/There is no account "Nobody"/);
});
