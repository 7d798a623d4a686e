import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_ROOT } from "../scripts/stack/slot.ts";
import { buildApi } from "./programs.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "cartwright-build-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

// A package that looks for files of its own beside itself cannot be bundled, and is found out only when the program starts.
it("builds an API that loads, and starts as far as its configuration", async () => {
  await buildApi({ folder });
  const { stderr, status } = spawnSync(process.execPath, [path.join(folder, "build", "api.cjs")], {
    env: { PATH: process.env["PATH"], NODE_PATH: path.join(PROJECT_ROOT, "node_modules") },
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([78, expect.stringContaining("DATABASE_URL")]);
});
