import { createAccessToken, type Database, findApiKey, type Pool, type StoredApiKey } from "@cartwright/db";
import { z } from "zod";
import { publicRoute, type Route } from "../http/route.ts";
import { grantScopes, newAccessToken } from "./access-token.ts";
import { OAUTH_FACE, OAuthProblem } from "./access-token-face.ts";
import { AccessTokenRequest, readTokenRequest, type WantedToken } from "./access-token-request.ts";
import { hashApiKey, isApiKey } from "./api-key.ts";

const LIVES_FOR_S = 2 * 60 * 60;
const MS_PER_S = 1_000;

/** By RFC 6749: what opens something is kept by nobody on the way. */
const KEPT_BY_NOBODY = { "Cache-Control": "no-store", Pragma: "no-cache" };

export interface AccessTokenDeps {
  database: { db: Database; pool: Pool };
}

const AccessToken = z.object({
  access_token: z.string(),
  token_type: z.literal("Bearer"),
  /** In seconds. */
  expires_in: z.int(),
  /** Those that it has: fewer than were asked for where the key has fewer. */
  scope: z.string(),
  /** In seconds since 1970. */
  created_at: z.int(),
});
type AccessToken = z.infer<typeof AccessToken>;

export const accessTokenRoutes = ({ database }: AccessTokenDeps): Route[] => [
  publicRoute({
    method: "post",
    path: "/spree_oauth/token",
    id: "createAccessToken",
    tag: "Platform tokens",
    summary: "Make an access token from an API key",
    description:
      "OAuth 2 client credentials: `client_id` is the id of an API key, `client_secret` the key itself; HTTP Basic does as well. The token opens what the key does, of the scopes `admin` (all, and what is meant without any), `read` and `write`, at every face. It ends after two hours, and with its key.",
    body: AccessTokenRequest,
    answers: { 200: { description: "The token", body: AccessToken } },
    problems: ["unauthorized", "payload_too_large", "unsupported_media_type"],
    face: OAUTH_FACE,
    handle: async ({ request, response }) => {
      const token = await issueToken(database, await readTokenRequest(request, response));
      response.set(KEPT_BY_NOBODY).json(token);
    },
  }),
];

async function issueToken({ db, pool }: AccessTokenDeps["database"], wanted: WantedToken): Promise<AccessToken> {
  const key = await requireClient(db, wanted);
  const granted = grantScopes(wanted.scope, key.scopes);
  if (granted === undefined) {
    const message = "scope must be admin, read or write, or several of them, and the API key must have some of it.";
    throw new OAuthProblem("invalid_scope", message);
  }
  const token = newAccessToken();
  const stored = { sha256: hashApiKey(token), apiKeyId: key.id, scopes: granted.scopes, livesForS: LIVES_FOR_S };
  const { createdAt } = await createAccessToken(pool, stored);
  return {
    access_token: token,
    token_type: "Bearer",
    expires_in: LIVES_FOR_S,
    scope: granted.words.join(" "),
    created_at: Math.floor(createdAt.getTime() / MS_PER_S),
  };
}

/** The same words whatever is wrong: which of the two it is, is told to nobody. */
async function requireClient(db: Database, { clientId, clientSecret }: WantedToken): Promise<StoredApiKey> {
  const key = isApiKey(clientSecret) ? await findApiKey(db, hashApiKey(clientSecret)) : undefined;
  if (key !== undefined && key.id === clientId.toLowerCase()) return key;
  const message = "No API key has this id and this secret: client_id is its id, client_secret the key itself.";
  throw new OAuthProblem("invalid_client", message, { "WWW-Authenticate": 'Basic realm="cartwright"' });
}
