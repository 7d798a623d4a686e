import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { oas31 } from "zod-openapi";
import type { OpenApiDocument } from "../http/openapi.ts";
import { type Chapter, chapterHtml, chapterMenuHtml, chaptersOf, facesHtml } from "./chapters.ts";
import { escapeHtml, proseHtml, wordsHtml } from "./html.ts";
import type { PageParts } from "./operation-section.ts";
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
  const chapters = chaptersOf(document);
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
${menuHtml(chapters)}
</details></nav>
<main id="main">
<header>
<h1>${escapeHtml(title)} API</h1>
${proseHtml(description)}
${facesHtml(chapters)}
<form class="key"><label>Your API key <input type="password" name="key" placeholder="cw_test_…" autocomplete="off" spellcheck="false"></label>
<p>Sent as <code>Authorization: Bearer …</code> when you try a request, whichever face it is of. It stays in this tab. The document itself: <a href="/openapi.json">openapi.json</a>.</p></form>
</header>
${chapters.map((chapter) => chapterHtml(parts, chapter)).join("\n")}
${schemasHtml(parts)}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function menuHtml(chapters: readonly Chapter[]): string {
  return `${chapters.map(chapterMenuHtml).join("\n")}<ul><li><a href="#schemas">Schemas</a></li></ul>`;
}

function schemasHtml({ schemas }: PageParts): string {
  const all = Object.entries(schemas).map(([name, schema]) => schemaHtml({ schemas }, name, schema));
  return `<section class="chapter" id="schemas"><h2>Schemas</h2>${all.join("\n")}</section>`;
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
