import { z } from "zod";

// The bodies of the platform face, read as that platform reads them: a number where text is stored becomes text, text where a number
// is wanted is read as one, and what is not named here is passed over, like whatever is not the client's to say (state, totals, …).

const MAX_TEXT = 5_000;

const invalid = { error: "is invalid" };
const text = z
  .union(
    [z.string().max(MAX_TEXT, `is too long (maximum is ${MAX_TEXT} characters)`), z.number(), z.boolean()],
    invalid,
  )
  .transform(String)
  .nullish();
const yesOrNo = z
  .union([z.boolean(), z.enum(["true", "false", "1", "0"]), z.literal([0, 1])], invalid)
  .transform((given) => ["true", "1"].includes(String(given)))
  .nullish();
const metadata = z.record(z.string(), z.unknown(), invalid).nullish();

const MAX_ID_DIGITS = 15;

/** An id of this face, sent as text or as a number; one that cannot be one is that of nothing. */
const id = z
  .union([z.string().max(100), z.number()], invalid)
  .transform((given) => (new RegExp(`^\\d{1,${MAX_ID_DIGITS}}$`).test(String(given)) ? Number(given) : 0))
  .nullish();

const count = z
  .union([z.int(), z.string().regex(/^-?\d{1,9}$/, "is not a number")], { error: "is not a number" })
  .transform(Number)
  .pipe(z.int().min(0, "must be greater than or equal to 0").max(1_000_000_000, "is too large"));

// A day, a minute or a second of it: "2022-11-08 19:33:50 UTC", or as ISO 8601 has it.
const MOMENT = /^([1-9]\d{3}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(UTC|Z|[+-]\d\d:?\d\d)?)?$/;

const moment = z
  .string(invalid)
  .transform((given, context) => {
    const parsed = parsePlatformMoment(given);
    if (parsed !== undefined) return parsed;
    context.addIssue({ code: "custom", message: "is invalid" });
    return z.NEVER;
  })
  .nullish();

/** A moment as that platform's clients write it, in UTC unless it says otherwise. Undefined for what is none, like the 31st of February. */
export function parsePlatformMoment(given: string): Date | undefined {
  const match = MOMENT.exec(given.trim());
  if (match === null) return undefined;
  const [, day = "", time = "00:00:00", zone = "Z"] = match;
  const midnight = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(day)) return undefined;
  const parsed = new Date(`${day}T${time}${zone === "UTC" ? "Z" : zone.replace(/(\d\d):?(\d\d)$/, "$1:$2")}`);
  // A zone may carry it into a year of five digits, which is written in a way that Postgres does not read.
  return Number.isNaN(parsed.getTime()) || parsed.getUTCFullYear() > 9_999 ? undefined : parsed;
}

/** The cart's version that the client has seen: an older one is refused. */
const stateLockVersion = count.nullish();

export const PlatformAddressAttributes = z.looseObject({
  firstname: text,
  lastname: text,
  company: text,
  address1: text,
  address2: text,
  city: text,
  zipcode: text,
  phone: text,
  alternative_phone: text,
  state_name: text,
  state_id: text,
  country_id: text,
  label: text,
  user_id: text,
  public_metadata: metadata,
  private_metadata: metadata,
});
export type PlatformAddressAttributes = z.infer<typeof PlatformAddressAttributes>;

/** As the platform's document has it, `{address: {…}}`, or without the wrapper. */
export const PlatformAddressParams = PlatformAddressAttributes.extend({
  address: PlatformAddressAttributes.nullish(),
});

export const PlatformLineItemAttributes = z.looseObject({
  id,
  order_id: text,
  variant_id: id,
  quantity: count.nullish(),
  public_metadata: metadata,
  private_metadata: metadata,
});
export type PlatformLineItemAttributes = z.infer<typeof PlatformLineItemAttributes>;

/** `{line_item: {…}}`, or without the wrapper. */
export const PlatformLineItemParams = PlatformLineItemAttributes.extend({
  line_item: PlatformLineItemAttributes.nullish(),
  state_lock_version: stateLockVersion,
});

const MAX_LINES_SENT = 200;

export const PlatformOrderAttributes = z.looseObject({
  /** Taken as it is in a new order; one that is changed must look like one. */
  email: text,
  special_instructions: text,
  internal_note: text,
  currency: text,
  channel: text,
  last_ip_address: text,
  user_id: text,
  created_by_id: text,
  approver_id: text,
  approved_at: moment,
  canceler_id: text,
  considered_risky: yesOrNo,
  confirmation_delivered: yesOrNo,
  store_owner_notification_delivered: yesOrNo,
  /** An address that is there. What is sent as `…_address_attributes` goes before it. */
  bill_address_id: id,
  ship_address_id: id,
  bill_address_attributes: PlatformAddressParams.nullish(),
  ship_address_attributes: PlatformAddressParams.nullish(),
  line_items_attributes: z
    .array(PlatformLineItemParams.omit({ state_lock_version: true }), invalid)
    .max(MAX_LINES_SENT, "are too many")
    .nullish(),
  public_metadata: metadata,
  private_metadata: metadata,
  state_lock_version: stateLockVersion,
});
export type PlatformOrderAttributes = z.infer<typeof PlatformOrderAttributes>;

export const PlatformOrderParams = z.looseObject({
  order: PlatformOrderAttributes,
  state_lock_version: stateLockVersion,
});

/** What a move from state to state may say. */
export const PlatformMoveParams = z.looseObject({
  state_lock_version: stateLockVersion,
  order: z.looseObject({ state_lock_version: stateLockVersion }).nullish(),
});
export const PlatformCompleteParams = PlatformMoveParams.extend({
  /** From a refusal of this order's address: it is taken as it is. */
  override_token: z.string(invalid).min(1).max(300).nullish(),
});
export const PlatformApproveParams = PlatformMoveParams.extend({ approver_id: text });
export const PlatformCancelParams = PlatformMoveParams.extend({ canceler_id: text });
export const PlatformCouponParams = PlatformMoveParams.extend({ coupon_code: text });

const CENTS = /^\d{1,9}(?:\.\d{1,2}0*)?$/;

export const PlatformCreditParams = PlatformMoveParams.extend({
  /** In dollars: 10, 10.5 or "10.50". None: as much as there is, and it costs. */
  amount: z
    .union([z.number(), z.string()], invalid)
    .transform((given) => String(given).trim())
    .pipe(z.string().regex(CENTS, "is not an amount"))
    .transform((dollars) => Math.round(Number(dollars) * 100))
    .pipe(z.int().min(1, "must be greater than 0"))
    .nullish(),
});
