import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findRegistered } from "@cartwright/db";
import { createTestDatabase, type TestDatabase } from "@cartwright/testing";
import {
  describeShop,
  enableShop,
  listShops,
  registerShop,
  setShop,
  shopAsJson,
} from "../../apps/api/src/commands/retailers/registry.ts";
import { StoredRecording } from "../../packages/retailers/src/recordings/recorded-purchase.ts";
import { type Ask, describeImport, importRecording } from "./import-recording.ts";
import { type ImportCommand, readRetailersCommand } from "./retailers-command.ts";

const FIXTURE = path.join(__dirname, "../../packages/retailers/src/recordings/fixtures/canvas-control.json");
const TOLD = {
  quantity: 2,
  variant: [
    { label: "Size", value: "M" },
    { label: "Color", value: "Navy" },
  ],
  first_name: "Ann",
  last_name: "Lee",
  address_line1: "1 Main St",
  city: "Austin",
  state: "TX",
  postal_code: "78701",
  phone_number: "+15125550100",
  email: "ann@example.com",
};

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(path.join(tmpdir(), "recording-"));
  // As if it had been recorded at a shop of the internet.
  const recorded = readFileSync(FIXTURE, "utf8").replaceAll("http://localhost:4100", "https://www.slots.example");
  writeFileSync(path.join(folder, "recording.json"), recorded);
  writeFileSync(path.join(folder, "told.json"), JSON.stringify(TOLD));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await database.close();
});

function anImport(...more: string[]): ImportCommand {
  const url = "https://www.slots.example/products/merino-crew-sweater?layout=canvas-control";
  const files = [path.join(folder, "recording.json"), "--told", path.join(folder, "told.json")];
  const read = readRetailersCommand(["import", ...files, "--url", url, ...more]);
  if ("none" in read || read.command.name !== "import") throw new Error("no import");
  return read.command;
}

const importIt = (command: ImportCommand, ask?: Ask) => importRecording(database.pool, command, ask);

test("an imported recording is kept with its shop, listed, disabled, enabled and set", async () => {
  const imported = await importIt(anImport("--field", "step 25=reference", "--name", "Slots"));
  expect(describeImport(imported).join("\n")).toMatch(
    /step 19: change "Postcode" → postal_code\n[^]*slots\.example is reg/,
  );
  const { pool } = database;
  const kept = await findRegistered(pool, "slots.example");
  expect(kept).toMatchObject({ name: "Slots", driver: "recording", maxConcurrent: 2, minIntervalMs: 2_000 });
  expect(kept?.origins).toContain("https://slots.example");
  expect(StoredRecording.parse(kept?.recording)).toMatchObject({ buyStep: 27, quantity: 2 });
  expect(JSON.stringify(kept?.recording)).not.toMatch(/Ann|Lee|Main St|Austin|78701|555|PO-4711/);

  await enableShop(pool, "slots.example", false);
  expect((await listShops(pool)).map(describeShop).join()).toMatch(
    /^slots\.example {2}Slots {2}recording .* disabled 2/,
  );
  await enableShop(pool, "slots.example", true);
  await setShop(pool, "slots.example", [
    { key: "payment", value: "saved" },
    { key: "max_concurrent", value: "" },
    { key: "min_interval_ms", value: "500" },
    { key: "api.channel", value: "web" },
  ]);
  const [shop] = (await listShops(pool)).map(shopAsJson);
  expect(shop).toMatchObject({ disabledAt: null, maxConcurrent: null, minIntervalMs: 500, hasRecording: true });
  expect(shop).toMatchObject({ settings: { payment: "saved", api: { channel: "web" } } });
  expect(shop).not.toHaveProperty("recording");
});

test("in a pipe, a value without a meaning fails the import with how to say it, and nothing is registered", async () => {
  await expect(importIt(anImport())).rejects.toThrow(/step 25 puts "PO-4711" into .*--field 'step 25=keep'/);
  expect(await listShops(database.pool)).toEqual([]);
});

test("in a terminal it is asked, until the answer means something", async () => {
  const answers = ["", "y", "what?", "reference"];
  const questions: string[] = [];
  const { read } = await importIt(anImport(), (question) => {
    questions.push(question);
    return Promise.resolve(answers.shift() ?? "");
  });
  expect(questions).toHaveLength(4);
  expect(read.found).toContainEqual(expect.objectContaining({ step: 25, parameter: { $parameter: "reference" } }));
});

test("what is set wrongly is refused by its name, and a retailer that is not there by its id", async () => {
  const { pool } = database;
  await registerShop(pool, new URL("https://shop.example/p/1"), { driver: undefined, name: undefined });
  await expect(setShop(pool, "shop.example", [{ key: "payment", value: "cash" }])).rejects.toThrow(
    /^payment: .*"cash"/,
  );
  const id = "0198c0de-0000-7000-8000-000000000000";
  await expect(setShop(pool, "shop.example", [{ key: "account_id", value: id }])).rejects.toThrow("no such account");
  await expect(setShop(pool, "none.example", [])).rejects.toThrow('no registered retailer "none.example"');
  await expect(enableShop(pool, "none.example", true)).rejects.toThrow('"none.example"');
});

test("a shop that is added again keeps its settings", async () => {
  const { pool } = database;
  const url = new URL("https://shop.example");
  expect(await registerShop(pool, url, { driver: undefined, name: "One" })).toMatchObject({ isNew: true });
  await setShop(pool, "shop.example", [{ key: "payment", value: "saved" }]);
  const again = await registerShop(pool, new URL("https://www.shop.example"), { driver: "medusa", name: undefined });
  expect(again).toMatchObject({
    isNew: false,
    retailer: { name: "One", driver: "medusa", settings: { payment: "saved" } },
  });
});
