import { PROBLEM_STATUS, type ProblemCode } from "@cartwright/schemas";
import { z } from "zod";
import type { Face } from "../http/face.ts";
import { Problem } from "../http/problem.ts";

/** The codes of RFC 6749, section 5.2, each with what it is to the native API. */
const NATIVE_CODE = {
  invalid_request: "bad_request",
  invalid_client: "unauthorized",
  unsupported_grant_type: "bad_request",
  invalid_scope: "bad_request",
} as const satisfies Record<string, ProblemCode>;
type OAuthCode = keyof typeof NATIVE_CODE;

/** No token: in OAuth's words. */
export class OAuthProblem extends Problem {
  readonly oauthCode: OAuthCode;

  constructor(oauthCode: OAuthCode, message: string, headers: Record<string, string> = {}) {
    super(NATIVE_CODE[oauthCode], message, { headers });
    this.oauthCode = oauthCode;
  }
}

export const FORM_TYPE = "application/x-www-form-urlencoded";

const OAuthError = z.object({ error: z.string(), error_description: z.string() });

/** Where tokens are made. Its refusals are OAuth's, whatever the request was refused for. */
export const OAUTH_FACE: Face = {
  name: "platform",
  prefixes: ["/spree_oauth"],
  takes: [FORM_TYPE, "application/json"],
  mediaType: "application/json",
  statusOf,
  refusal: OAuthError,
  refuse: (problem) => ({
    status: statusOf(problem.code),
    body: { error: codeOf(problem), error_description: problem.message },
  }),
};

/** Whatever is wrong with the parameters is a 400 there. */
function statusOf(code: ProblemCode): number {
  return code === "validation_error" ? PROBLEM_STATUS.bad_request : PROBLEM_STATUS[code];
}

function codeOf(problem: Problem): string {
  if (problem instanceof OAuthProblem) return problem.oauthCode;
  if (problem.code === "service_unavailable") return "temporarily_unavailable";
  if (problem.code === "rate_limit_exceeded") return "slow_down";
  return problem.status >= 500 ? "server_error" : "invalid_request";
}
