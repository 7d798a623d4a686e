import { createHmac, randomBytes, scryptSync, timingSafeEqual } from "node:crypto";
import type { Request, Response } from "express";

const COOKIE = "cartwright_admin";
const SESSION_MS = 12 * 60 * 60_000;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;

export interface Sessions {
  start: (response: Response) => void;
  isIn: (request: Request) => boolean;
  end: (response: Response) => void;
}

/**
 * Sessions that no store keeps: the cookie says until when, signed with a key that is derived from the password. So every
 * process of the API knows them, and a changed password ends them all.
 */
export function newSessions(options: { password: string; isSecure: boolean; now?: () => number }): Sessions {
  const { now = Date.now } = options;
  const key = scryptSync(options.password, "cartwright-admin-session", KEY_BYTES);
  const sign = (text: string): string => createHmac("sha256", key).update(text).digest("base64url");
  const cookie = { httpOnly: true, sameSite: "strict", secure: options.isSecure, path: "/admin" } as const;
  return {
    start: (response) => {
      const session = `${now() + SESSION_MS}.${randomBytes(NONCE_BYTES).toString("base64url")}`;
      response.cookie(COOKIE, `${session}.${sign(session)}`, { ...cookie, maxAge: SESSION_MS });
    },
    isIn: (request) => {
      const [until = "", nonce = "", signature = ""] = readCookie(request.headers.cookie).split(".");
      const expected = Buffer.from(sign(`${until}.${nonce}`));
      const given = Buffer.from(signature);
      return given.length === expected.length && timingSafeEqual(given, expected) && Number(until) > now();
    },
    end: (response) => {
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
