import { US_STATES } from "@cartwright/schemas";
import { stateName, STATES } from "./states.ts";
import { TAX_RATES, taxCents } from "./tax-rates.ts";

describe("taxCents", () => {
  test("rounds half a cent up", () => {
    // 6.25% of $0.40 is exactly 2.5 cents.
    expect(taxCents(40, "TX")).toBe(3);
    expect(taxCents(6_900, "TX")).toBe(431);
  });

  test("is nothing in a state without sales tax", () => {
    expect(taxCents(1_000_000, "OR")).toBe(0);
  });

  test("knows every state an address may name, and its name", () => {
    expect(Object.keys(TAX_RATES).sort()).toEqual([...US_STATES].sort());
    expect(STATES).toHaveLength(US_STATES.length);
    expect([stateName("AK"), stateName("DC"), stateName("WY"), stateName("AP")]).toEqual([
      "Alaska",
      "District of Columbia",
      "Wyoming",
      "Armed Forces Pacific",
    ]);
  });
});
