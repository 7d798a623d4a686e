import { randomBytes } from "node:crypto";
import { CannotOpen, type Keyring, keyIdOf, open, readKeyring, reseal, seal } from "./index.ts";

const PLACE = { table: "retailer_accounts", id: "6f0c", column: "password" };
const SECRET = "correct horse battery staple ✓";

const newKey = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
const [OLD, NEW] = [newKey("2025"), newKey("2026")];
const keyring = readKeyring(OLD);

function reasonOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof CannotOpen) return error.reason;
    throw error;
  }
  return "opened";
}
const reasonFor = (sealed: Buffer, ring: Keyring = keyring, place = PLACE) => reasonOf(() => open(ring, place, sealed));

test("what was sealed opens where it was sealed, text and bytes", () => {
  expect(open(keyring, PLACE, seal(keyring, PLACE, SECRET)).toString("utf8")).toBe(SECRET);
  const bytes = randomBytes(300_000);
  expect(open(keyring, PLACE, seal(keyring, PLACE, bytes)).equals(bytes)).toBe(true);
  expect(open(keyring, PLACE, seal(keyring, PLACE, "")).toString("utf8")).toBe("");
});

test("the same secret is sealed differently each time, and never stands in what is sealed", () => {
  const [one, other] = [seal(keyring, PLACE, SECRET), seal(keyring, PLACE, SECRET)];
  expect(one.equals(other)).toBe(false);
  expect(one.includes(SECRET)).toBe(false);
  expect(keyIdOf(one)).toBe("2025");
});

test("a change of any single byte, and any cut, keeps it shut", () => {
  const sealed = seal(keyring, PLACE, SECRET);
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(sealed.readUInt8(at) ^ 1, at);
    expect(reasonFor(changed)).not.toBe("opened");
    expect(reasonFor(sealed.subarray(0, at))).not.toBe("opened");
  }
  expect(reasonFor(Buffer.concat([sealed, Buffer.from([0])]))).toBe("changed");
});

test.each([
  ["another row", { ...PLACE, id: "6f0d" }],
  ["another column", { ...PLACE, column: "login" }],
  ["another table", { ...PLACE, table: "attempt_evidence" }],
  ["a row whose name runs into the column's", { ...PLACE, id: "6f0cp", column: "assword" }],
])("moved to %s it does not open", (_, place) => {
  expect(reasonFor(seal(keyring, PLACE, SECRET), keyring, place)).toBe("changed");
});

test("the key of one record does not open another one's text", () => {
  const [one, other] = [seal(keyring, PLACE, SECRET), seal(keyring, PLACE, SECRET)];
  const textFrom = one.length - Buffer.byteLength(SECRET) - 28;
  expect(reasonFor(Buffer.concat([one.subarray(0, textFrom), other.subarray(textFrom)]))).toBe("changed");
});

test("without its key it does not open, and the reason names the key; another key of its name does not either", () => {
  const sealed = seal(keyring, PLACE, SECRET);
  expect(reasonFor(sealed, readKeyring(NEW))).toBe("unknown_key");
  expect(() => open(readKeyring(NEW), PLACE, sealed)).toThrow('"2025"');
  expect(reasonFor(sealed, readKeyring(newKey("2025")))).toBe("changed");
});

test("after a rotation the first key seals, and the older ones still open", () => {
  const both = readKeyring(`${NEW},${OLD}`);
  const sealed = seal(keyring, PLACE, SECRET);
  expect(open(both, PLACE, sealed).toString("utf8")).toBe(SECRET);
  expect(keyIdOf(seal(both, PLACE, SECRET))).toBe("2026");
  const resealed = reseal(both, PLACE, sealed);
  expect(resealed && open(readKeyring(NEW), PLACE, resealed).toString("utf8")).toBe(SECRET);
  expect(resealed && reseal(both, PLACE, resealed)).toBeUndefined();
});
