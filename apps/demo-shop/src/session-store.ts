import { randomUUID } from "node:crypto";
import type { DemoLayoutName } from "@cartwright/retailers/demo-shop/layouts";
import type { Request, Response } from "express";
import type { CartLine } from "./cart.ts";
import type { CheckoutDraft } from "./checkout-draft.ts";

const COOKIE = "hp_session";

/** A load test opens a session a purchase; past this many the one unused for longest is forgotten. */
const MAX_SESSIONS = 20_000;

/** What a visitor is about to buy, and all that was said about it. */
export interface Basket {
  lines: CartLine[];
  promoCode: string | undefined;
  draft: CheckoutDraft;
}

export interface Session {
  id: string;
  accountEmail: string | undefined;
  /** The layout all its pages are served in; undefined for the shop's own. */
  layout: DemoLayoutName | undefined;
  basket: Basket;
  /** What was bought last: a resent "Place order" buys it again. See `place-purchase.ts` for why. */
  lastBasket: Basket | undefined;
  /** The orders this session may look at without signing in. */
  orderNumbers: Set<string>;
}

export interface Sessions {
  /** The visitor's session; a new one, with its cookie set on the response, for a new visitor. */
  of(request: Request, response: Response): Session;
}

export const emptyBasket = (): Basket => ({ lines: [], promoCode: undefined, draft: {} });

export function openSessions(options: { secureCookie: boolean }): Sessions {
  const sessions = new Map<string, Session>();
  // Several handlers of one request ask for its session: a new visitor gets one, and one cookie.
  const asked = new WeakMap<Request, Session>();

  function create(response: Response): Session {
    const session: Session = {
      id: randomUUID(),
      accountEmail: undefined,
      layout: undefined,
      basket: emptyBasket(),
      lastBasket: undefined,
      orderNumbers: new Set(),
    };
    response.cookie(COOKIE, session.id, { httpOnly: true, sameSite: "lax", path: "/", secure: options.secureCookie });
    return session;
  }

  return {
    of(request, response) {
      const known = asked.get(request);
      if (known !== undefined) return known;
      const id = cookieOf(request.headers.cookie);
      const session = (id === undefined ? undefined : sessions.get(id)) ?? create(response);
      asked.set(request, session);
      // A Map keeps insertion order: putting a session back makes it the youngest.
      sessions.delete(session.id);
      sessions.set(session.id, session);
      if (sessions.size > MAX_SESSIONS) forgetOldest(sessions);
      return session;
    },
  };
}

function forgetOldest(sessions: Map<string, Session>): void {
  const oldest = sessions.keys().next();
  if (oldest.done !== true) sessions.delete(oldest.value);
}

function cookieOf(header: string | undefined): string | undefined {
  const pairs = (header ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}
