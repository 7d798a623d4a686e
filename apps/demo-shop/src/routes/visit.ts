import type { Request, RequestHandler, Response } from "express";
import type { VNode } from "preact";
import type { Accounts } from "../accounts.ts";
import { itemCount } from "../cart.ts";
import type { Ledger } from "../ledger.ts";
import type { PaymentVault } from "../payment-provider.ts";
import type { Session, Sessions } from "../session-store.ts";
import type { ShippingBook } from "../shipping-book.ts";
import { renderPage } from "../views/render.ts";
import type { Shell } from "../views/shell.tsx";
import { formOf, queryOf } from "./web.ts";

export interface ShopDeps {
  ledger: Ledger;
  shipments: ShippingBook;
  vault: PaymentVault;
  accounts: Accounts;
  sessions: Sessions;
  origins: { shop: string; pay: string };
  now: () => Date;
  slowPageMs: () => number;
}

/** One request of one visitor, with what every page needs of it. */
export interface Visit {
  request: Request;
  response: Response;
  session: Session;
  form: Record<string, string>;
  query: (name: string) => string | undefined;
  /** What is around every page: read when the page is made, after the session has changed. */
  shell: (title: string) => Shell;
  show: (page: VNode, status?: number) => void;
  /** "See other": a reload of where it leads posts nothing again. */
  go: (path: string) => void;
}

/** Makes a visit of a request and hands it on; what it throws goes to the error page. */
export function visit(deps: ShopDeps, story: (visit: Visit) => Promise<void> | void): RequestHandler {
  return async (request, response) => {
    const session = deps.sessions.of(request, response);
    await story({
      request,
      response,
      session,
      form: formOf(request),
      query: (name) => queryOf(request, name),
      shell: (title) => ({
        title,
        path: request.path,
        url: `${deps.origins.shop}${request.path}`,
        origin: deps.origins.shop,
        accountEmail: session.accountEmail,
        cartCount: itemCount(session.basket.lines),
        year: deps.now().getUTCFullYear(),
      }),
      show: (page, status = 200) => {
        response.status(status).type("html").send(renderPage(page));
      },
      go: (path) => {
        response.redirect(303, path);
      },
    });
  };
}
