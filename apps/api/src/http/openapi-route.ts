import { z } from "zod";
import { docsPage, DOCS_POLICY } from "../docs/docs-page.ts";
import { openApiDocument } from "./openapi.ts";
import { publicRoute, type Route } from "./route.ts";

const TAG = "Documentation";
/** They change with a new build alone. */
const CACHE = "public, max-age=300";

/** The document of a route table and of these two, and a page to read it. `routes` is asked when somebody asks for them. */
export function documentRoutes(routes: () => readonly Route[], publicUrl: string | undefined): Route[] {
  const document = once(() => openApiDocument(routes(), publicUrl));
  const json = once(() => JSON.stringify(document()));
  const page = once(() => docsPage(document()));
  return [jsonRoute(json), pageRoute(page)];
}

const jsonRoute = (json: () => string): Route =>
  publicRoute({
    method: "get",
    path: "/openapi.json",
    id: "getOpenApi",
    tag: TAG,
    summary: "Read this document",
    answers: { 200: { description: "OpenAPI 3.1", body: z.looseObject({ openapi: z.literal("3.1.0") }) } },
    handle: ({ response }) => {
      response.set("Cache-Control", CACHE).type("json").send(json());
    },
  });

const pageRoute = (page: () => string): Route =>
  publicRoute({
    method: "get",
    path: "/docs",
    id: "getDocs",
    tag: TAG,
    summary: "Read this document as a page, and try requests",
    answers: { 200: { description: "The page", mediaType: "text/html" } },
    handle: ({ response }) => {
      response.set({ "Cache-Control": CACHE, "Content-Security-Policy": DOCS_POLICY }).type("html").send(page());
    },
  });

/** Made when it is first asked for, and kept. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
