import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  appendEvidence,
  findEvidence,
  findSealedRetailerAccount,
  placeOfAccount,
  placeOfEvidence,
} from "@cartwright/db";
import { type Keyring, open, readKeyring, seal } from "@cartwright/sealing";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import {
  type AccountsDeps,
  addAccount,
  describeAccount,
  disableAccount,
  freeAccount,
  listAccounts,
} from "./accounts.ts";
import { describeRotation, rotateSealing } from "./rotate-sealing.ts";

const [OLD, NEW] = ["2025", "2026"].map((id) => `${id}:${randomBytes(32).toString("base64")}`) as [string, string];
const ACCOUNT = { owner: "Acme", retailer: "shop.example", label: "main", login: "buyer@acme.test" };
const PASSWORD = "pass word  with spaces ";

let database: TestDatabase;
let deps: AccountsDeps;
beforeEach(async () => {
  database = await createTestDatabase();
  deps = { ...database, keyring: readKeyring(OLD) };
});
afterEach(() => database.close());

const typed = (password = `${PASSWORD}\n`) => Readable.from([password]);
async function opened(id: string, keyring: Keyring): Promise<string[]> {
  const sealed = await findSealedRetailerAccount(database.pool, id);
  if (sealed === undefined) throw new Error("no such account");
  return (["login", "password"] as const).map((column) =>
    open(keyring, placeOfAccount(id, column), sealed[column]).toString("utf8"),
  );
}

test("an account is sealed as it was typed, without the line's end, and listed without login and password", async () => {
  const { id, shortId } = await addAccount(deps, ACCOUNT, typed());
  expect(shortId).toMatch(/^cw_acct_[0-9A-HJKMNP-TV-Z]{8}$/);
  expect(await opened(id, readKeyring(OLD))).toEqual(["buyer@acme.test", PASSWORD]);
  const [line] = (await listAccounts(deps)).map(describeAccount);
  expect(line).toContain(`${id}  ${shortId}  shop.example  main  Acme  live`);
  expect(line).toMatch(/never used {2}key 2025 {2}enabled$/);
  expect(line).not.toMatch(/buyer|pass/);
  const { rows } = await database.pool.query("SELECT login, password FROM retailer_accounts");
  expect(JSON.stringify(rows)).not.toContain("buyer");
});

test("an account at the sandbox is for test keys, at any other shop for live ones", async () => {
  expect(await addAccount(deps, { ...ACCOUNT, retailer: "demo-shop" }, typed())).toMatchObject({ mode: "test" });
  expect(await addAccount(deps, ACCOUNT, typed())).toMatchObject({ mode: "live" });
});

test("a password may stand in a file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "password-"));
  writeFileSync(join(folder, "password"), "from a file\r\n");
  try {
    const { id } = await addAccount(deps, { ...ACCOUNT, passwordFile: join(folder, "password") });
    expect((await opened(id, readKeyring(OLD)))[1]).toBe("from a file");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ["without a key", {}, "x", "SEALING_KEYS"],
  ["with an empty password", {}, "\n", "The password is empty."],
  ["with a password of two lines", {}, "a\nb", "more than one line"],
  ["with an empty login", { login: " " }, "x", "The login is empty."],
])("nothing is added %s", async (what, change, password, why) => {
  const given = what === "without a key" ? { ...deps, keyring: undefined } : deps;
  await expect(addAccount(given, { ...ACCOUNT, ...change }, typed(password))).rejects.toThrow(why);
  expect(await listAccounts(deps)).toEqual([]);
});

test("a label is an owner's once at a retailer, until that account is disabled", async () => {
  const { id } = await addAccount(deps, ACCOUNT, typed());
  await expect(addAccount(deps, ACCOUNT, typed())).rejects.toThrow('has an account "main" at shop.example already');
  await disableAccount(deps, id);
  await expect(disableAccount(deps, id)).rejects.toThrow("no enabled account");
  await addAccount(deps, ACCOUNT, typed());
  expect((await listAccounts(deps)).map(describeAccount).filter((line) => line.includes("disabled"))).toHaveLength(1);
});

test("an account that nobody is at need not be freed, and one that does not exist cannot", async () => {
  expect(await freeAccount(deps, (await addAccount(deps, ACCOUNT, typed())).id)).toBe(false);
  await expect(freeAccount(deps, randomUUID())).rejects.toThrow("no account");
});

async function keepEvidence(keyring: Keyring): Promise<string> {
  const id = randomUUID();
  const orderId = await acceptTestOrder(database);
  const sealed = seal(keyring, placeOfEvidence(id), `evidence ${id}`);
  const kept = { id, orderId, fence: 1, kind: "steps", label: "steps", sealed, keyId: keyring.sealsWith } as const;
  await appendEvidence(database.pool, kept);
  return id;
}

test("a rotation seals everything anew with the first key, and a second run finds nothing to do", async () => {
  const { id: accountId } = await addAccount(deps, ACCOUNT, typed());
  const evidence = await Promise.all(Array.from({ length: 45 }, () => keepEvidence(readKeyring(OLD))));
  const both = readKeyring(`${NEW},${OLD}`);
  expect(await rotateSealing(database, both)).toEqual({
    keyId: "2026",
    resealed: 46,
    failed: [],
    sealed: { "2026": 46 },
  });
  expect(await opened(accountId, readKeyring(NEW))).toEqual(["buyer@acme.test", PASSWORD]);
  for (const id of evidence) {
    const { sealed = Buffer.alloc(0), keyId } = (await findEvidence(database.pool, id)) ?? {};
    expect(keyId).toBe("2026");
    expect(open(readKeyring(NEW), placeOfEvidence(id), sealed).toString("utf8")).toBe(`evidence ${id}`);
  }
  expect(await rotateSealing(database, both)).toMatchObject({ resealed: 0, failed: [] });
});

test("what does not open stays as it is, is named, and holds up nothing else; a later run with its key seals it", async () => {
  await keepEvidence(readKeyring(OLD));
  await keepEvidence(readKeyring(NEW));
  const third = readKeyring(`2027:${randomBytes(32).toString("base64")},${NEW}`);
  const rotated = await rotateSealing(database, third);
  expect(rotated).toMatchObject({ resealed: 1, failed: [{ why: 'no sealing key has the id "2025"' }] });
  expect(describeRotation(rotated)).toContain("Rows by key: 2025 1, 2027 1.");
  expect(describeRotation(rotated)).not.toContain("can be taken out");
  expect(await rotateSealing(database, readKeyring(`${NEW},${OLD}`))).toMatchObject({ resealed: 1 });
});
