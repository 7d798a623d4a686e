import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROBLEM_STATUS, type ProblemCode } from "@cartwright/schemas";
import type { oas31 } from "zod-openapi";
import { PROBLEM_WORDS } from "../http/openapi-problems.ts";
import type { OpenApiDocument } from "../http/openapi.ts";
import { escapeHtml, proseHtml, wordsHtml } from "./html.ts";
import { operationSection, type PagedOperation, type PageParts, pathHtml } from "./operation-section.ts";
import { fieldsHtml, typeHtml } from "./schema-tree.ts";

const STYLE = readFileSync(join(__dirname, "docs.css"), "utf8");
const SCRIPT = readFileSync(join(__dirname, "docs.js"), "utf8");

/** Nothing runs on the page, and nothing styles it, but these two; nothing is loaded, and requests go to where it came from. */
export const DOCS_POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "connect-src 'self'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The API's document as one page: to read, and to try requests on. */
export function docsPage(document: OpenApiDocument): string {
  const schemas = document.components?.schemas ?? {};
  const parts = { schemas, responses: document.components?.responses ?? {} } as PageParts;
  const groups = groupsOf(document);
  const { title, version, description = "" } = document.info;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} API</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#main">To the text</a>
<nav aria-label="Operations"><details class="menu" open><summary>${escapeHtml(title)} <span>API ${version}</span></summary>
${menuHtml(groups)}
</details></nav>
<main id="main">
<header>
<h1>${escapeHtml(title)} API</h1>
${proseHtml(description)}
<form class="key"><label>Your API key <input type="password" name="key" placeholder="cw_test_…" autocomplete="off" spellcheck="false"></label>
<p>Sent as <code>Authorization: Bearer …</code> when you try a request. It stays in this tab. The document itself: <a href="/openapi.json">openapi.json</a>.</p></form>
</header>
${groups.map((group) => groupHtml(parts, group)).join("\n")}
${errorsHtml()}
${schemasHtml(parts)}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

interface Group {
  name: string;
  words: string;
  operations: PagedOperation[];
}

function groupsOf({ tags = [], paths = {} }: OpenApiDocument): Group[] {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    (["post", "get", "put", "delete"] as const).flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ method, path, operation }];
    }),
  );
  const groups = tags.map(({ name, description = "" }) => ({
    name,
    words: description,
    operations: operations.filter(({ operation }) => operation.tags?.includes(name) === true),
  }));
  // Whoever comes here comes for orders; whether the service is up is read by machines.
  const last = new Set(["Health", "Documentation"]);
  return groups.toSorted((a, b) => Number(last.has(a.name)) - Number(last.has(b.name)));
}

function menuHtml(groups: readonly Group[]): string {
  const lists = groups.map(({ name, operations }) => {
    const links = operations.map(
      ({ method, path, operation }) =>
        `<li><a href="#${operation.operationId ?? ""}" title="${escapeHtml(operation.summary ?? "")}"><span class="method ${method}">${method}</span> <span>${pathHtml(path)}</span></a></li>`,
    );
    return `<h2>${escapeHtml(name)}</h2><ul>${links.join("\n")}</ul>`;
  });
  return `${lists.join("\n")}<h2>More</h2><ul><li><a href="#errors">Errors</a></li><li><a href="#schemas">Schemas</a></li></ul>`;
}

function groupHtml(parts: PageParts, { name, words, operations }: Group): string {
  return `<section class="group"><h2>${escapeHtml(name)}</h2><p>${wordsHtml(words)}</p>
${operations.map((operation) => operationSection(parts, operation)).join("\n")}</section>`;
}

function errorsHtml(): string {
  const rows = (Object.keys(PROBLEM_STATUS) as ProblemCode[]).map(
    (code) =>
      `<li><span class="status bad">${PROBLEM_STATUS[code]}</span> <div><p><code class="name">${code}</code></p><p>${wordsHtml(PROBLEM_WORDS[code])}</p></div></li>`,
  );
  return `<section class="group" id="errors"><h2>Errors</h2>
<p>Every refusal is <code>{"error":{"code","message","details"}}</code>. Its <code>X-Request-Id</code> is the name to ask about it by.</p>
<ul class="answers">${rows.join("\n")}</ul></section>`;
}

function schemasHtml({ schemas }: PageParts): string {
  const all = Object.entries(schemas).map(([name, schema]) => schemaHtml({ schemas }, name, schema));
  return `<section class="group" id="schemas"><h2>Schemas</h2>${all.join("\n")}</section>`;
}

function schemaHtml({ schemas }: Pick<PageParts, "schemas">, name: string, schema: oas31.SchemaObject): string {
  const words = schema.description === undefined ? "" : `<p>${wordsHtml(schema.description)}</p>`;
  // Their fields' objects are not shown in place: each has an entry of its own.
  const fields = fieldsHtml(schemas, schema, -1);
  const body = fields === "" ? `<p class="type">${typeHtml(schemas, schema)}</p>` : fields;
  return `<details class="schema" id="schema-${name}"><summary>${name}</summary>${words}${body}</details>`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
