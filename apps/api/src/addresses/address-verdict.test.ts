import type { PostalAddress } from "./address-check.ts";
import { deriveVerdict } from "./address-verdict.ts";
import type { GoogleComponent, GoogleResult } from "./google-result.ts";

const SENT: PostalAddress = {
  address_line1: "123 Market St",
  address_line2: null,
  city: "San Francisco",
  state: "CA",
  postal_code: "94105",
};

const part = (type: string, changes: Partial<GoogleComponent> = {}): GoogleComponent => ({
  type,
  text: "x",
  level: "CONFIRMED",
  inferred: false,
  replaced: false,
  spellCorrected: false,
  unexpected: false,
  ...changes,
});

const GOOD: GoogleResult = {
  granularity: "PREMISE",
  inputGranularity: "PREMISE",
  addressComplete: true,
  hasUnconfirmed: false,
  hasReplaced: false,
  hasInferred: false,
  hasSpellCorrected: false,
  components: [part("street_number"), part("route"), part("locality"), part("postal_code_suffix", { inferred: true })],
  missing: [],
  unresolvedTokens: 0,
  dpv: "Y",
  standardized: null,
};

type Case = [why: string, changes: Partial<GoogleResult>, verdict: string, field: string | undefined];

const CASES: Case[] = [
  ["a deliverable address", {}, "accept", undefined],
  ["one that USPS was not asked about", { dpv: "" }, "accept", undefined],
  ["a corrected spelling that USPS delivers to", { components: [part("route", { spellCorrected: true })] }, "accept", undefined],
  ["a building nearby that USPS delivers to", { granularity: "PREMISE_PROXIMITY" }, "accept", undefined],

  ["what Google added without saying what, and USPS delivers to", { hasInferred: true, hasSpellCorrected: true, components: [] }, "accept", undefined],
  ["a post office box", { granularity: "OTHER", components: [part("post_box")] }, "accept", undefined],

  ["a unit that is missing by Google, and USPS knows no such address without it", { missing: ["subpremise"], addressComplete: false, dpv: "N" }, "add_subpremise", "address_line2"],
  ["a unit that is missing by Google", { missing: ["subpremise"], addressComplete: false }, "add_subpremise", "address_line2"],
  ["a unit that is missing by USPS", { dpv: "D" }, "add_subpremise", "address_line2"],

  ["a unit that USPS does not know", { dpv: "S" }, "confirm", "address_line2"],
  ["a unit that Google does not know", { inputGranularity: "SUB_PREMISE", dpv: "" }, "confirm", "address_line2"],
  ["a replaced part", { hasReplaced: true, components: [part("postal_code", { replaced: true })] }, "confirm", "postal_code"],
  ["an unconfirmed part", { hasUnconfirmed: true, components: [part("route", { level: "UNCONFIRMED_BUT_PLAUSIBLE" })] }, "confirm", "address_line1"],
  ["an added city", { components: [part("locality", { inferred: true })] }, "confirm", "city"],
  ["a corrected spelling without USPS", { dpv: "", components: [part("locality", { spellCorrected: true })] }, "confirm", "city"],
  ["no by USPS alone", { dpv: "N" }, "confirm", "address_line1"],
  ["a respelt part that is not named, without USPS", { hasSpellCorrected: true, components: [], dpv: "" }, "confirm", "address_line1"],
  ["a box that USPS does not know", { granularity: "OTHER", components: [part("post_box")], dpv: "N" }, "confirm", "address_line1"],
  ["a unit that USPS does not know beside a replaced ZIP", { hasReplaced: true, dpv: "S", components: [part("postal_code", { replaced: true })] }, "confirm", "postal_code"],
  ["an incomplete address", { addressComplete: false }, "confirm", "address_line1"],

  ["no by USPS and doubts of Google", { dpv: "N", hasUnconfirmed: true }, "fix", "address_line1"],
  ["a building nearby without USPS", { granularity: "PREMISE_PROXIMITY", dpv: "" }, "fix", "address_line1"],
  ["doubts of Google that USPS was not asked about", { dpv: "", hasUnconfirmed: true }, "fix", "address_line1"],
  ["a replaced ZIP without USPS", { dpv: "", components: [part("postal_code", { replaced: true })] }, "fix", "postal_code"],
  ["an incomplete address without USPS", { dpv: "", addressComplete: false }, "fix", "address_line1"],
  ["a box that Google does not confirm", { granularity: "OTHER", components: [part("post_box", { level: "UNCONFIRMED_BUT_PLAUSIBLE" })] }, "fix", "address_line1"],
  ["a street without a building, whatever USPS says", { granularity: "ROUTE" }, "fix", "address_line1"],
  ["a town", { granularity: "OTHER" }, "fix", "address_line1"],
  ["no granularity at all", { granularity: "" }, "fix", "address_line1"],
  ["a missing house number", { missing: ["street_number"], addressComplete: false }, "fix", "address_line1"],
  ["a missing ZIP", { missing: ["postal_code"], addressComplete: false }, "fix", "postal_code"],
  ["a suspicious city", { components: [part("locality", { level: "UNCONFIRMED_AND_SUSPICIOUS" })] }, "fix", "city"],
  ["an unexpected part", { components: [part("neighborhood", { unexpected: true })] }, "fix", "city"],
  ["words that are no address", { unresolvedTokens: 1, addressComplete: false }, "fix", "address_line1"],
  ["a missing number beside a missing unit", { missing: ["subpremise", "street_number"] }, "fix", "address_line1"],
]; // prettier-ignore

it.each(CASES)("%s", (_why, changes, verdict, field) => {
  const derived = deriveVerdict({ ...GOOD, ...changes }, SENT);
  expect(derived.verdict).toBe(verdict);
  expect(derived.errors[0]?.field).toBe(field === undefined ? undefined : `shipping_address.${field}`);
});
