import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { KEPT_SEEDS, readSeed, SHARED_SEEDS, unlikeSeed } from "./seeds.ts";

it("keeps seeds that are the contract's own, where the two stand side by side", () => {
  const kept = readdirSync(KEPT_SEEDS).toSorted();
  expect(kept).toHaveLength(3);
  if (!existsSync(SHARED_SEEDS)) return;
  for (const name of kept) {
    expect(readFileSync(join(KEPT_SEEDS, name), "utf8")).toBe(readFileSync(join(SHARED_SEEDS, name), "utf8"));
  }
});

it("reads every body out of a seed, of requests and of answers", () => {
  expect(readSeed("000").blocks.map((block) => Object.keys(block)[0])).toEqual([
    "supplier_id",
    "id",
    "supplier_id",
    "id",
  ]);
  expect(readSeed("001").blocks).toHaveLength(2);
  expect(readSeed("002").blocks.map((block) => Object.keys(block)[0])).toContain("order");
});

it.each([
  [{ a: 1 }, {}, ["a: not there"]],
  [{ a: 1 }, { a: "1" }, ["a: string, not number"]],
  [{ a: 1 }, { a: null }, ["a: null, not number"]],
  [{ a: [{ b: 1 }, { b: 2 }] }, { a: [{ b: 1 }] }, ["a: 1 of 2 entries"]],
  [{ a: [{ b: 1 }] }, { a: [{ c: 1 }] }, ["a[0].b: not there"]],
  [{ a: { b: 1 } }, { a: { b: 7, c: 1 }, d: 1 }, []],
])("tells where an answer is unlike the seed's: %j, %j", (expected, actual, unlike) => {
  expect(unlikeSeed(expected, actual)).toEqual(unlike);
});
