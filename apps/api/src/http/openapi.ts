import * as words from "@cartwright/schemas";
import { z } from "zod";
import { createDocument, type oas31, type ZodOpenApiOverride, type ZodOpenApiPathsObject } from "zod-openapi";
import { operationOf, refusalComponents } from "./openapi-operation.ts";
import { tagGroups } from "./openapi-faces.ts";
import { addWords, API_DESCRIPTION, TAG_WORDS } from "./openapi-words.ts";
import type { Route } from "./route.ts";

export type OpenApiDocument = oas31.OpenAPIObject;

/** The version of the contract, not of the build: it grows when something is added, its first number when something is taken away. */
const API_VERSION = "1.0.0";

const HEADERS = {
  XRequestId: {
    description: "The request's id, for questions about it: the client's own `X-Request-Id` where it sent a sane one.",
    schema: { type: "string" },
    required: true,
  },
  RetryAfter: { description: "How many seconds to wait before asking again.", schema: { type: "string" } },
  RateLimit: { description: "What is left of the limit, and when it starts anew.", schema: { type: "string" } },
  RateLimitPolicy: { description: "The limits, each with its window in seconds.", schema: { type: "string" } },
} as const;

/** OpenAPI 3.1 of the route table: what a row says of itself, and nothing that it does not. */
export function openApiDocument(routes: readonly Route[], publicUrl: string | undefined): OpenApiDocument {
  nameSchemas(routes);
  const documented = routes.filter((row) => row.isUndocumented !== true);
  const document = createDocument(
    {
      openapi: "3.1.0",
      info: {
        title: "Cartwright",
        version: API_VERSION,
        description: API_DESCRIPTION,
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      servers: [{ url: publicUrl?.replace(/\/+$/, "") ?? "/", description: "This server" }],
      tags: tagsOf(documented),
      "x-tagGroups": tagGroups(documented),
      paths: pathsOf(documented),
      components: {
        schemas: { ErrorBody: words.ErrorBody, FieldError: words.FieldError },
        headers: HEADERS,
        responses: refusalComponents(),
        securitySchemes: {
          bearer: {
            type: "http",
            scheme: "bearer",
            description:
              "An API key: `cw_live_…`, or `cw_test_…`, which orders from sandbox retailers alone and has data of its own. Or a token made from one (`POST /spree_oauth/token`), which opens what the key does for two hours.",
          },
        },
      },
    },
    { override: asClientsSendIt(routes) },
  );
  return addWords(withoutUnused(document));
}

function pathsOf(routes: readonly Route[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const row of routes) {
    const path = toTemplate(row.path);
    paths[path] = { ...paths[path], [row.method]: operationOf(row) };
  }
  return paths;
}

/** Express's `/orders/:id` as OpenAPI has it: `/orders/{id}`. */
export function toTemplate(path: string): string {
  return path.replaceAll(/:(\w+)/g, "{$1}");
}

function tagsOf(routes: readonly Route[]): oas31.TagObject[] {
  return [...new Set(routes.map(({ tag }) => tag))].map((name) => {
    const description = TAG_WORDS[name];
    return description === undefined ? { name } : { name, description };
  });
}

/** Every schema with a name of its own becomes a component: the words of the product, and each route's body and answer. */
function nameSchemas(routes: readonly Route[]): void {
  for (const [name, word] of Object.entries(words)) if (word instanceof z.ZodType) nameSchema(word, name);
  for (const row of routes) {
    const name = `${row.id.slice(0, 1).toUpperCase()}${row.id.slice(1)}`;
    if (row.body !== undefined) nameSchema(row.body, `${name}Request`);
    for (const { body } of Object.values(row.answers)) if (body !== undefined) nameSchema(body, `${name}Answer`);
  }
}

function nameSchema(schema: z.ZodType, id: string): void {
  const known = z.globalRegistry.get(schema);
  if (known?.id === undefined) z.globalRegistry.add(schema, { ...known, id });
}

/** In a query everything is text; what is read as a number or as yes and no is documented, and sent, as that. */
function asClientsSendIt(routes: readonly Route[]): ZodOpenApiOverride {
  const readAs = new Map<unknown, z.core.$ZodType>();
  const defaults = new Map<unknown, unknown>();
  for (const { query } of routes) {
    for (const value of Object.values<z.ZodType>(query?.shape ?? {})) {
      if (value instanceof z.ZodDefault) defaults.set(value, value.def.defaultValue);
      const schema = unwrap(value);
      if (!(schema instanceof z.ZodPipe)) continue;
      if (schema.out instanceof z.ZodNumber) readAs.set(schema, schema.out);
      if (isYesOrNo(schema.in)) readAs.set(schema, z.boolean());
    }
  }
  return ({ zodSchema, jsonSchema }) => {
    // What a default is made into is what it is read as: Zod leaves it out, since it need not be what is sent.
    if (defaults.has(zodSchema)) jsonSchema["default"] = defaults.get(zodSchema);
    const read = readAs.get(zodSchema);
    if (read === undefined) return;
    for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
    const { $schema: _dialect, ...asRead } = z.toJSONSchema(read);
    Object.assign(jsonSchema, asRead);
  };
}

const isYesOrNo = (schema: z.core.$ZodType): boolean =>
  schema instanceof z.ZodEnum &&
  schema.options.length === 2 &&
  schema.options.every((word) => word === "true" || word === "false");

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const isWrapped =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable;
  return isWrapped ? unwrap(schema.unwrap()) : schema;
}

/** Refusals that no operation names. */
function withoutUnused(document: OpenApiDocument): OpenApiDocument {
  const text = JSON.stringify(document.paths);
  const { responses = {}, ...rest } = document.components ?? {};
  const used = Object.entries(responses).filter(([name]) => text.includes(`"#/components/responses/${name}"`));
  return { ...document, components: { ...rest, responses: Object.fromEntries(used) } };
}
