import { type RequestHandler, Router } from "express";
import { normalEmail, SEEDED_ACCOUNT } from "../../accounts.ts";
import { addToCart, type CartLine } from "../../cart.ts";
import { findProduct } from "../../catalogue.ts";
import { type ShopDeps, visit } from "../../routes/visit.ts";
import { isOwnOrder } from "../counter/place-order.ts";
import { accountLook } from "../page/account-look.ts";
import { openPlainShop } from "../plain/plain-routes.tsx";
import type { PlainShop } from "../plain/plain-shop.ts";

/** What the seeded customer put into the cart on an earlier visit, and forgot. */
const FORGOTTEN = "clothbound-notebook";

/** No guests. The cart belongs to the account: it is there again in every session that signs in. */
export function accountRequired(deps: ShopDeps): Router {
  const account = accountLook(
    "/account",
    {
      signInHeading: "Sign in",
      email: "Your e-mail",
      signInButton: "Sign in",
      registerLink: "Create account",
      refused: "Wrong e-mail or password.",
      ordersHeading: "My orders",
      number: "Order",
      reference: "Your reference",
      numberPrefix: "HP-",
    },
    { signIn: "/account/signin", register: "/account/new" },
  );
  const shop: PlainShop = {
    brand: "Pine Club",
    look: "look-club",
    account,
    words: {
      cart: "Cart",
      add: "Add to cart",
      checkout: "Checkout",
      next: "Next step",
      place: "Confirm and order",
      reference: "Your reference",
      total: "Total",
    },
    payments: [
      { value: "member_card", label: "Card" },
      { value: "monthly_bill", label: "Monthly bill" },
    ],
    choices: { monthly_bill: "pay_later", member_card: "card" },
    entrance: ({ session }) =>
      session.accountEmail === undefined ? `${account.signIn}?back=/checkout/address` : undefined,
    answerPlaced: (visit, number) => visit.go(`/order/${number}/complete`),
  };
  const pages = openPlainShop(deps, shop, (router, Frame) => {
    router.get(
      "/order/:number/complete",
      visit(deps, (visit) => {
        const number = String(visit.request.params["number"]);
        if (!isOwnOrder(visit, number)) return visit.go("/cart");
        return visit.show(
          <Frame visit={visit} title="Thank you">
            <h1 class="ui header">Thank you!</h1>
            <p>You have placed order HP-{number}. You find it under “My orders”.</p>
          </Frame>,
        );
      }),
    );
  });
  const router = Router();
  router.use(keepCarts(deps));
  router.use(pages);
  return router;
}

/** Gives a signed-in session its account's cart before a page, and keeps it for the next session after. */
function keepCarts(deps: ShopDeps): RequestHandler {
  const carts = new Map<string, readonly CartLine[]>([[normalEmail(SEEDED_ACCOUNT.email), forgottenLines()]]);
  return (request, response, next) => {
    const session = deps.sessions.of(request, response);
    const before = session.accountEmail;
    if (before !== undefined) session.basket.lines = [...(carts.get(before) ?? session.basket.lines)];
    // Before the answer goes out, so that whoever reads it finds the cart as it says.
    const end = response.end.bind(response);
    response.end = ((...given: Parameters<typeof end>) => {
      const { accountEmail, basket } = session;
      if (accountEmail !== undefined && before === undefined) {
        basket.lines = merge(carts.get(accountEmail) ?? [], basket.lines);
      }
      if (accountEmail !== undefined) carts.set(accountEmail, basket.lines);
      // What belongs to the account does not stay behind for whoever comes next.
      if (accountEmail === undefined && before !== undefined) basket.lines = [];
      return end(...given);
    }) as typeof response.end;
    next();
  };
}

function merge(kept: readonly CartLine[], brought: readonly CartLine[]): CartLine[] {
  return [...kept.filter((line) => !brought.some((other) => other.sku === line.sku)), ...brought];
}

function forgottenLines(): CartLine[] {
  const product = findProduct(FORGOTTEN);
  if (product === undefined) return [];
  const added = addToCart([], { product, quantity: "1", chosen: () => undefined });
  return "lines" in added ? added.lines : [];
}
