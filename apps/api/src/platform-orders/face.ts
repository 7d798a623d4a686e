import { FieldError, PROBLEM_STATUS, type ProblemCode } from "@cartwright/schemas";
import { z } from "zod";
import type { Face } from "../http/face.ts";
import type { Problem } from "../http/problem.ts";

const JSON_API = "application/vnd.api+json";

/** What that platform answers with another status than the native API. */
const OWN_STATUS = {
  // A scope that is missing is a token that is not good enough.
  forbidden: 401,
  insufficient_funds: 422,
  order_not_cancellable: 422,
  order_not_retryable: 422,
  return_not_allowed: 422,
  already_exists: 422,
  order_not_in_doubt: 422,
} as const satisfies Partial<Record<ProblemCode, number>>;

const UNPROCESSABLE = 422;

/** No JSON:API either: that is what its clients know. `errors` is there where fields, or the whole (`base`), are at fault. */
const PlatformErrorBody = z.object({
  error: z.string(),
  errors: z.record(z.string(), z.array(z.string())).optional(),
  /** Of an address that is refused, and may be insisted on: see `complete`. */
  override_token: z.string().optional(),
});

/** The platform orders API. */
export const PLATFORM_FACE: Face = {
  name: "platform",
  prefixes: ["/api/v2/platform"],
  takes: [JSON_API, "application/json"],
  mediaType: JSON_API,
  statusOf,
  refusal: PlatformErrorBody,
  refuse: (problem) => ({ status: statusOf(problem.code), body: bodyOf(problem) }),
};

function statusOf(code: ProblemCode): number {
  return hasOwnStatus(code) ? OWN_STATUS[code] : PROBLEM_STATUS[code];
}

const hasOwnStatus = (code: ProblemCode): code is keyof typeof OWN_STATUS => Object.hasOwn(OWN_STATUS, code);

function bodyOf(problem: Problem): z.infer<typeof PlatformErrorBody> {
  const status = statusOf(problem.code);
  if (status === 404) return { error: "The resource you were looking for could not be found." };
  if (problem.code === "unauthorized") return { error: "The access token is invalid" };
  if (status !== UNPROCESSABLE) return { error: problem.message };
  const errors = FieldErrors.safeParse(problem.details["field_errors"]);
  if (!errors.success) return { error: problem.message, errors: { base: [problem.message] } };
  const { override_token: token } = problem.details;
  return {
    error: toSentence(errors.data.map(({ field, message }) => `${humanize(field)} ${message}`)),
    errors: byField(errors.data),
    ...(typeof token === "string" ? { override_token: token } : {}),
  };
}

const FieldErrors = z.array(FieldError).min(1);

function byField(errors: readonly FieldError[]): Record<string, string[]> {
  const fields = new Map<string, string[]>();
  for (const { field, message } of errors) fields.set(field, [...(fields.get(field) ?? []), message]);
  return Object.fromEntries(fields);
}

/** `ship_address_id` is "Ship address". */
function humanize(field: string): string {
  const words = field.replace(/_id$/, "").replaceAll(/[._]+/g, " ").trim();
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/** "A", "A and B", "A, B, and C". */
function toSentence(parts: readonly string[]): string {
  if (parts.length < 3) return parts.join(" and ");
  return `${parts.slice(0, -1).join(", ")}, and ${parts.at(-1) ?? ""}`;
}
