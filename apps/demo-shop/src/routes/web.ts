import { join } from "node:path";
import type { Request, RequestHandler } from "express";
import { z } from "zod";

/** Stylesheet, browser scripts and drawings, served as they are. */
export const ASSETS_FOLDER = join(__dirname, "..", "assets");

const Fields = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** A posted form's fields; of a name sent twice the last one counts. Anything else than a form has no fields. */
export function formOf(request: Request): Record<string, string> {
  const parsed = Fields.safeParse(request.body);
  if (!parsed.success) return {};
  return Object.fromEntries(
    Object.entries(parsed.data).map(([name, value]) => [
      name,
      typeof value === "string" ? value : (value.at(-1) ?? ""),
    ]),
  );
}

/** One value of the query string; undefined where it is missing, empty or not text. */
export function queryOf(request: Request, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The security headers of both origins; `policy` adds to the content policy. */
export function headers(policy: Record<string, string>): RequestHandler {
  const directives = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    ...policy,
  };
  const contentPolicy = Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
  return (_request, response, next) => {
    response.set({
      "Content-Security-Policy": contentPolicy,
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "same-origin",
      "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
      "Cache-Control": "no-store",
    });
    next();
  };
}
