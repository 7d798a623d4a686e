import type { Router } from "express";
import { type ShopDeps, visit } from "../../routes/visit.ts";
import { type AddressNames, destinationRefusal, takeAddress } from "../counter/address-desk.ts";
import { chosenIn, findProduct, putIntoCart, setQuantity } from "../counter/cart-desk.ts";
import { checkoutGate } from "../counter/checkout-gate.ts";
import { type PaymentChoices, takePayment, takeReference, takeShipping } from "../counter/payment-desk.ts";
import { isOwnOrder, placeOrder } from "../counter/place-order.ts";
import { openLayout } from "../page/open-layout.tsx";
import { AddressPage, PayPage, ReviewPage, ThanksPage } from "./checkout-pages.tsx";
import { ACCOUNT, CartPage, Frame, ProductPage } from "./shop-pages.tsx";

const PAYMENTS: PaymentChoices = { transfer: "bank_transfer", invoice: "pay_later", card: "card" };
const REFUSED = {
  declined: "The payment was declined; nothing was bought.",
  sold_out: "Sold out a moment ago; nothing was bought.",
  incomplete: "Please complete the steps before.",
  empty: "Your cart is empty.",
};
const NAMES: AddressNames = {
  first_name: "who.given",
  last_name: "who.family",
  address_line1: "where.line",
  address_line2: "where.more",
  city: "where.city",
  state: "where.region",
  postal_code: "where.zip",
  country: "where.country",
  phone: "who.phone",
  email: "who.mail",
};

/** Fields, lists and buttons are elements of the shop's own making, with their insides in shadow roots. */
export function webComponents(deps: ShopDeps): Router {
  return openLayout(deps, { Frame, ProductPage, account: ACCOUNT }, (router) => {
    addCart(router, deps);
    router.use(
      "/check-out",
      checkoutGate(deps, (path) => /review|place/.test(path)),
    );
    addCheckout(router, deps);
    router.get(
      "/thanks/:number",
      visit(deps, (visit) => {
        const number = String(visit.request.params["number"]);
        return isOwnOrder(visit, number) ? visit.show(<ThanksPage visit={visit} number={number} />) : visit.go("/");
      }),
    );
  });
}

function addCart(router: Router, deps: ShopDeps): void {
  router.get(
    "/cart",
    visit(deps, (visit) => visit.show(<CartPage visit={visit} />)),
  );
  router.post(
    "/cart-items",
    visit(deps, (visit) => {
      const product = findProduct(visit.form["ref"]);
      const refusal = putIntoCart(visit, { product, quantity: visit.form["pieces"], chosen: chosenIn(visit, "pick-") });
      if (refusal === undefined || product === undefined) return visit.go("/cart");
      return visit.show(<ProductPage visit={visit} product={product} refusal={refusal.message} />);
    }),
  );
  router.post(
    "/cart-items/change",
    visit(deps, (visit) => {
      const fault = setQuantity(visit, visit.form["line"] ?? "", visit.form["pieces"] ?? "");
      return fault === undefined ? visit.go("/cart") : visit.show(<CartPage visit={visit} fault={fault.message} />);
    }),
  );
}

function addCheckout(router: Router, deps: ShopDeps): void {
  const payOrigin = deps.origins.pay;
  router.get(
    "/check-out",
    visit(deps, (visit) =>
      visit.session.basket.lines.length === 0
        ? visit.go("/cart")
        : visit.show(<AddressPage visit={visit} faults={[]} />),
    ),
  );
  router.post(
    "/check-out",
    visit(deps, (visit) => {
      const faults = takeAddress(visit, NAMES);
      return faults.length === 0
        ? visit.go("/check-out/methods")
        : visit.show(<AddressPage visit={visit} faults={faults} />, 422);
    }),
  );
  router.get(
    "/check-out/methods",
    visit(deps, (visit) =>
      visit.session.basket.draft.address === undefined
        ? visit.go("/check-out")
        : visit.show(<PayPage visit={visit} payOrigin={payOrigin} fault={undefined} />),
    ),
  );
  router.post(
    "/check-out/methods",
    visit(deps, (visit) => {
      const isShipped = destinationRefusal(visit) === undefined && takeShipping(visit, visit.form["ship"]);
      takeReference(visit, visit.form["po"]);
      const fault = isShipped ? takePayment(deps, visit, visit.form["pay"], PAYMENTS) : "Please choose a delivery.";
      if (fault === undefined) return visit.go("/check-out/review");
      return visit.show(<PayPage visit={visit} payOrigin={payOrigin} fault={fault} />, 422);
    }),
  );
  router.get(
    "/check-out/review",
    visit(deps, (visit) =>
      visit.session.basket.lines.length === 0
        ? visit.go("/cart")
        : visit.show(<ReviewPage visit={visit} fault={undefined} />),
    ),
  );
  router.post(
    "/check-out/place",
    visit(deps, async (visit) => {
      const answer = await placeOrder(deps, visit);
      if (answer.kind === "placed") return visit.go(`/thanks/${answer.number}`);
      if (answer.kind === "answered") return undefined;
      return visit.show(<ReviewPage visit={visit} fault={REFUSED[answer.reason]} />, answer.status);
    }),
  );
}
