import { RetailerName, RetailerSettings } from "@cartwright/schemas";
import { z } from "zod";
import { orBlank, wholeNumber } from "../form-fields.ts";

const MAX_LIMIT = 2_147_483_647;
const NAMED_VALUE = /^([\w-]+)=(.+)$/;

const limit = orBlank(wholeNumber(MAX_LIMIT).refine((count) => count >= 1, "must be 1 or more, or blank for no limit"));

export const Limits = z.strictObject({ max_concurrent: limit, min_interval_ms: limit });

/** Blank is left out, as the database keeps it. */
const optional = <Schema extends z.ZodType>(schema: Schema) => orBlank(schema).transform((value) => value ?? undefined);

/** `name=value`, a line each. */
const NamedValues = z.string().transform((typed, context) => {
  const lines = typed.split(/\r?\n/).map((line) => line.trim());
  const pairs = lines.filter((line) => line !== "").map((line) => NAMED_VALUE.exec(line));
  const wrong = pairs.indexOf(null);
  if (wrong === -1) return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? "", pair?.[2]?.trim() ?? ""]));
  context.addIssue({ code: "custom", message: `must be name=value in each line; number ${wrong + 1} is not` });
  return z.NEVER;
});

const Origins = z
  .string()
  .transform((typed) => typed.split(/[\s,]+/).filter((origin) => origin !== ""))
  .pipe(RetailerSettings.shape.payment_origins.unwrap());

/** The whole form of a registered retailer. */
export const Settings = z.strictObject({
  name: orBlank(RetailerName),
  payment: RetailerSettings.shape.payment.unwrap(),
  account_id: optional(RetailerSettings.shape.account_id.unwrap()),
  checkout_email: optional(RetailerSettings.shape.checkout_email.unwrap()),
  user_agent: optional(RetailerSettings.shape.user_agent.unwrap()),
  payment_origins: Origins,
  api: NamedValues,
});
export type Settings = z.infer<typeof Settings>;
