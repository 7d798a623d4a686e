import type { oas31 } from "zod-openapi";
import { escapeHtml, proseHtml, wordsHtml } from "./html.ts";
import { sampleOf } from "./sample-of.ts";
import { fieldsHtml, refName, type Schema, type Schemas, typeHtml } from "./schema-tree.ts";

export interface PagedOperation {
  /** Where the refusals of its face are told of: an id on the page. */
  errors: string;
  method: string;
  path: string;
  operation: oas31.OperationObject;
}

type Responses = Readonly<Record<string, oas31.ResponseObject>>;

export interface PageParts {
  schemas: Schemas;
  responses: Responses;
}

/** Refusals that any request may meet: told once, at the top. */
const OF_ANY_REQUEST = new Set(["400", "401", "403", "408", "413", "415", "417", "429", "431", "500", "503"]);

/** A form is never sent from here: what takes one takes JSON as well. */
const JSON_TYPES = /^application\/(?:[\w.]+\+)?json$/;

export function operationSection(parts: PageParts, paged: PagedOperation): string {
  const { method, path, operation } = paged;
  const id = operation.operationId ?? "";
  const words = operation.description === undefined ? "" : proseHtml(operation.description);
  return `<section class="operation" id="${id}" data-method="${method}" data-path="${escapeHtml(path)}">
<h4><a href="#${id}">${escapeHtml(operation.summary ?? id)}</a></h4>
<p class="call"><span class="method ${method}">${method}</span> <code>${pathHtml(path)}</code>${scopeHtml(operation)}</p>
${words}
${parametersHtml(parts, operation)}
${bodyHtml(parts, operation)}
${responsesHtml(parts, paged)}
${tryHtml(parts, paged)}
</section>`;
}

/** A long path breaks after its slashes, not off the screen. */
export function pathHtml(path: string): string {
  return escapeHtml(path).replaceAll("/", "/<wbr>");
}

function scopeHtml({ security = [] }: oas31.OperationObject): string {
  const scope = security.flatMap((one) => Object.values(one).flat())[0];
  if (scope === undefined) return '<span class="scope">no key</span>';
  const isOptional = security.some((one) => Object.keys(one).length === 0);
  return `<span class="scope">${isOptional ? "no key, or " : ""}${escapeHtml(scope)}</span>`;
}

function parametersHtml({ schemas }: PageParts, { parameters = [] }: oas31.OperationObject): string {
  const rows = parameters.filter(isParameter).map(({ name, in: place, required, description, schema = {} }) => {
    const mark = required === true ? ' <span class="required">required</span>' : "";
    const words = description === undefined ? "" : `<p>${wordsHtml(description)}</p>`;
    return `<li><code class="name">${escapeHtml(name)}</code> <span class="type">${place} · ${typeHtml(schemas, schema)}</span>${mark}${words}</li>`;
  });
  return rows.length === 0 ? "" : `<h5>Parameters</h5><ul class="fields">${rows.join("\n")}</ul>`;
}

function bodyHtml({ schemas }: PageParts, operation: oas31.OperationObject): string {
  const schema = bodySchema(operation);
  if (schema === undefined) return "";
  const name = refName(schema);
  const link = name === undefined ? "" : ` <a class="type" href="#schema-${name}">${name}</a>`;
  return `<h5>Body${link}</h5>${fieldsHtml(schemas, schema)}`;
}

function responsesHtml({ schemas, responses }: PageParts, { operation, errors }: PagedOperation): string {
  const { responses: own = {} } = operation;
  const rows = Object.entries(own as Record<string, Schema>).map(([status, given]) => {
    const name = refName(given);
    const response = (name === undefined ? given : responses[name]) as oas31.ResponseObject | undefined;
    if (response === undefined || OF_ANY_REQUEST.has(status)) return "";
    const isGood = Number(status) < 400;
    const sample = isGood ? sampleHtml(schemas, response) : "";
    return `<li><span class="status ${isGood ? "good" : "bad"}">${status}</span> <div>${proseHtml(response.description)}${sample}</div></li>`;
  });
  return `<h5>Answers</h5><ul class="answers">${rows.join("\n")}
<li><span class="status bad">4xx</span> <div><p>and the <a href="#${errors}">refusals of any request</a></p></div></li></ul>`;
}

function sampleHtml(schemas: Schemas, { content = {} }: oas31.ResponseObject): string {
  const [type, media] = Object.entries(content)[0] ?? [];
  if (type === undefined || media?.schema === undefined) return "";
  if (!JSON_TYPES.test(type)) return `<p><code>${escapeHtml(type)}</code></p>`;
  const json = JSON.stringify(sampleOf(schemas, media.schema, "all"), null, 2);
  return `<details><summary>${typeHtml(schemas, media.schema)}: what it looks like</summary><pre>${escapeHtml(json)}</pre></details>`;
}

function tryHtml({ schemas }: PageParts, { path, operation }: PagedOperation): string {
  const inputs = (operation.parameters ?? []).filter(isParameter).map(({ name, in: place, required }) => {
    const must = required === true ? " required" : "";
    return `<label>${escapeHtml(name)} <input data-in="${place}" name="${escapeHtml(name)}" autocomplete="off" spellcheck="false"${must}></label>`;
  });
  const schema = bodySchema(operation);
  const type = schema === undefined ? "" : ` data-type="${bodyType(operation) ?? ""}"`;
  const sample = schema === undefined ? "" : JSON.stringify(sampleOf(schemas, schema, "required"), null, 2);
  const lines = sample.split("\n").length;
  const body =
    schema === undefined
      ? ""
      : `<label>Body <textarea name="body" rows="${Math.min(lines + 1, 24)}" spellcheck="false">${escapeHtml(sample)}</textarea></label>`;
  return `<details class="try"><summary>Try it</summary><form${type}>
${inputs.length === 0 ? "" : `<div class="inputs">${inputs.join("\n")}</div>`}
${body}
<p class="buttons"><button type="submit">Send</button> <button type="button" class="copy">Copy as curl</button></p>
<div class="outcome" aria-live="polite" hidden><p class="line"></p><pre tabindex="0"></pre></div>
<details><summary>The same with curl</summary><pre class="curl">curl ${escapeHtml(path)}</pre></details>
</form></details>`;
}

/** The media type that a body is sent in from here; undefined: it takes none. */
function bodyType({ requestBody }: oas31.OperationObject): string | undefined {
  if (requestBody === undefined || !("content" in requestBody)) return undefined;
  return Object.keys(requestBody.content).find((type) => JSON_TYPES.test(type));
}

function bodySchema(operation: oas31.OperationObject): Schema | undefined {
  const { requestBody } = operation;
  const type = bodyType(operation);
  if (type === undefined || requestBody === undefined || !("content" in requestBody)) return undefined;
  return requestBody.content[type]?.schema;
}

function isParameter(given: oas31.ParameterObject | oas31.ReferenceObject): given is oas31.ParameterObject {
  return "name" in given;
}
