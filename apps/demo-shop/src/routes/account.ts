import { Router } from "express";
import { isEmail } from "../checkout-draft.ts";
import { findPurchases, ORDERS_PER_PAGE } from "../order-history.ts";
import { fulfilmentIn } from "./fulfilment.ts";
import { ordersPage, registerPage, signInPage } from "../views/account-pages.tsx";
import type { FormFault } from "../views/checkout-frame.tsx";
import { notFoundPage } from "../views/message-pages.tsx";
import { orderPage } from "../views/order-page.tsx";
import { signInOrRegister } from "./sign-in.ts";
import { type ShopDeps, type Visit, visit } from "./visit.ts";

const HISTORY = "/account/orders";

/** Signing in and out, and what an account has bought: also as a guest, with the same email. */
export function accountRoutes(deps: ShopDeps): Router {
  const router = Router();
  router.get(
    "/account",
    visit(deps, ({ go }) => go(HISTORY)),
  );
  for (const [path, choice, page] of [
    ["/account/sign-in", "sign_in", signInPage],
    ["/account/register", "register", registerPage],
  ] as const) {
    const show = (visit: Visit, fault?: FormFault) =>
      visit.show(page({ shell: visit.shell("Account"), form: visit.form, fault }), fault === undefined ? 200 : 422);
    router.get(
      path,
      visit(deps, (visit) => (visit.session.accountEmail === undefined ? show(visit) : visit.go(HISTORY))),
    );
    router.post(
      path,
      visit(deps, (visit) => {
        const fault = emailFault(visit) ?? signInOrRegister(deps.accounts, visit, choice);
        return fault === undefined ? visit.go(HISTORY) : show(visit, fault);
      }),
    );
  }
  router.post(
    "/account/sign-out",
    visit(deps, ({ session, go }) => {
      session.accountEmail = undefined;
      go("/");
    }),
  );
  router.get(
    HISTORY,
    visit(deps, (visit) => showHistory(deps, visit)),
  );
  router.get(
    `${HISTORY}/:orderNumber`,
    visit(deps, (visit) => showOrder(deps, visit)),
  );
  return router;
}

function emailFault(visit: Visit): FormFault | undefined {
  if (isEmail((visit.form["email"] ?? "").trim())) return undefined;
  return { field: "email", code: "email_invalid", message: "Enter an email address, like name@example.com." };
}

function showHistory(deps: ShopDeps, visit: Visit): void {
  const { accountEmail } = visit.session;
  if (accountEmail === undefined) return visit.go("/account/sign-in");
  const reference = visit.query("reference")?.trim();
  const found = findPurchases(deps.ledger, { email: accountEmail, reference }).toReversed();
  const pageCount = Math.max(1, Math.ceil(found.length / ORDERS_PER_PAGE));
  const page = Math.min(pageCount, Math.max(1, Number.parseInt(visit.query("page") ?? "1", 10) || 1));
  const purchases = found.slice((page - 1) * ORDERS_PER_PAGE, page * ORDERS_PER_PAGE);
  const shell = visit.shell("Your orders");
  const model = { shell, accountEmail, reference, purchases, count: found.length, page, pageCount, now: deps.now() };
  return visit.show(ordersPage({ ...model, fulfilmentOf: fulfilmentIn(deps) }));
}

function showOrder(deps: ShopDeps, visit: Visit): void {
  const { accountEmail } = visit.session;
  if (accountEmail === undefined) return visit.go("/account/sign-in");
  const orderNumber = String(visit.request.params["orderNumber"]);
  const [purchase] = findPurchases(deps.ledger, { email: accountEmail, orderNumber });
  if (purchase === undefined) return visit.show(notFoundPage(visit.shell("Page not found")), 404);
  return visit.show(
    orderPage({ shell: visit.shell(`Order ${orderNumber}`), purchase, fulfilment: fulfilmentIn(deps)(purchase) }),
  );
}
