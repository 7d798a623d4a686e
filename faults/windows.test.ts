import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { withFaultPoints } from "./build.ts";
import { FAULT_POINT_COMMENT, FAULT_POINTS } from "./windows.ts";

const ROOT = path.dirname(__dirname);

/** The names of all fault points in the source of apps and packages. */
function pointsInTheSource(): string[] {
  const files = ["apps", "packages"].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file) && !file.includes("node_modules") && !file.endsWith(".test.ts"))
      .map((file) => path.join(ROOT, folder, file)),
  );
  return files.flatMap((file) =>
    Array.from(readFileSync(file, "utf8").matchAll(FAULT_POINT_COMMENT), (found) => found[2] ?? ""),
  );
}

test("every fault point stands in the source once, and every one in the source is known", () => {
  expect(pointsInTheSource().sort()).toEqual(Object.keys(FAULT_POINTS).sort());
});

test("a fault point is a comment, and in an instrumented build a call that is waited for", () => {
  const source = ["async function f(claim) {", "  // fault point: claimed (claim)", "  // fault point: let-go", "}"];
  expect(withFaultPoints(source.join("\n"))).toBe(
    [
      "async function f(claim) {",
      '  await globalThis.cartwrightFaults.reach("claimed", claim);',
      '  await globalThis.cartwrightFaults.reach("let-go");',
      "}",
    ].join("\n"),
  );
});
