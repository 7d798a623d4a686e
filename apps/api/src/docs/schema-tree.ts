import type { oas31 } from "zod-openapi";
import { escapeHtml, wordsHtml } from "./html.ts";

export type Schema = oas31.SchemaObject | oas31.ReferenceObject;
export type Schemas = Readonly<Record<string, oas31.SchemaObject>>;

/** How deep a body's own objects are shown in place; further down, their names lead to them. */
const MAX_DEPTH = 2;
const MAX_CHOICES = 14;

/** The fields of a schema as a list, those of its own objects folded below them. */
export function fieldsHtml(schemas: Schemas, schema: Schema, depth = 0): string {
  const { properties = {}, required = [] } = objectOf(schemas, schema) ?? {};
  const rows = Object.entries(properties).map(([name, field]) =>
    fieldHtml(schemas, name, field, { isRequired: required.includes(name), depth }),
  );
  return rows.length === 0 ? "" : `<ul class="fields">${rows.join("\n")}</ul>`;
}

function fieldHtml(
  schemas: Schemas,
  name: string,
  field: Schema,
  { isRequired, depth }: { isRequired: boolean; depth: number },
): string {
  const isOpen = depth < MAX_DEPTH && depth >= 0;
  const inner = isOpen ? fieldsHtml(schemas, field, depth + 1) : "";
  const mark = isRequired ? ' <span class="required">required</span>' : "";
  const head = `<code class="name">${escapeHtml(name)}</code> <span class="type">${typeHtml(schemas, field)}</span>${mark}`;
  const words = field.description === undefined ? "" : `<p>${wordsHtml(field.description)}</p>`;
  const below =
    inner === ""
      ? ""
      : `<details${isRequired && depth === 0 ? " open" : ""}><summary>Its fields</summary>${inner}</details>`;
  return `<li>${head}${words}${below}</li>`;
}

/** The object that a schema is, or is a list of, or may be beside null. */
function objectOf(schemas: Schemas, schema: Schema): oas31.SchemaObject | undefined {
  const name = refName(schema);
  if (name !== undefined) {
    const target = schemas[name];
    return target === undefined ? undefined : objectOf(schemas, target);
  }
  if ("$ref" in schema) return undefined;
  if (schema.properties !== undefined) return schema;
  if (schema.items !== undefined) return objectOf(schemas, schema.items);
  const some = (schema.anyOf ?? []).filter((choice) => !("type" in choice && choice.type === "null"));
  return some.length === 1 && some[0] !== undefined ? objectOf(schemas, some[0]) : undefined;
}

export function refName(schema: Schema): string | undefined {
  return "$ref" in schema ? schema.$ref?.split("/").at(-1) : undefined;
}

/** `integer 1 to 100`, `array of OrderItem`, `string or null`: the names of components lead to them. */
export function typeHtml(schemas: Schemas, schema: Schema): string {
  const name = refName(schema);
  const target = name === undefined ? undefined : schemas[name];
  // Of a mere integer or string, what it may be says more than its name.
  if (target !== undefined && isScalar(target)) return typeHtml(schemas, target);
  if (name !== undefined) return `<a href="#schema-${escapeHtml(name)}">${escapeHtml(name)}</a>`;
  if ("$ref" in schema) return "any";
  if (schema.anyOf !== undefined) return schema.anyOf.map((choice) => typeHtml(schemas, choice)).join(" or ");
  if (schema.allOf !== undefined) return schema.allOf.map((part) => typeHtml(schemas, part)).join(" and ");
  if (schema.const !== undefined) return `<code>${escapeHtml(JSON.stringify(schema.const))}</code>`;
  if (schema.enum !== undefined) return choicesHtml(schema.enum);
  if (schema.items !== undefined) return `array of ${typeHtml(schemas, schema.items)}${countOf(schema)}`;
  const type = [schema.type ?? "any"].flat().join(" or ");
  return escapeHtml(`${type}${schema.format === undefined ? "" : ` (${schema.format})`}${rangeOf(schema)}`);
}

function isScalar({ type, enum: choices }: oas31.SchemaObject): boolean {
  return choices === undefined && (type === "integer" || type === "string" || type === "number" || type === "boolean");
}

function choicesHtml(choices: readonly unknown[]): string {
  const shown = choices.slice(0, MAX_CHOICES).map((choice) => `<code>${escapeHtml(String(choice))}</code>`);
  const more = choices.length - shown.length;
  return `${shown.join(" · ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function rangeOf({ minimum, maximum, maxLength, default: preset }: oas31.SchemaObject): string {
  const max = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? undefined : maximum;
  const min = minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? undefined : minimum;
  const range = min !== undefined && max !== undefined ? ` ${min} to ${max}` : max !== undefined ? ` up to ${max}` : "";
  const length = maxLength === undefined ? "" : `, at most ${maxLength} characters`;
  return `${range}${length}${preset === undefined ? "" : `, default ${JSON.stringify(preset)}`}`;
}

function countOf({ minItems, maxItems }: oas31.SchemaObject): string {
  if (maxItems === undefined) return "";
  return minItems === undefined ? `, at most ${maxItems}` : `, ${minItems} to ${maxItems}`;
}
