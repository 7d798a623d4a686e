import { z } from "zod";
import { visibleLine } from "./text.ts";

/** A login is written into one field; longer than any shop takes is a mistake. */
const MAX_LOGIN = 300;
const MAX_CONFIG_KEYS = 50;
const MAX_CONFIG_BYTES = 8 * 1024;

const CONTROL = /\p{Cc}/u;

/** A user name or an email address: whatever the shop's form asks for. */
export const ShopLogin = visibleLine(MAX_LOGIN);

/** Kept as it was typed, with the spaces around it. */
export const ShopPassword = z
  .string()
  .min(1)
  .max(MAX_LOGIN)
  .refine((text) => !CONTROL.test(text), "must be one line, without control characters");

const RetailerConfig = z.record(z.string().max(100), z.unknown()).superRefine((config, context) => {
  if (Object.keys(config).length > MAX_CONFIG_KEYS)
    context.addIssue({ code: "custom", message: `must have at most ${MAX_CONFIG_KEYS} keys` });
  if (Buffer.byteLength(JSON.stringify(config)) > MAX_CONFIG_BYTES)
    context.addIssue({ code: "custom", message: `must be at most ${MAX_CONFIG_BYTES} bytes of JSON` });
});

/** A field that the contract knows and this service does not: refused rather than ignored. */
const noTotp = z
  .string()
  .max(MAX_LOGIN)
  .nullish()
  .refine((secret) => (secret ?? null) === null, "is not supported: use an account without two-factor codes");

/** The body of `POST /managed-accounts`. */
export const CreateManagedAccount = z
  .strictObject({
    email: ShopLogin,
    password: ShopPassword,
    /** A retailer's id, as `GET /retailers` lists it. */
    retailer: z.string().min(1).max(253).nullish(),
    totp_secret: noTotp,
    /** The client's own notes: kept, shown, never read. */
    retailer_config: RetailerConfig.nullish(),
  })
  .superRefine(({ retailer }, context) => {
    if ((retailer ?? null) !== null) return;
    const message = "is required: a password is typed into the one shop that it is for, and offered to no other";
    context.addIssue({ code: "custom", path: ["retailer"], message });
  });
export type CreateManagedAccount = z.infer<typeof CreateManagedAccount>;

/** The body of `PUT /managed-accounts/{short_id}`: what is left out, or null, stays as it is. */
export const UpdateManagedAccount = z.strictObject({
  email: ShopLogin.nullish(),
  password: ShopPassword.nullish(),
  /** Only the one that it has. */
  retailer: z.string().min(1).max(253).nullish(),
  totp_secret: noTotp,
  /** Takes the place of what was there; `{}` empties it. */
  retailer_config: RetailerConfig.nullish(),
});
export type UpdateManagedAccount = z.infer<typeof UpdateManagedAccount>;

/** A managed account as the API shows it: never with its password. */
export const ManagedAccount = z.object({
  id: z.uuid(),
  /** What orders name it by. */
  short_id: z.string(),
  /** Empty where it cannot be opened any more: the account is paused then. */
  email: z.string(),
  retailer: z.string(),
  retailer_id: z.null(),
  has_totp: z.literal(false),
  has_forwarding: z.literal(false),
  /** No order gets through with it. */
  is_paused: z.boolean(),
  /** The order that shops with it right now. */
  locked_by_job_id: z.uuid().nullable(),
  cooldown_minutes: z.null(),
  last_used_at: z.iso.datetime().nullable(),
  retailer_config: z.record(z.string(), z.unknown()).nullable(),
  forwarding_email: z.string(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type ManagedAccount = z.infer<typeof ManagedAccount>;

export const ManagedAccountList = z.object({ credentials: z.array(ManagedAccount), total: z.int() });
export type ManagedAccountList = z.infer<typeof ManagedAccountList>;
