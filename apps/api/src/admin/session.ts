import { createHash, randomBytes } from "node:crypto";
import { type Database, endAdminSession, findAdminSession, type Pool, startAdminSession } from "@cartwright/db";
import type { AdminRole } from "@cartwright/schemas";
import type { Request, Response } from "express";
import type { Credentials, Entered } from "./credentials.ts";

const COOKIE = "cartwright_admin";
/** A working day. */
const SESSION_MS = 12 * 60 * 60_000;
const TOKEN_BYTES = 32;

/** Who sent a request. */
export interface Visitor {
  name: string;
  role: AdminRole;
  /** What a form has to bring along; undefined: no session, the name and password came with the request itself. */
  csrf: string | undefined;
}

export interface Sessions {
  start: (response: Response, entered: Entered) => Promise<void>;
  find: (request: Request) => Promise<Visitor | undefined>;
  end: (request: Request, response: Response) => Promise<void>;
}

/** Sessions are rows: signing out, a new password or a disabled user ends them, in every process at once. */
export function openSessions(
  { db, pool }: { db: Database; pool: Pool },
  { isCurrent }: Pick<Credentials, "isCurrent">,
  { isSecure }: { isSecure: boolean },
): Sessions {
  const cookie = { httpOnly: true, sameSite: "strict", secure: isSecure, path: "/admin" } as const;
  return {
    start: async (response, { name, owner }) => {
      const token = randomBytes(TOKEN_BYTES).toString("base64url");
      const csrf = randomBytes(TOKEN_BYTES).toString("base64url");
      const expiresAt = new Date(Date.now() + SESSION_MS);
      await startAdminSession(db, { sha256: sha256(token), userName: name, csrf, expiresAt, ...owner });
      response.cookie(COOKIE, token, { ...cookie, maxAge: SESSION_MS });
    },
    find: async (request) => {
      const token = readCookie(request.headers.cookie);
      const session = token === "" ? undefined : await findAdminSession(pool, sha256(token));
      if (session === undefined) return undefined;
      const { userName: name, user, credential, csrf } = session;
      if (user !== null) return { name, role: user.role, csrf };
      return credential !== null && isCurrent(credential) ? { name, role: "admin", csrf } : undefined;
    },
    end: async (request, response) => {
      const token = readCookie(request.headers.cookie);
      if (token !== "") await endAdminSession(db, sha256(token));
      response.clearCookie(COOKIE, cookie);
    },
  };
}

function readCookie(header: string | undefined): string {
  for (const part of (header ?? "").split(";")) {
    const [name = "", value = ""] = part.trim().split("=", 2);
    if (name === COOKIE) return value;
  }
  return "";
}

const sha256 = (token: string): string => createHash("sha256").update(token).digest("hex");
