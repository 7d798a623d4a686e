import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { SAN_FRANCISCO } from "@cartwright/testing";
import { findLeftovers } from "./leftovers.ts";

const KEY = "ck_test_1234567890";
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "cartwright-leftovers-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const told = (): string[] => findLeftovers(folder, folder, KEY).map(({ rule, detail }) => `${rule}: ${detail}`);

test("a log that says nothing of anybody leaves nothing behind", () => {
  writeFileSync(path.join(folder, "worker.log"), '{"order_id":"5b3f0d3e","msg":"attempt started"}\n');
  expect(told()).toEqual([]);
});

test.each([SAN_FRANCISCO.address_line1, SAN_FRANCISCO.phone_number, KEY])("'%s' in a log is found", (secret) => {
  writeFileSync(path.join(folder, "worker.log"), `{"msg":"to ${secret}"}\n`);
  expect(told()).toContain("a secret is told: worker.log");
});

test("so is one in what Redis has stored", () => {
  writeFileSync(path.join(folder, "appendonly.aof"), `$5\r\n${SAN_FRANCISCO.last_name}\r\n`);
  expect(told()).toEqual(["a secret is told: appendonly.aof"]);
});
