import { US_STATES } from "@cartwright/schemas";
import { z } from "zod";
import type { PostalAddress } from "./address-check.ts";

/** What we read of Google's answer. The client fills absent fields with empty ones; somebody else's server may not. */
export interface GoogleResult {
  granularity: string;
  inputGranularity: string;
  addressComplete: boolean;
  hasUnconfirmed: boolean;
  hasReplaced: boolean;
  hasInferred: boolean;
  hasSpellCorrected: boolean;
  components: GoogleComponent[];
  /** Types of parts that belong to such an address and are not there. */
  missing: string[];
  unresolvedTokens: number;
  /** USPS delivery point validation: `Y`, `S`, `D`, `N`, or empty where USPS was not asked. */
  dpv: string;
  /** The address as Google writes it; null where it gave none in full. */
  standardized: PostalAddress | null;
}

export interface GoogleComponent {
  type: string;
  text: string;
  level: string;
  inferred: boolean;
  replaced: boolean;
  spellCorrected: boolean;
  unexpected: boolean;
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);
const list = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);

const Component = z.object({
  componentName: z.object({ text }).nullish(),
  componentType: text,
  confirmationLevel: text,
  inferred: flag,
  replaced: flag,
  spellCorrected: flag,
  unexpected: flag,
});

/** What the client fills in where there is none: Google itself always says one, so this is no answer of Google's. */
const UNSPECIFIED = "GRANULARITY_UNSPECIFIED";

const Answer = z.object({
  result: z.object({
    // Without these two there is no verdict to speak of.
    verdict: z.object({
      inputGranularity: text,
      validationGranularity: text.refine((word) => word !== "" && word !== UNSPECIFIED, "is no granularity"),
      addressComplete: flag,
      hasUnconfirmedComponents: flag,
      hasReplacedComponents: flag,
      hasInferredComponents: flag,
      hasSpellCorrectedComponents: flag,
    }),
    address: z.object({
      postalAddress: z
        .object({ addressLines: list, locality: text, administrativeArea: text, postalCode: text })
        .nullish(),
      addressComponents: z.array(Component).nullish(),
      missingComponentTypes: list,
      unresolvedTokens: list,
    }),
    uspsData: z.object({ dpvConfirmation: text }).nullish(),
  }),
});

/** Throws for an answer that is not one of the Address Validation API. */
export function readGoogleAnswer(answer: unknown): GoogleResult {
  const { verdict, address, uspsData } = Answer.parse(answer).result;
  return {
    granularity: verdict.validationGranularity,
    inputGranularity: verdict.inputGranularity,
    addressComplete: verdict.addressComplete,
    hasUnconfirmed: verdict.hasUnconfirmedComponents,
    hasReplaced: verdict.hasReplacedComponents,
    hasInferred: verdict.hasInferredComponents,
    hasSpellCorrected: verdict.hasSpellCorrectedComponents,
    components: (address.addressComponents ?? []).map((part) => ({
      type: part.componentType,
      text: part.componentName?.text ?? "",
      level: part.confirmationLevel,
      inferred: part.inferred,
      replaced: part.replaced,
      spellCorrected: part.spellCorrected,
      unexpected: part.unexpected,
    })),
    missing: address.missingComponentTypes,
    unresolvedTokens: address.unresolvedTokens.length,
    dpv: uspsData?.dpvConfirmation ?? "",
    standardized: standardize(address.postalAddress ?? undefined),
  };
}

const State = z.enum(US_STATES);
const Zip = z.string().regex(/^\d{5}(?:-\d{4})?$/);

function standardize(
  postal: { addressLines: string[]; locality: string; administrativeArea: string; postalCode: string } | undefined,
): PostalAddress | null {
  const state = State.safeParse(postal?.administrativeArea);
  const zip = Zip.safeParse(postal?.postalCode);
  const [line1, ...more] = postal?.addressLines ?? [];
  if (postal === undefined || !state.success || !zip.success || line1 === undefined || postal.locality === "")
    return null;
  return {
    address_line1: line1,
    address_line2: more.length === 0 ? null : more.join(", "),
    city: postal.locality,
    state: state.data,
    postal_code: zip.data,
  };
}
