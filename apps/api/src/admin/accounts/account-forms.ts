import type { AccountChanges } from "@cartwright/db";
import { AccountName, KEY_MODES, MAX_ORDER_CENTS, RecipientName } from "@cartwright/schemas";
import { z } from "zod";
import { KEY_SCOPES } from "../../accounts/api-key.ts";
import { MAX_CENTS_A_DAY, MAX_ORDERS_A_DAY } from "../../accounts/limits.ts";
import { readPhone } from "../../addresses/confirm-address.ts";
import { hasCardNumber } from "../../orders/card-number.ts";
import { boxes, dollars, orBlank, wholeNumber } from "../form-fields.ts";

/** What the pages of accounts and keys send. */

export const NewAccount = z.strictObject({ name: AccountName });

export const NewKey = z.strictObject({
  mode: z.enum(KEY_MODES),
  scopes: boxes(z.enum(KEY_SCOPES)).pipe(z.array(z.enum(KEY_SCOPES)).min(1)),
});

/** Blank: no limit. */
export const Limits = z.strictObject({
  spend_limit: orBlank(dollars(MAX_CENTS_A_DAY)),
  order_limit: orBlank(wholeNumber(MAX_ORDERS_A_DAY)),
});

const Phone = z
  .string()
  .trim()
  .transform((typed, context) => {
    const phone = readPhone(typed);
    if (phone !== undefined) return phone;
    context.addIssue({ code: "custom", message: "must be a US phone number" });
    return z.NEVER;
  });

const Brand = z
  .string()
  .trim()
  .max(40)
  .refine((brand) => !hasCardNumber(brand), "must be a name, and no number");

export const PAYMENT_TYPES = ["none", "card", "bank_account", "invoice"] as const;

export const Settings = z
  .strictObject({
    platform_fee: dollars(MAX_ORDER_CENTS),
    tolerance: dollars(MAX_ORDER_CENTS),
    store_credit: dollars(MAX_ORDER_CENTS),
    recipient_name: orBlank(RecipientName),
    recipient_phone: orBlank(Phone),
    payment_type: z.enum(PAYMENT_TYPES),
    payment_brand: orBlank(Brand),
    payment_last4: orBlank(z.string().regex(/^\d{4}$/, "must be the last four digits, and no more")),
  })
  .superRefine((form, context) => {
    const missing = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
    const { recipient_name: name, recipient_phone: phone, payment_type: type } = form;
    if ((name === null) !== (phone === null)) {
      missing(name === null ? "recipient_name" : "recipient_phone", "is missing: an order wants both, name and phone");
    }
    if (type !== "card" && type !== "bank_account") return;
    if (form.payment_brand === null) missing("payment_brand", `is missing: what a ${type} is known by`);
    if (form.payment_last4 === null) missing("payment_last4", `is missing: what a ${type} is known by`);
  });
export type Settings = z.infer<typeof Settings>;

export function toChanges(form: Settings): AccountChanges {
  const { recipient_name: name, recipient_phone: phone, payment_type: type } = form;
  const isNamed = type === "card" || type === "bank_account";
  const brand = isNamed ? form.payment_brand : null;
  return {
    platformFeeCents: form.platform_fee,
    priceToleranceCents: form.tolerance,
    storeCreditCents: form.store_credit,
    defaultRecipient: name === null || phone === null ? null : { name, phone },
    paymentMethod: type === "none" ? null : { type, brand, last4: isNamed ? form.payment_last4 : null },
  };
}

/** For the audit log, which nobody can take anything out of: no person's name or phone. */
export const withoutRecipient = ({ recipient_name: name, recipient_phone: _phone, ...rest }: Settings) => ({
  ...rest,
  default_recipient: name === null ? "none" : "given",
});
