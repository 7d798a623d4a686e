import { setTimeout as sleep } from "node:timers/promises";
import type { RequestHandler } from "express";
import type { ShopDeps } from "../../routes/visit.ts";
import { isPlaying } from "../../scenario-behavior.ts";
import { renderPage } from "../../views/render.ts";
import { captchaPage, serverErrorPage } from "../../views/message-pages.tsx";

/**
 * What some carts meet in a layout's checkout, before its pages have a say: as the scenario gate of the shop's own.
 * `isLast` knows the requests that show the order for the last time or place it.
 */
export function checkoutGate(deps: ShopDeps, isLast: (path: string) => boolean): RequestHandler {
  return async (request, response, next) => {
    const { lines } = deps.sessions.of(request, response).basket;
    if (isPlaying(lines, "slow_pages")) await sleep(deps.slowPageMs());
    if (isPlaying(lines, "captcha")) {
      response.status(403).type("html").send(renderPage(captchaPage()));
      return;
    }
    if (isPlaying(lines, "error_before_purchase") && isLast(request.originalUrl)) {
      response.status(500).type("html").send(renderPage(serverErrorPage()));
      return;
    }
    next();
  };
}
