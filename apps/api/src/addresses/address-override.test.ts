import { randomBytes } from "node:crypto";
import type { AddressValidation } from "@cartwright/schemas";
import type { PostalAddress } from "./address-check.ts";
import { openAddressOverrides } from "./address-override.ts";

const ADDRESS: PostalAddress = {
  address_line1: "123 Market Street",
  address_line2: "Apt 4",
  city: "Springfield",
  state: "CA",
  postal_code: "94105",
};
const DAY_MS = 24 * 60 * 60 * 1_000;
const BY = { accountId: "an-account", address: ADDRESS };
const DOUBTED: AddressValidation = { provider: "google", verdict: "add_subpremise", degraded: false };

const secret = randomBytes(32);
const open = (now = () => 0, key = secret) => openAddressOverrides(() => Promise.resolve(key), now);
const issue = (validation = DOUBTED) => open().issue({ ...BY, validation });

it.each([DOUBTED, { provider: "offline", verdict: "confirm", degraded: true } as const])(
  "is taken for its address, in any case and spacing, and says what was said of it: %o",
  async (validation) => {
    const token = await issue(validation);
    expect(token).toMatch(/^[\w-]{40,80}$/);
    const shouted = { ...ADDRESS, address_line1: " 123  MARKET street ", city: "SPRINGFIELD" };
    expect(await open().read(token, { ...BY, address: shouted })).toEqual({ ...validation, overridden: true });
  },
);

it.each([
  ["another street", { address: { ...ADDRESS, address_line1: "124 Market Street" } }],
  ["another unit", { address: { ...ADDRESS, address_line2: null } }],
  ["another city", { address: { ...ADDRESS, city: "Oakland" } }],
  ["another state", { address: { ...ADDRESS, state: "NY" as const } }],
  ["another ZIP", { address: { ...ADDRESS, postal_code: "94106" } }],
  ["another account", { accountId: "another" }],
])("is not taken for %s", async (_what, changes) => {
  expect(await open().read(await issue(), { ...BY, ...changes })).toBe("wrong");
});

it("is not taken with any one byte changed, cut, longer, or spelt in another way", async () => {
  const token = await issue();
  const bytes = Buffer.from(token, "base64url");
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    expect(await open().read(changed.toString("base64url"), BY)).toBe("wrong");
    expect(await open().read(bytes.subarray(0, at).toString("base64url"), BY)).toBe("wrong");
  }
  for (const other of ["", "x", `${token}A`, `${token}=`, `${token} `, ` ${token}`, `${bytes.toString("base64")}=`]) {
    expect(await open().read(other, BY)).toBe("wrong");
  }
});

it("is not taken by a service with another secret", async () => {
  expect(await open(undefined, randomBytes(32)).read(await issue(), BY)).toBe("wrong");
});

it("is taken for a day, and no longer", async () => {
  const token = await issue();
  expect(await open(() => DAY_MS - 1_000).read(token, BY)).toMatchObject({ verdict: "add_subpremise" });
  expect(await open(() => DAY_MS).read(token, BY)).toBe("expired");
});

it("asks for the secret again after it could not be read, and once after it was", async () => {
  let reads = 0;
  const overrides = openAddressOverrides(() => {
    reads += 1;
    return reads === 1 ? Promise.reject(new Error("away")) : Promise.resolve(secret);
  });
  await expect(overrides.issue({ ...BY, validation: DOUBTED })).rejects.toThrow("away");
  const token = await overrides.issue({ ...BY, validation: DOUBTED });
  expect(await overrides.read(token, BY)).toMatchObject({ overridden: true });
  expect(reads).toBe(2);
});
