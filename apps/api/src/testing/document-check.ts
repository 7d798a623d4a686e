import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { OpenApiDocument } from "../http/openapi.ts";

/** An answer as it came over the wire. */
interface WireAnswer {
  method: string;
  /** With its query. */
  path: string;
  status: number;
  headers: Headers;
  body: string;
}

/** Throws, and says what differs, for an answer that the document does not describe. */
export type CheckAnswer = (answer: WireAnswer) => void;

const JSON_TYPES = new Set(["application/json", "application/vnd.api+json"]);
const DOCUMENT_ID = "openapi";
const MAX_SHOWN = 8;

interface Operation {
  name: string;
  pattern: RegExp;
  responses: Record<string, Pointed>;
}

interface Pointed {
  /** A JSON pointer to it. */
  pointer: string;
  mediaTypes: string[];
}

/** Holds every answer against the document: status, media type, and body, field by field. */
export function openDocumentCheck(document: OpenApiDocument): CheckAnswer {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
  addFormats(ajv);
  ajv.addFormat("guid", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
  ajv.addSchema({ ...document }, DOCUMENT_ID);
  const compiled = new Map<string, ValidateFunction>();
  const operations = operationsOf(document);

  const validatorOf = (pointer: string): ValidateFunction => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `${DOCUMENT_ID}#${pointer}` });
    compiled.set(pointer, known);
    return known;
  };

  return (answer) => {
    const operation = findOperation(operations, answer);
    // A path that is not there, a method that is not: refusals of the server itself.
    if (operation === undefined) return;
    const what = `${operation.name} answered ${answer.status}`;
    const response = operation.responses[answer.status];
    if (response === undefined) throw new Error(`${what}, which its row in the route table does not name`);
    if (!answer.headers.has("x-request-id")) throw new Error(`${what} without X-Request-Id`);
    const type = (answer.headers.get("content-type") ?? "").split(";", 1)[0] ?? "";
    if (response.mediaTypes.length === 0 && answer.body === "") return;
    if (!response.mediaTypes.includes(type)) {
      throw new Error(`${what} with "${type}"; its row says ${response.mediaTypes.join(" or ") || "no body"}`);
    }
    if (!JSON_TYPES.has(type)) return;
    const validate = validatorOf(`${response.pointer}/content/${escape(type)}/schema`);
    const body: unknown = JSON.parse(answer.body);
    if (!validate(body)) {
      throw new Error(`${what} with a body that its schema does not describe:\n${explain(validate.errors, body)}`);
    }
  };
}

/** The document's name of the operation that serves a request: `GET /orders/{id}`. */
function findOperation(operations: readonly Operation[], { method, path }: WireAnswer): Operation | undefined {
  const pathname = path.split("?", 1)[0] ?? "";
  // The path first: `/orders/bulk/validate` is no batch's, whatever the method.
  const served = operations.find(({ pattern }) => pattern.test(pathname))?.pattern.source;
  return operations.find(({ name, pattern }) => name.startsWith(`${method} `) && pattern.source === served);
}

function operationsOf(document: OpenApiDocument): Operation[] {
  const operations: Operation[] = [];
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of ["get", "post", "put", "patch", "delete"] as const) {
      const operation = item[method];
      if (operation === undefined) continue;
      const pointer = `/paths/${escape(path)}/${method}`;
      operations.push({
        name: `${method.toUpperCase()} ${path}`,
        pattern: new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`),
        responses: responsesOf(document, operation.responses ?? {}, pointer),
      });
    }
  }
  // Words before parameters, as the server has it.
  return operations.sort((a, b) => a.name.split("{").length - b.name.split("{").length);
}

function responsesOf(document: OpenApiDocument, given: object, pointer: string): Record<string, Pointed> {
  const responses: Record<string, Pointed> = {};
  for (const [status, response] of Object.entries(given) as [string, { $ref?: string; content?: object }][]) {
    const name = response.$ref?.split("/").at(-1);
    const component = name === undefined ? undefined : document.components?.responses?.[name];
    const target = component ?? response;
    responses[status] = {
      pointer: name === undefined ? `${pointer}/responses/${status}` : `/components/responses/${name}`,
      mediaTypes: "content" in target && target.content !== undefined ? Object.keys(target.content) : [],
    };
  }
  return responses;
}

function escape(part: string): string {
  return part.replaceAll("~", "~0").replaceAll("/", "~1");
}

function explain(errors: readonly ErrorObject[] | null | undefined, body: unknown): string {
  const lines = (errors ?? []).map(({ instancePath, message, params }) => {
    const value = JSON.stringify(valueAt(body, instancePath)) ?? "nothing";
    return `  ${instancePath || "the body"}: ${message ?? ""} ${JSON.stringify(params)}, but is ${value.slice(0, 120)}`;
  });
  const more = lines.length > MAX_SHOWN ? [`  and ${lines.length - MAX_SHOWN} more`] : [];
  return [...lines.slice(0, MAX_SHOWN), ...more].join("\n");
}

function valueAt(body: unknown, pointer: string): unknown {
  let value = body;
  for (const part of pointer.split("/").slice(1)) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[part.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return value;
}
