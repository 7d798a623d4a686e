import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import { z } from "zod";

const ROOT = join(__dirname, "../../../..");
const NAME = "platform-orders.openapi.yaml";
/** Where the contracts stand beside the project; elsewhere there is the copy alone. */
export const SHARED_CONTRACT = join(ROOT, "../shared/contracts", NAME);
export const KEPT_CONTRACT = join(ROOT, "contracts", NAME);

const Response = z.object({
  content: z
    .record(
      z.string(),
      z.object({
        schema: z.object({ $ref: z.string() }),
        examples: z.record(z.string(), z.object({ value: z.record(z.string(), z.unknown()) })),
      }),
    )
    .optional(),
});
const Operation = z.object({ responses: z.record(z.string(), Response) });
const Contract = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

/** One answer that the platform's document describes. */
export interface ContractResponse {
  /** "PATCH /api/v2/platform/orders/{id}/next 404". */
  name: string;
  method: string;
  path: string;
  status: number;
  /** Undefined: the document says nothing of the body. */
  mediaType: string | undefined;
  schema: string | undefined;
  example: Record<string, unknown> | undefined;
}

/** What the excerpt refers to without having it: a resource, by what its examples are, and the platform's own documentation. */
const LEFT_OUT = {
  resource_properties: {
    type: "object",
    required: ["id", "type", "attributes"],
    properties: {
      id: { type: "string" },
      type: { type: "string" },
      attributes: { type: "object" },
      relationships: { type: "object" },
    },
  },
};

const contract = Contract.parse(
  parse(readFileSync(existsSync(SHARED_CONTRACT) ? SHARED_CONTRACT : KEPT_CONTRACT, "utf8")),
);

/** Every answer of every operation of the platform's document, in its order. */
export function contractResponses(): ContractResponse[] {
  return Object.entries(contract.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { responses }]) =>
      Object.entries(responses).map(([status, { content = {} }]) => {
        const [mediaType, body] = Object.entries(content)[0] ?? [];
        const [example] = Object.values(body?.examples ?? {});
        const verb = method.toUpperCase();
        const name = `${verb} ${path} ${status}`;
        return {
          name,
          method: verb,
          path,
          status: Number(status),
          mediaType,
          schema: body?.schema.$ref,
          example: example?.value,
        };
      }),
    ),
  );
}

/** Says what of a body one of the document's schemas does not allow; empty: nothing. */
export function openContractCheck(): (schema: string, body: unknown) => string[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ components: { schemas: { ...LEFT_OUT, ...contract.components.schemas } } }, "contract");
  return (schema, body) => faultsOf(ajv, `contract${schema}`, body);
}

/** The same of JSON:API 1.0 itself, by its schema as jsonapi.org had it. */
export function openJsonApiCheck(): (body: unknown) => string[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const { $schema, ...schema } = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(readFileSync(join(ROOT, "contracts/json-api-1.0.schema.json"), "utf8")));
  // It is of an older draft, with no word in it that a newer one reads otherwise.
  if ($schema !== "http://json-schema.org/draft-06/schema#") throw new Error("the schema of JSON:API is another one");
  ajv.addSchema(schema, "json-api");
  return (body) => faultsOf(ajv, "json-api", body);
}

function faultsOf(ajv: Ajv, schema: string, body: unknown): string[] {
  const validate = ajv.getSchema(schema);
  if (validate === undefined) throw new Error(`there is no schema ${schema}`);
  void validate(body);
  return (validate.errors ?? []).map(({ instancePath, message = "" }) => `${instancePath} ${message}`);
}
