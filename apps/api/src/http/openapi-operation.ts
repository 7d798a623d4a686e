import { PROBLEM_STATUS, type ProblemCode } from "@cartwright/schemas";
import { z } from "zod";
import type { oas31, ZodOpenApiOperationObject, ZodOpenApiResponseObject } from "zod-openapi";
import { PROBLEM_WORDS, problemsOf } from "./openapi-problems.ts";
import type { Face } from "./face.ts";
import { problemWords } from "./openapi-faces.ts";
import type { Answer, Route } from "./route.ts";

type HeaderMap = Record<string, oas31.HeaderObject | oas31.ReferenceObject>;

const JSON_TYPE = "application/json";

/** Of every answer; those that only some have are named where they belong. */
const REQUEST_ID = { "X-Request-Id": { $ref: "#/components/headers/XRequestId" } } as const;

/** One row of the route table, as an operation of the document. */
export function operationOf(row: Route): ZodOpenApiOperationObject {
  return {
    operationId: row.id,
    tags: [row.tag],
    summary: row.summary,
    ...(row.description === undefined ? {} : { description: row.description }),
    security: securityOf(row),
    parameters: headerParameters(row),
    requestParams: {
      ...(row.params === undefined ? {} : { path: row.params }),
      ...(row.query === undefined ? {} : { query: row.query }),
    },
    ...(row.body === undefined
      ? {}
      : { requestBody: { required: row.isBodyOptional !== true, content: bodyTypes(row, row.body) } }),
    responses: responsesOf(row),
  };
}

function bodyTypes({ face }: Route, schema: z.ZodType): Record<string, { schema: z.ZodType }> {
  return Object.fromEntries((face?.takes ?? [JSON_TYPE]).map((type) => [type, { schema }]));
}

function headerParameters({ requestHeaders = {} }: Route): oas31.ParameterObject[] {
  return Object.entries(requestHeaders).map(([name, description]) => ({
    name,
    in: "header",
    description,
    schema: { type: "string" },
  }));
}

/** The scope is not OAuth's, but OpenAPI 3.1 lets any scheme name the roles that it wants. `{}`: without a key as well. */
function securityOf({ scope, isKeyOptional }: Route): oas31.SecurityRequirementObject[] {
  if (scope === undefined) return [];
  return isKeyOptional ? [{}, { bearer: [scope] }] : [{ bearer: [scope] }];
}

type Responses = Record<`${1 | 2 | 3 | 4 | 5}${string}`, ZodOpenApiResponseObject | oas31.ReferenceObject>;

function responsesOf(row: Route): Responses {
  const responses: Responses = {};
  for (const [status, answer] of Object.entries(row.answers)) {
    responses[status as keyof Responses] = answerOf(answer, row.face?.mediaType);
  }
  if (row.face !== undefined) return { ...faceRefusals(row, row.face), ...responses };
  for (const [status, codes] of problemsOf(row)) {
    const name = String(status) as keyof Responses;
    const own = row.answers[status];
    responses[name] = own === undefined ? refusalOf(codes) : eitherOf(own, codes);
  }
  return responses;
}

/** In the words of a face, every status that it may refuse with. */
function faceRefusals(row: Route, face: Face): Responses {
  const codesByStatus = new Map<number, ProblemCode[]>();
  for (const codes of problemsOf(row).values()) {
    for (const code of codes) {
      const status = face.statusOf(code);
      codesByStatus.set(status, [...(codesByStatus.get(status) ?? []), code]);
    }
  }
  const responses: Responses = {};
  for (const [status, codes] of codesByStatus) {
    responses[String(status) as keyof Responses] = {
      description: codes.map((code) => problemWords(face.name, code, PROBLEM_WORDS[code])).join("\n\n"),
      headers: { ...REQUEST_ID, ...refusalHeaders(codes) },
      content: { [face.mediaType]: { schema: face.refusal } },
    };
  }
  return responses;
}

