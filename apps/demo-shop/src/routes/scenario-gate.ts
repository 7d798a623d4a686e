import { setTimeout as sleep } from "node:timers/promises";
import type { RequestHandler } from "express";
import { isPlaying } from "../scenario-behavior.ts";
import { findPurchases } from "../order-history.ts";
import { renderPage } from "../views/render.ts";
import { captchaPage, serverErrorPage } from "../views/message-pages.tsx";
import type { ShopDeps } from "./visit.ts";

/** What some carts meet on every page of the checkout, before the page itself has a say. */
export function scenarioGate(deps: ShopDeps): RequestHandler {
  return async (request, response, next) => {
    const { lines } = deps.sessions.of(request, response).basket;
    if (isPlaying(lines, "slow_pages") || isSlowConfirmation(deps, request.path)) await sleep(deps.slowPageMs());
    if (isPlaying(lines, "captcha")) {
      response.status(403).type("html").send(renderPage(captchaPage()));
      return;
    }
    const isLastStep = request.path === "/review" || request.path === "/place";
    if (isLastStep && isPlaying(lines, "error_before_purchase")) {
      response.status(500).type("html").send(renderPage(serverErrorPage()));
      return;
    }
    next();
  };
}

/** By then the cart is empty, so the order itself must say that it is slow. */
function isSlowConfirmation(deps: ShopDeps, path: string): boolean {
  const orderNumber = /^\/confirmation\/(HP-\d+)$/.exec(path)?.[1];
  if (orderNumber === undefined) return false;
  return findPurchases(deps.ledger, { orderNumber }).some((purchase) => purchase.scenario === "slow_pages");
}
