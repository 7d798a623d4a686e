import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyringFault, openKeyring, readKeyring } from "./keyring.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");
const OTHER = Buffer.alloc(32, 8).toString("base64");

test("the first key seals; each is found by its id", () => {
  const keyring = readKeyring(`b:${KEY}, a:${OTHER}`);
  expect(keyring.sealsWith).toBe("b");
  expect(keyring.find("a")?.toString("base64")).toBe(OTHER);
  expect(keyring.find("c")).toBeUndefined();
});

test.each([
  ["", "there is no key"],
  [KEY, "id:base64"],
  [`:${KEY}`, "id:base64"],
  [`a b:${KEY}`, "id:base64"],
  [`${"x".repeat(33)}:${KEY}`, "id:base64"],
  ["a:c2hvcnQ=", '"a" must be 32 bytes'],
  [`a:${KEY.replace("B", "!")}`, '"a" must be 32 bytes'],
  [`a:${KEY},a:${OTHER}`, "same id"],
])("refuses %p, and says why without any of the key", (text, why) => {
  expect(() => readKeyring(text)).toThrow(why);
  expect(() => readKeyring(text)).not.toThrow(KEY.slice(4, 20));
});

test("reads a file with a key a line, and nothing where nothing is named", () => {
  const folder = mkdtempSync(join(tmpdir(), "keyring-"));
  try {
    const file = join(folder, "keys");
    writeFileSync(file, `new:${KEY}\nold:${OTHER}\n`);
    expect(openKeyring({ SEALING_KEYS_FILE: file })?.sealsWith).toBe("new");
    expect(() => openKeyring({ SEALING_KEYS_FILE: `${file}-not` })).toThrow("ENOENT");
    expect(() => openKeyring({ SEALING_KEYS_FILE: file, SEALING_KEYS: `a:${KEY}` })).toThrow("which of them");
    expect(openKeyring({})).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("says which variable is at fault, for whoever checks a configuration", () => {
  expect(keyringFault({ SEALING_KEYS: "x" })).toEqual({ variable: "SEALING_KEYS", message: expect.any(String) });
  expect(keyringFault({ SEALING_KEYS_FILE: "/nowhere" })).toMatchObject({ variable: "SEALING_KEYS_FILE" });
  expect(keyringFault({ SEALING_KEYS: `a:${KEY}` })).toBeUndefined();
  expect(keyringFault({})).toBeUndefined();
});