function answerOf(
  { description, body, mediaType, orHtml, headers = {} }: Answer,
  jsonType = JSON_TYPE,
): ZodOpenApiResponseObject {
  const type = mediaType ?? (body === undefined ? undefined : jsonType);
  const html = orHtml === true ? { "text/html": { schema: { type: "string" as const } } } : {};
  return {
    description,
    headers: { ...REQUEST_ID, ...headersOf(headers) },
    ...(type === undefined ? {} : { content: { [type]: { schema: body ?? { type: "string" } }, ...html } }),
  };
}

function headersOf(headers: Record<string, string>): HeaderMap {
  return Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: "string" } }]),
  );
}

/** A code that stands alone on its status, for the operation, is one component of the document. */
function refusalOf(codes: readonly ProblemCode[]): ZodOpenApiResponseObject | oas31.ReferenceObject {
  const [code] = codes;
  if (codes.length === 1 && code !== undefined) return { $ref: `#/components/responses/${nameOf(code)}` };
  return refusal(codes);
}

/** A status of an answer of its own that is a refusal's as well: `/health` answers 503, and so does a database that is away. */
function eitherOf(answer: Answer, codes: readonly ProblemCode[]): ZodOpenApiResponseObject {
  const own = answerOf(answer);
  if (answer.mediaType !== undefined || answer.body === undefined) {
    return { ...own, content: { ...own.content, [JSON_TYPE]: { schema: errorSchema(codes) } } };
  }
  const error = z.unknown().meta({ override: errorSchema(codes) });
  return {
    ...own,
    description: `${answer.description}; or \`${codes.join("`, `")}\``,
    content: { [JSON_TYPE]: { schema: z.union([answer.body, error]) } },
  };
}

function refusal(codes: readonly ProblemCode[]): ZodOpenApiResponseObject {
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEM_WORDS[code]}`).join("\n\n"),
    headers: { ...REQUEST_ID, ...refusalHeaders(codes) },
    content: { [JSON_TYPE]: { schema: errorSchema(codes) } },
  };
}

const RETRY_AFTER: readonly ProblemCode[] = ["rate_limit_exceeded", "idempotency_in_flight", "service_unavailable"];
const RATE_LIMIT: readonly ProblemCode[] = ["rate_limit_exceeded"];

function refusalHeaders(codes: readonly ProblemCode[]): HeaderMap {
  const has = (some: readonly ProblemCode[]) => codes.some((code) => some.includes(code));
  return {
    ...(has(RETRY_AFTER) ? { "Retry-After": { $ref: "#/components/headers/RetryAfter" } } : {}),
    ...(has(RATE_LIMIT)
      ? {
          RateLimit: { $ref: "#/components/headers/RateLimit" },
          "RateLimit-Policy": { $ref: "#/components/headers/RateLimitPolicy" },
        }
      : {}),
  };
}

function errorSchema(codes: readonly ProblemCode[]): oas31.SchemaObject {
  const code: oas31.SchemaObject = { type: "string", enum: [...codes] };
  const details: oas31.SchemaObject = {
    type: "object",
    properties: { field_errors: { type: "array", items: { $ref: "#/components/schemas/FieldError" } } },
  };
  return {
    allOf: [
      { $ref: "#/components/schemas/ErrorBody" },
      { type: "object", properties: { error: { type: "object", properties: { code, details } } } },
    ],
  };
}

/** The refusals of one code, by name. */
export function refusalComponents(): Record<string, ZodOpenApiResponseObject> {
  const codes = Object.keys(PROBLEM_STATUS) as ProblemCode[];
  return Object.fromEntries(codes.map((code) => [nameOf(code), refusal([code])]));
}

/** `rate_limit_exceeded` → `RateLimitExceeded`. */
function nameOf(code: ProblemCode): string {
  return code.replaceAll(/(?:^|_)(\w)/g, (_all, letter: string) => letter.toUpperCase());
}
