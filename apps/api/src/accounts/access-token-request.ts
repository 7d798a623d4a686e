import express, { type Request, type Response } from "express";
import { z } from "zod";
import { readJsonBody } from "../http/json-body.ts";
import { readWithin } from "../http/read-within.ts";
import { FORM_TYPE, OAUTH_FACE, OAuthProblem } from "./access-token-face.ts";

const MAX_FORM_BYTES = 8 * 1_024;
const GRANT_TYPE = "client_credentials";

/** What a client sends, as a form or as JSON. Whatever else it sends is ignored, as RFC 6749 wants it. */
export const AccessTokenRequest = z.object({
  grant_type: z.string(),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
  scope: z.string().optional(),
});

export interface WantedToken {
  clientId: string;
  clientSecret: string;
  /** Words with spaces between; undefined: the usual ones. */
  scope: string | undefined;
}

/** Throws an OAuthProblem for what is no such request. None of what was sent is in its words: it may be a key. */
export async function readTokenRequest(request: Request, response: Response): Promise<WantedToken> {
  const parsed = AccessTokenRequest.safeParse(await readParameters(request, response));
  if (!parsed.success) {
    const name = parsed.error.issues[0]?.path.join(".") ?? "";
    const message = name === "" ? "Send the parameters by name." : `${name} must be given, once, as text.`;
    throw new OAuthProblem("invalid_request", message);
  }
  const { grant_type: grantType, client_id: clientId, client_secret: clientSecret, scope } = parsed.data;
  if (grantType !== GRANT_TYPE)
    throw new OAuthProblem("unsupported_grant_type", `grant_type must be ${GRANT_TYPE}: there is no other one here.`);
  const basic = readBasic(request.headers.authorization);
  if (basic === undefined) return { ...requireBoth(clientId, clientSecret), scope };
  if (clientSecret !== undefined || (clientId !== undefined && clientId !== basic.clientId))
    throw new OAuthProblem(
      "invalid_request",
      "Name the client once: by HTTP Basic, or by client_id and client_secret.",
    );
  return { ...basic, scope };
}

async function readParameters(request: Request, response: Response): Promise<unknown> {
  const [type = ""] = (request.headers["content-type"] ?? "").split(";", 1);
  if (type.trim().toLowerCase() !== FORM_TYPE)
    return await readJsonBody(request, response, { maxBytes: MAX_FORM_BYTES, takes: OAUTH_FACE.takes });
  const parse = express.urlencoded({ extended: false, limit: MAX_FORM_BYTES });
  await readWithin(MAX_FORM_BYTES, parse, request, response);
  return { ...(request.body as object) };
}

function requireBoth(clientId: string | undefined, clientSecret: string | undefined) {
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret };
  const message = "Say which client it is: client_id is the id of an API key, client_secret is the key itself.";
  throw new OAuthProblem("invalid_client", message);
}

/** Undefined without HTTP Basic; what is sent there is form-urlencoded first, by RFC 6749, section 2.3.1. */
function readBasic(header: string | undefined): { clientId: string; clientSecret: string } | undefined {
  if (header === undefined) return undefined;
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(header) ?? [];
  const text = encoded === undefined ? "" : Buffer.from(encoded, "base64").toString("utf8");
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  if (id === undefined || secret === undefined)
    throw new OAuthProblem("invalid_request", "The Authorization header is no HTTP Basic of client_id:client_secret.");
  return { clientId: decoded(id), clientSecret: decoded(secret) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
