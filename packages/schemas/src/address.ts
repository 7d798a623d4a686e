import { z } from "zod";
import { hasLetterOrDigit, visibleLine, wordsLine } from "./text.ts";

/** The 50 states, the District of Columbia, the inhabited territories, and the military "states" that USPS serves. */
export const US_STATES = [
  "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA",
  "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR",
  "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "AS", "GU", "MP", "PR", "VI", "AA",
  "AE", "AP",
] as const; // prettier-ignore

/** Blank is absent: a form sends the field whether somebody filled it or not. */
const secondLine = visibleLine(120, 0)
  .refine((line) => line === "" || hasLetterOrDigit(line), "must hold a letter or a digit")
  .transform((line) => (line === "" ? null : line));

/** A US shipping address as a client sends it. `country` is taken in any case, but only as the two-letter code. */
export const ShippingAddressInput = z
  .strictObject({
    first_name: wordsLine(60).optional(),
    last_name: wordsLine(60).optional(),
    /** Instead of first and last name: the last word is taken as the last name. */
    name: wordsLine(120).optional(),
    address_line1: wordsLine(120),
    address_line2: secondLine.nullish(),
    city: wordsLine(80),
    state: z.string().trim().toUpperCase().pipe(z.enum(US_STATES)),
    postal_code: z
      .string()
      .trim()
      .regex(/^\d{5}(-\d{4})?$/, "must be a ZIP: 5 digits, or 5+4"),
    phone_number: visibleLine(40),
    country: z.string().trim().toUpperCase(),
  })
  .superRefine((address, context) => {
    if (address.name !== undefined && (address.first_name !== undefined || address.last_name !== undefined)) {
      context.addIssue({ code: "custom", path: ["name"], message: "give either name, or first_name and last_name" });
    }
    if (address.name !== undefined) {
      if (!hasTwoNames(address.name)) {
        context.addIssue({ code: "custom", path: ["name"], message: "must hold a first and a last name" });
      }
      return;
    }
    if (address.first_name === undefined) {
      context.addIssue({ code: "custom", path: ["first_name"], message: "is required" });
    }
    if (address.last_name === undefined) {
      context.addIssue({ code: "custom", path: ["last_name"], message: "is required" });
    }
  });
export type ShippingAddressInput = z.infer<typeof ShippingAddressInput>;

function hasTwoNames(name: string): boolean {
  const words = name.split(/\s+/);
  return hasLetterOrDigit(words.slice(0, -1).join("")) && hasLetterOrDigit(words.at(-1) ?? "");
}

/** An address as an order keeps it and a shop is given it. */
export const ShippingAddress = z.object({
  first_name: z.string(),
  last_name: z.string(),
  address_line1: z.string(),
  address_line2: z.string().nullable(),
  city: z.string(),
  state: z.enum(US_STATES),
  postal_code: z.string(),
  phone_number: z.string(),
  country: z.literal("US"),
});
export type ShippingAddress = z.infer<typeof ShippingAddress>;

/** The address parts that a validator may have an opinion on. */
export const ADDRESS_VERDICTS = ["accept", "confirm", "add_subpremise", "fix"] as const;
export const AddressVerdict = z.enum(ADDRESS_VERDICTS);
export type AddressVerdict = z.infer<typeof AddressVerdict>;

/** What is kept of a validation beside the address itself. */
export const AddressValidation = z.object({
  provider: z.enum(["google", "offline"]),
  verdict: AddressVerdict,
  /** True where the configured provider could not be asked and the offline one stood in. */
  degraded: z.boolean(),
  /** True where the client insisted on an address that the verdict was against. Orders from before lack it. */
  overridden: z.boolean().optional(),
});
export type AddressValidation = z.infer<typeof AddressValidation>;
