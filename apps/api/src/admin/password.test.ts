import { hashPassword, isPassword } from "./password.ts";

it("fits the password that it was made of, and no other", async () => {
  const stored = await hashPassword("correct horse battery");
  expect(await isPassword("correct horse battery", stored)).toBe(true);
  expect(await isPassword("correct horse batterz", stored)).toBe(false);
  expect(await isPassword("", stored)).toBe(false);
});

it("is another one for the same password each time, and says what it cost", async () => {
  const [one, other] = [await hashPassword("same same same"), await hashPassword("same same same")];
  expect(one).not.toBe(other);
  expect(one).toMatch(/^scrypt\$32768\$8\$3\$/);
});

it("takes a letter for the same letter, however it was typed", async () => {
  expect(await isPassword("caf\u0065\u0301 au lait!", await hashPassword("caf\u00E9 au lait!"))).toBe(true);
});

it.each(["", "scrypt$", "plain", "scrypt$32768$8$3$$"])("fits nothing where it is broken: %j", async (stored) => {
  expect(await isPassword("correct horse battery", stored)).toBe(false);
});
