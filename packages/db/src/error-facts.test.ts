import { errorFacts } from "./error-facts.ts";

test("of wrapped errors only the innermost one's own words are told", () => {
  const inner = Object.assign(new Error("terminated"), { code: "57P01", params: ["Quinn"] });
  const facts = errorFacts(new Error("Failed query: insert … params: Ada Quinn", { cause: inner }));
  expect(facts).toMatchObject({ type: "Error", message: "terminated", code: "57P01" });
  expect(JSON.stringify(facts)).not.toContain("Quinn");
});

test("a URL is told without its query, its fragment and its user", () => {
  const error = new Error("net::ERR_FAILED at https://ada:secret@shop.test/cart?name=Ada&street=1#Quinn (again)");
  const facts = errorFacts(error);
  expect(facts.message).toBe("net::ERR_FAILED at https://shop.test/cart (again)");
  expect(facts.stack).not.toMatch(/name=|secret|Quinn/);
});
