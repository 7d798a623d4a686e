import { Router } from "express";
import type { VNode } from "preact";
import { findPurchases } from "../../order-history.ts";
import { type ShopDeps, type Visit, visit } from "../../routes/visit.ts";
import { signInOrRegister } from "../../routes/sign-in.ts";
import { OrderDetail, OrderList, RegisterForm, SignInForm } from "./account-views.tsx";
import type { AccountLook } from "./account-look.ts";
import type { Frame } from "./document.tsx";

/** Signing in and out, and what an account has bought, in a layout's frame. */
export function accountRoutes(deps: ShopDeps, Frame: Frame, look: AccountLook): Router {
  const router = Router();
  const page = (visit: Visit, title: string, body: VNode, status = 200) =>
    visit.show(
      <Frame visit={visit} title={title}>
        {body}
      </Frame>,
      status,
    );
  for (const [path, choice, View] of [
    [look.signIn, "sign_in", SignInForm],
    [look.register, "register", RegisterForm],
  ] as const) {
    router.get(
      path,
      visit(deps, (visit) => {
        if (visit.session.accountEmail !== undefined) return visit.go(look.orders);
        return page(visit, look.words.signInHeading, <View look={look} back={visit.query("back")} fault={undefined} />);
      }),
    );
    router.post(
      path,
      visit(deps, (visit) => {
        const fault = signInOrRegister(deps.accounts, visit, choice);
        if (fault === undefined) return visit.go(pathWithin(visit.form["back"]) ?? look.orders);
        const said = choice === "sign_in" ? look.words.refused : fault.message;
        return page(visit, look.words.signInHeading, <View look={look} back={visit.form["back"]} fault={said} />, 422);
      }),
    );
  }
  router.all(
    look.signOut,
    visit(deps, ({ session, go }) => {
      session.accountEmail = undefined;
      go("/");
    }),
  );
  router.get(
    look.orders,
    visit(deps, (visit) => {
      const { accountEmail } = visit.session;
      if (accountEmail === undefined) return visit.go(look.signIn);
      const purchases = findPurchases(deps.ledger, { email: accountEmail }).toReversed();
      return page(visit, look.words.ordersHeading, <OrderList look={look} purchases={purchases} />);
    }),
  );
  router.get(
    `${look.orders}/:number`,
    visit(deps, (visit) => {
      const { accountEmail } = visit.session;
      if (accountEmail === undefined) return visit.go(look.signIn);
      const orderNumber = `HP-${String(visit.request.params["number"])}`;
      const [purchase] = findPurchases(deps.ledger, { email: accountEmail, orderNumber });
      if (purchase === undefined) return visit.go(look.orders);
      return page(visit, `${look.words.number} ${orderNumber}`, <OrderDetail look={look} purchase={purchase} />);
    }),
  );
  return router;
}

/** A path of this shop to go back to; undefined for anything that leads elsewhere. */
function pathWithin(back: string | undefined): string | undefined {
  return back !== undefined && /^\/(?!\/)[\w/?=&.-]*$/.test(back) ? back : undefined;
}
