import type { Router } from "express";
import type { ShopDeps } from "../../routes/visit.ts";
import { accountLook } from "../page/account-look.ts";
import { frameOf } from "../plain/plain-pages.tsx";
import { openPlainShop } from "../plain/plain-routes.tsx";
import type { PlainShop } from "../plain/plain-shop.ts";

const BAD_REQUEST = 400;

/** Stores the order, fails to send its mail, and answers 400: only the account's history knows that it was bought. */
export function errorAfterStoring(deps: ShopDeps): Router {
  const shop: PlainShop = {
    brand: "HP Trade Counter",
    look: "look-trade",
    account: accountLook(
      "/customer",
      {
        signInHeading: "Sign in to your account",
        email: "E-mail",
        signInButton: "Sign in",
        registerLink: "Open an account",
        refused: "The e-mail or the password is not right.",
        ordersHeading: "My orders",
        number: "Order no.",
        date: "Ordered on",
        reference: "PO reference / comment",
        total: "Amount",
        view: "Show",
        signOut: "Sign out",
        numberPrefix: "",
      },
      { signIn: "/customer/sign-in", orders: "/customer/my-orders" },
    ),
    words: {
      cart: "Cart",
      add: "Add to cart",
      checkout: "Proceed to checkout",
      next: "Continue",
      place: "Send order",
      reference: "Order comment / PO reference",
      total: "Amount due",
    },
    payments: [
      { value: "on_account", label: "Purchase on account (invoice)" },
      { value: "debit_card", label: "Debit or credit card" },
    ],
    choices: { on_account: "pay_later", debit_card: "card" },
    answerPlaced: (visit) => {
      const Frame = frameOf(shop);
      visit.show(
        <Frame visit={visit} title="Error">
          <div class="ui negative message" role="alert">
            <h1>Error</h1>
            Your request could not be completed: the mail server did not answer. Please try again later.
          </div>
        </Frame>,
        BAD_REQUEST,
      );
    },
  };
  return openPlainShop(deps, shop, () => undefined);
}
