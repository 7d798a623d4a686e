import { type DocumentOptions, type Resource, toListDocument } from "@cartwright/presentation";
import type { Request } from "express";
import type { PageRequest } from "./list-query.ts";

/** A page of resources, with how many there are and where the other pages are. `next` and `prev` are never null. */
export function listDocument(
  resources: readonly Resource[],
  { options, page, total, links }: { options: DocumentOptions; page: PageRequest; total: number; links: PageLinks },
): object {
  const pages = Math.ceil(total / page.perPage);
  const last = Math.max(1, pages);
  return {
    ...toListDocument(resources, options),
    meta: { count: resources.length, total_count: total, total_pages: pages },
    links: {
      self: links(page.page),
      next: links(Math.min(last, page.page + 1)),
      prev: links(Math.max(1, Math.min(last, page.page - 1))),
      last: links(last),
      first: links(1),
    },
  };
}

/** The absolute address of a page. */
export type PageLinks = (page: number) => string;

/** The address that was asked for, with another page: under the public URL where one is known. */
export function pageLinks(request: Request, publicUrl: string | undefined): PageLinks {
  const base = publicUrl?.replace(/\/+$/, "") ?? `${request.protocol}://${request.get("Host") ?? "localhost"}`;
  const [path = "", query = ""] = request.originalUrl.split("?", 2);
  return (page) => {
    const parameters = new URLSearchParams(query);
    parameters.set("page", String(page));
    return `${base}${path}?${parameters.toString()}`;
  };
}
