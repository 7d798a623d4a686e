import { randomBytes, randomUUID } from "node:crypto";
import {
  createFaceEndpoint,
  ensureAccount,
  findWebhookEndpoint,
  placeOfFaceSecret,
  placeOfWebhookSecret,
  rotateWebhookSecret,
  setWebhookUrl,
} from "@cartwright/db";
import { type Keyring, open, readKeyring, seal } from "@cartwright/sealing";
import { createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { rotateSealing } from "./rotate-sealing.ts";

const newKey = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
const [OLD, NEW] = [newKey("2025"), newKey("2026")];

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

/** An account's endpoint, sealed with a keyring; rotated once, or never. */
async function setEndpoint(keyring: Keyring, mode: "live" | "test", isRotated: boolean) {
  const scope = { accountId: (await ensureAccount(database.db, "Acme")).id, mode };
  const id = randomUUID();
  const sealed = (column: "secret" | "previous_secret", text: string) =>
    seal(keyring, placeOfWebhookSecret(id, column), text);
  const fresh = { id, secret: sealed("secret", "first"), keyId: keyring.sealsWith };
  const record = await setWebhookUrl(database.pool, scope, "https://example.com/", fresh);
  if (isRotated) {
    const secrets = {
      secret: sealed("secret", "second"),
      previousSecret: sealed("previous_secret", "first"),
      keyId: "2025",
    };
    await rotateWebhookSecret(database.pool, record, secrets, 60_000);
  }
  return { scope, id };
}

test("the secrets of webhooks are sealed anew, the one before the last rotation too; where there is none, none is made", async () => {
  const rotated = await setEndpoint(readKeyring(OLD), "live", true);
  const plain = await setEndpoint(readKeyring(OLD), "test", false);
  const both = readKeyring(`${NEW},${OLD}`);
  expect(await rotateSealing(database, both)).toEqual({
    keyId: "2026",
    resealed: 2,
    failed: [],
    sealed: { "2026": 2 },
  });
  const openAll = async ({ scope, id }: typeof rotated) => {
    const record = await findWebhookEndpoint(database.pool, scope);
    const text = (column: "secret" | "previous_secret", sealed: Buffer | null | undefined) =>
      sealed ? open(readKeyring(NEW), placeOfWebhookSecret(id, column), sealed).toString("utf8") : null;
    return [text("secret", record?.secret), text("previous_secret", record?.previousSecret)];
  };
  expect(await openAll(rotated)).toEqual(["second", "first"]);
  expect(await openAll(plain)).toEqual(["first", null]);
  expect(await rotateSealing(database, both)).toMatchObject({ resealed: 0 });
});

test("the secrets of the other faces' webhooks are sealed anew as well", async () => {
  const [before, both] = [readKeyring(OLD), readKeyring(`${NEW},${OLD}`)];
  const scope = { accountId: (await ensureAccount(database.db, "Acme")).id, mode: "test", face: "supplier" } as const;
  const id = randomUUID();
  const secret = seal(before, placeOfFaceSecret(id), "a secret of the client's");
  const wanted = { id, url: "https://example.com/", events: ["order.shipped"], isActive: true, secret, keyId: "2025" };
  await createFaceEndpoint(database.pool, scope, wanted, 20);
  expect(await rotateSealing(database, both)).toMatchObject({ resealed: 1, failed: [], sealed: { "2026": 1 } });
  const { rows } = await database.pool.query<{ secret: Buffer }>("SELECT secret FROM face_endpoints");
  const sealed = rows[0]?.secret ?? Buffer.alloc(0);
  expect(open(readKeyring(NEW), placeOfFaceSecret(id), sealed).toString("utf8")).toBe("a secret of the client's");
});
