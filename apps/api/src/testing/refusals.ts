import { FieldError, SUPPLIER_CODE_STATUS, SupplierErrorBody } from "@cartwright/schemas";
import { z } from "zod";
import { findFace } from "../http/face.ts";
import { FACES } from "../routes.ts";
import type { Answer } from "./test-api.ts";

/** How one face says no, as far as its clients rely on it. */
interface Refusals {
  /** Of any answer from 400 to 499: what is wrong with it, in words; undefined: nothing. */
  faultIn: (answer: Answer) => string | undefined;
  isUnauthorized: (answer: Answer) => boolean;
  lacksScope: (answer: Answer, scope: string) => boolean;
}

const NativeError = z.object({
  error: z.object({ code: z.string().min(1), message: z.string().min(1), details: z.looseObject({}) }),
});
const NamedFields = z.array(FieldError.extend({ field: z.string().min(1) })).min(1);

const native: Refusals = {
  faultIn: ({ body }) => {
    const parsed = NativeError.safeParse(body);
    if (!parsed.success) return "has no code, message and details";
    const { code, details } = parsed.data.error;
    return code !== "validation_error" || NamedFields.safeParse(details["field_errors"]).success
      ? undefined
      : "names no field";
  },
  isUnauthorized: ({ status, body }) => status === 401 && codeIn(body) === "unauthorized",
  lacksScope: ({ status, body }, scope) => status === 403 && codeIn(body) === "forbidden" && requires(body, scope),
};

const supplier: Refusals = {
  faultIn: ({ status, body }) => {
    const parsed = SupplierErrorBody.safeParse(body);
    if (!parsed.success) return "is none of the supplier face's errors";
    const { code, details } = parsed.data.error;
    // What its contract has no word for keeps the status that HTTP has for it.
    if (code !== "invalid_request" && SUPPLIER_CODE_STATUS[code] !== status) return `has ${code} with another's status`;
    const isOfField = code === "invalid_field" || code === "missing_field";
    return isOfField && !z.string().min(1).safeParse(details["field"]).success ? `is ${code} of no field` : undefined;
  },
  isUnauthorized: native.isUnauthorized,
  lacksScope: native.lacksScope,
};

const PlatformError = z.strictObject({
  error: z.string().min(1),
  errors: z.record(z.string(), z.array(z.string().min(1)).min(1)).optional(),
  override_token: z.string().min(1).optional(),
});
const NOT_FOUND = "The resource you were looking for could not be found.";

const platform: Refusals = {
  faultIn: ({ status, body }) => {
    const parsed = PlatformError.safeParse(body);
    if (!parsed.success) return "is none of the platform face's errors";
    const { error } = parsed.data;
    // As it was sent: a parsed record has no `__proto__`.
    const { errors = {} } = body;
    if (status === 404 && error !== NOT_FOUND) return "has other words than a 404 has there";
    return status === 422 && Object.keys(errors as object).length === 0 ? "names no field" : undefined;
  },
  isUnauthorized: ({ status, body }) => status === 401 && PlatformError.safeParse(body).success,
  // There, a scope that is missing is told like a key that is.
  lacksScope: (answer) => platform.isUnauthorized(answer),
};

const OAuthError = z.strictObject({ error: z.string().regex(/^[a-z_]+$/), error_description: z.string().min(1) });

const oauth: Refusals = {
  faultIn: ({ body }) => (OAuthError.safeParse(body).success ? undefined : "is none of OAuth's errors"),
  isUnauthorized: ({ status, body }) => status === 401 && body["error"] === "invalid_client",
  lacksScope: () => false,
};

/** By what the paths of the face begin with. */
const BY_PREFIX: Readonly<Record<string, Refusals>> = {
  "/api/v1": supplier,
  "/api/v2/platform": platform,
  "/spree_oauth": oauth,
};

/** How the face that a path belongs to says no. A face that is not here fails every test of it by its name. */
export function refusalsOf(path: string): Refusals {
  const face = findFace(FACES, path.split("?", 1)[0] ?? "");
  if (face === undefined) return native;
  const found = face.prefixes.map((prefix) => BY_PREFIX[prefix]).find((refusals) => refusals !== undefined);
  if (found === undefined) throw new Error(`nobody has said how ${face.prefixes.join(", ")} refuses: testing/refusals`);
  return found;
}

/** The media type that a refusal there has. */
export const refusalType = (path: string): string =>
  findFace(FACES, path.split("?", 1)[0] ?? "")?.mediaType ?? "application/json";

function codeIn(body: Record<string, unknown>): unknown {
  return (body["error"] as { code?: unknown } | undefined)?.code;
}

function requires(body: Record<string, unknown>, scope: string): boolean {
  const { details } = body["error"] as { details?: unknown };
  return JSON.stringify(details) === JSON.stringify({ required_scope: scope });
}
