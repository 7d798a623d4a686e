import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCardFile } from "./read-card-file.ts";

const CARD = { number: "4242 4242 4242 4242", name: "Ada Quinn", expiry_month: 12, expiry_year: 2030, code: "987" };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "card-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(content: unknown, mode = 0o600): string {
  const file = join(folder, "card.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  chmodSync(file, mode);
  return file;
}

test("a card that only its owner may read is read, its number without spaces", () => {
  expect(readCardFile(write(CARD))).toEqual({
    number: "4242424242424242",
    name: "Ada Quinn",
    expiryMonth: 12,
    expiryYear: 2030,
    code: "987",
  });
});

test.each([0o644, 0o640, 0o604])("a card that others may read (mode %i) is refused", (mode) => {
  expect(() => readCardFile(write(CARD, mode))).toThrow(/CARD_FILE .*others may read it; chmod 600/);
});

test.each([
  ["a month that is none", { ...CARD, expiry_month: 13 }, /expiry_month/],
  ["a number with letters", { ...CARD, number: "4242x4242x4242x4242" }, /number: must be the card's digits/],
  ["a code of five digits", { ...CARD, code: "98765" }, /code: must be 3 or 4 digits/],
  ["a word too many", { ...CARD, pin: "1234" }, /pin/],
  ["no JSON", `{"number":"4242424242424242"`, /the file/],
])("%s is named, and no digit of the card is shown", (_, content, words) => {
  const read = () => readCardFile(write(content));
  expect(read).toThrow(words);
  expect(read).not.toThrow(/4242|98765|1234/);
});

test("a file that is not there is said to be missing", () => {
  expect(() => readCardFile(join(folder, "none.json"))).toThrow(/CARD_FILE .*cannot be read/);
});
