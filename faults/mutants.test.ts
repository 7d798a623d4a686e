import { readFileSync } from "node:fs";
import path from "node:path";
import { MUTANTS } from "./mutants.ts";

const ROOT = path.dirname(__dirname);

// The mutants themselves run for minutes. That none has lost the guard it is about is seen at once.
test.each(MUTANTS)("the mutant '$name' finds the guard that it switches off", ({ edits }) => {
  for (const { file, find, replace } of edits) {
    expect(readFileSync(path.join(ROOT, file), "utf8").split(find)).toHaveLength(2);
    expect(replace).not.toBe(find);
  }
});
