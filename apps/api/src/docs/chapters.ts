import type { oas31 } from "zod-openapi";
import type { FaceName, TagGroup } from "../http/openapi-faces.ts";
import type { OpenApiDocument } from "../http/openapi.ts";
import { errorsHtml } from "./errors.ts";
import { escapeHtml, proseHtml, wordsHtml } from "./html.ts";
import { operationSection, type PagedOperation, type PageParts, pathHtml } from "./operation-section.ts";

/** All of one face: what a reader who speaks it needs of the page. */
export interface Chapter {
  /** Of its section on the page. */
  id: string;
  face: FaceName;
  name: string;
  base: string;
  words: string;
  groups: Group[];
}

interface Group {
  name: string;
  words: string;
  operations: PagedOperation[];
}

/** Whoever comes here comes for orders; a token is got once, and whether the service is up is read by machines. */
const LAST = new Set(["Platform tokens", "Health", "Documentation"]);

export function chaptersOf(document: OpenApiDocument): Chapter[] {
  const chapters = (document as { "x-tagGroups"?: TagGroup[] })["x-tagGroups"] ?? [];
  return chapters.map(({ face, name, base, description, tags }) => {
    const id = `face-${face}`;
    const groups = tags.map((tag) => groupOf(document, tag, `${id}-errors`));
    const sorted = groups.toSorted((a, b) => Number(LAST.has(a.name)) - Number(LAST.has(b.name)));
    return { id, face, name, base, words: description, groups: sorted };
  });
}

function groupOf({ tags = [], paths = {} }: OpenApiDocument, name: string, errors: string): Group {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    (["post", "get", "patch", "put", "delete"] as const).flatMap((method) => {
      const operation: oas31.OperationObject | undefined = item[method];
      return operation?.tags?.includes(name) === true ? [{ method, path, operation, errors }] : [];
    }),
  );
  return { name, words: tags.find((tag) => tag.name === name)?.description ?? "", operations };
}

/** The menu of one face, folded: the page unfolds the one that is being read. */
export function chapterMenuHtml({ id, name, base, groups }: Chapter): string {
  const lists = groups.map((group) => {
    const links = group.operations.map(
      ({ method, path, operation }) =>
        `<li><a href="#${operation.operationId ?? ""}" title="${escapeHtml(operation.summary ?? "")}"><span class="method ${method}">${method}</span> <span>${shortPathHtml(base, path)}</span></a></li>`,
    );
    return `<h3>${escapeHtml(group.name)}</h3><ul>${links.join("\n")}</ul>`;
  });
  return `<details class="chapter-menu" data-chapter="${id}"><summary>${escapeHtml(name)} ${baseHtml(base)}</summary>
<ul><li><a href="#${id}">Overview</a></li><li><a href="#${id}-errors">Errors</a></li></ul>
${lists.join("\n")}</details>`;
}

/** What every path of the chapter begins with says nothing in its menu. */
function shortPathHtml(base: string, path: string): string {
  return base !== "" && path.startsWith(`${base}/`) ? `…${pathHtml(path.slice(base.length))}` : pathHtml(path);
}

const baseHtml = (base: string): string => `<code>${pathHtml(base === "" ? "/orders" : base)}</code>`;

/** Where to each face, for whoever does not know yet which is his. */
export function facesHtml(chapters: readonly Chapter[]): string {
  const rows = chapters.map(({ id, name, base, words }) => {
    const [first = ""] = words.split("\n", 1);
    return `<li><a href="#${id}">${escapeHtml(name)}</a> ${baseHtml(base)}<p>${wordsHtml(first)}</p></li>`;
  });
  return `<ul class="faces">${rows.join("\n")}</ul>`;
}

export function chapterHtml(parts: PageParts, chapter: Chapter): string {
  const { id, face, name, words, groups } = chapter;
  return `<section class="chapter" id="${id}"><h2>${escapeHtml(name)}</h2>
<div class="prose">${proseHtml(words)}</div>
${groups.map((group) => groupHtml(parts, group)).join("\n")}
${errorsHtml(face, `${id}-errors`)}
</section>`;
}

function groupHtml(parts: PageParts, { name, words, operations }: Group): string {
  return `<section class="group"><h3>${escapeHtml(name)}</h3><p>${wordsHtml(words)}</p>
${operations.map((operation) => operationSection(parts, operation)).join("\n")}</section>`;
}
