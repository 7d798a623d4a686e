import { US_STATES } from "@cartwright/schemas";
import { z } from "zod";
import type { Gift } from "./gift.ts";
import { findShippingMethod, type ShippingMethod } from "./shipping-methods.ts";
import type { UsState } from "./tax-rates.ts";

/** Longer than any purchase order number, short enough for a label. */
export const MAX_REFERENCE_LENGTH = 64;

const Email = z.email();
const required = (what: string, max: number) =>
  z.string().trim().min(1, `Enter ${what}.`).max(max, `Use at most ${max} characters.`);

/** The address form, by the names of its fields. Every message is shown beside its field. */
export const AddressForm = z.object({
  first_name: required("a first name", 60),
  last_name: required("a last name", 60),
  address_line1: required("a street address", 120),
  address_line2: z.string().trim().max(120, "Use at most 120 characters.").default(""),
  city: required("a city", 80),
  state: z.enum(US_STATES, "Choose a state."),
  postal_code: z
    .string()
    .trim()
    .regex(/^\d{5}(-\d{4})?$/, "Enter a ZIP code, like 97204 or 97204-1234."),
  country: z.literal("US", "We ship within the United States only."),
  phone: z
    .string()
    .trim()
    .refine((phone) => phone.replaceAll(/\D/g, "").length >= 10, "Enter a phone number with area code.")
    .max(40, "Use at most 40 characters."),
  email: z.string().trim().refine(isEmail, "Enter an email address, like name@example.com."),
});
export type AddressForm = z.infer<typeof AddressForm>;

/** Ways to pay that need nothing at the checkout. The shop itself offers the first; its layouts offer the others too. */
export type OfflineMethod = "pay_later" | "cash_on_delivery" | "bank_transfer" | "check";
export type Payment = { method: OfflineMethod } | { method: "card"; token: string; last4: string };

/** What a visitor has said so far; each step of the checkout fills in its part. */
export interface CheckoutDraft {
  email?: string;
  address?: AddressForm;
  shippingMethod?: string;
  /** Undefined: it is none. */
  gift?: Gift;
  payment?: Payment;
  reference?: string;
}

export interface CompleteDraft {
  email: string;
  address: AddressForm;
  state: UsState;
  method: ShippingMethod;
  gift: Gift | undefined;
  payment: Payment;
  reference: string | null;
}

export const CHECKOUT_STEPS = ["identity", "address", "shipping", "payment", "review"] as const;
export type CheckoutStep = (typeof CHECKOUT_STEPS)[number];

export function stepPath(step: CheckoutStep): string {
  return step === "identity" ? "/checkout" : `/checkout/${step}`;
}

/** The first step that is not done yet: `review` when all is said. */
export function nextStep(draft: CheckoutDraft): CheckoutStep {
  if (draft.email === undefined) return "identity";
  if (draft.address === undefined) return "address";
  if (findShippingMethod(draft.shippingMethod) === undefined) return "shipping";
  return draft.payment === undefined ? "payment" : "review";
}

/** True where a step may be shown: everything before it is done. */
export function isReached(step: CheckoutStep, draft: CheckoutDraft): boolean {
  return CHECKOUT_STEPS.indexOf(step) <= CHECKOUT_STEPS.indexOf(nextStep(draft));
}

/** The draft when every step is done; undefined before. */
export function findComplete(draft: CheckoutDraft): CompleteDraft | undefined {
  const { email, address, gift, payment, reference } = draft;
  const method = findShippingMethod(draft.shippingMethod);
  if (email === undefined || address === undefined || method === undefined || payment === undefined) return undefined;
  return { email, address, state: address.state, method, gift, payment, reference: reference ?? null };
}

export function isEmail(text: string): boolean {
  return Email.safeParse(text).success;
}
