import { PROBLEM_STATUS, type ProblemCode, SUPPLIER_CODE_STATUS, type SupplierCode } from "@cartwright/schemas";
import type { FaceName } from "../http/openapi-faces.ts";
import { PROBLEM_WORDS } from "../http/openapi-problems.ts";
import { wordsHtml } from "./html.ts";

interface ErrorWords {
  status: number;
  /** What a program tells it by; undefined: by its status alone. */
  code?: string;
  words: string;
}

const SUPPLIER_WORDS: Record<SupplierCode, string> = {
  invalid_request:
    "The request cannot be served as it is; `details.reason` says why, where there is more than one way to fail.",
  missing_field: "A field is not there: `details.field`.",
  invalid_field: "A field is not what it must be: `details.field`, `received` and `expected`.",
  insufficient_inventory: "There is less of it than was asked for: `details.product_id`, `requested` and `available`.",
  minimum_not_met: "The supplier takes larger orders only.",
  supplier_unavailable: "The supplier takes no orders right now.",
  unauthorized: PROBLEM_WORDS.unauthorized,
  forbidden: PROBLEM_WORDS.forbidden,
  product_not_found: "There is no such product, or not at this supplier.",
  order_not_found: "There is no such order, or it is another account's: the two are not told apart.",
  supplier_not_found: "There is no such supplier for keys of this mode.",
  webhook_not_found: "There is no such webhook, or it is another account's.",
  rate_limit_exceeded: PROBLEM_WORDS.rate_limit_exceeded,
  internal_error: PROBLEM_WORDS.internal_error,
  service_unavailable: PROBLEM_WORDS.service_unavailable,
};

const PLATFORM_WORDS: readonly ErrorWords[] = [
  { status: 400, words: "The body does not parse, or lacks its root (`order`, `line_item`, …); or `include` names what is not there." },
  { status: 401, words: "There is no token or key, it is not valid, it is over, or it lacks the scope." },
  { status: 404, words: "“The resource you were looking for could not be found.” Another account's is not found either." },
  { status: 409, words: "`state_lock_version` is not the order's any more: read it again. Or the same request is being served right now." },
  { status: 422, words: "`errors` names each field with what is wrong; `base` is the whole. A cart that is not ready for a step, too." },
  { status: 429, words: PROBLEM_WORDS.rate_limit_exceeded },
  { status: 400, code: "invalid_request · unsupported_grant_type · invalid_scope", words: "Of `/spree_oauth/token` alone, as OAuth 2 has it: `{\"error\":\"…\",\"error_description\":\"…\"}`." },
  { status: 401, code: "invalid_client", words: "Likewise: no API key has this id and this secret." },
]; // prettier-ignore

interface FaceErrors {
  shape: string;
  errors: readonly ErrorWords[];
}

const FACE_ERRORS: Readonly<Record<FaceName, FaceErrors>> = {
  native: {
    shape: 'Every refusal is `{"error":{"code","message","details"}}`.',
    errors: (Object.keys(PROBLEM_STATUS) as ProblemCode[]).map((code) => ({
      status: PROBLEM_STATUS[code],
      code,
      words: PROBLEM_WORDS[code],
    })),
  },
  supplier: {
    shape: 'Every refusal is `{"error":{"code","message","details"}}`, in the codes of this face.',
    errors: (Object.keys(SUPPLIER_CODE_STATUS) as SupplierCode[]).map((code) => ({
      status: SUPPLIER_CODE_STATUS[code],
      code,
      words: SUPPLIER_WORDS[code],
    })),
  },
  platform: {
    shape:
      'Every refusal is `{"error":"…"}`, with `"errors":{"field":["…"]}` where fields are at fault. It is no JSON:API.',
    errors: PLATFORM_WORDS,
  },
};

/** How a face refuses, and what each refusal means. */
export function errorsHtml(face: FaceName, id: string): string {
  const { shape, errors } = FACE_ERRORS[face];
  const rows = errors.map(({ status, code, words }) => {
    const name = code === undefined ? "" : `<p><code class="name">${code}</code></p>`;
    return `<li><span class="status bad">${status}</span> <div>${name}<p>${wordsHtml(words)}</p></div></li>`;
  });
  return `<section class="group" id="${id}"><h3>Errors</h3>
<p>${wordsHtml(shape)} The <code>X-Request-Id</code> of the answer is the name to ask about it by.</p>
<ul class="answers">${rows.join("\n")}</ul></section>`;
}
