import type { Router } from "express";
import { type ShopDeps, visit } from "../../routes/visit.ts";
import { type AddressNames, destinationRefusal, takeAddress } from "../counter/address-desk.ts";
import { chosenIn, findProductById, putIntoCart, setQuantity, takeOut } from "../counter/cart-desk.ts";
import { checkoutGate } from "../counter/checkout-gate.ts";
import { type PaymentChoices, takePayment, takeReference, takeShipping } from "../counter/payment-desk.ts";
import { isOwnOrder, placeOrder } from "../counter/place-order.ts";
import { openLayout } from "../page/open-layout.tsx";
import { DetailsPage, DonePage, SignPage } from "./details-page.tsx";
import { ACCOUNT, Frame, OrderFormPage, ProductPage } from "./shop-pages.tsx";

const PAYMENTS: PaymentChoices = { net30: "pay_later", cod: "cash_on_delivery", card: "card" };
const REFUSED = {
  declined: "The payment was declined. Your order was not sent.",
  sold_out: "An item on your order is sold out. Your order was not sent.",
  incomplete: "Your details are not complete.",
  empty: "No items on your order yet.",
};
const wordsOf = (name: string | undefined) => (name ?? "").trim().split(/\s+/);
const NAMES: AddressNames = {
  first_name: (form) => wordsOf(form["firstName"]).slice(0, -1).join(" "),
  last_name: (form) => wordsOf(form["firstName"]).at(-1) ?? "",
  address_line1: "street",
  address_line2: "unit",
  city: "town",
  state: "state",
  postal_code: "zip",
  country: () => "US",
  phone: "tel",
  email: "mail",
};

/** Faults are native alerts, the last button asks a native question, and most buttons are none. */
export function termsAndAlerts(deps: ShopDeps): Router {
  return openLayout(deps, { Frame, ProductPage, account: ACCOUNT }, (router) => {
    addOrderForm(router, deps);
    router.use(
      ["/order-form/details", "/order-form/sign"],
      checkoutGate(deps, (path) => path.includes("sign")),
    );
    addCheckout(router, deps);
    router.get(
      "/accepted",
      visit(deps, (visit) => {
        const number = visit.query("order") ?? "";
        return isOwnOrder(visit, number) ? visit.show(<DonePage visit={visit} number={number} />) : visit.go("/");
      }),
    );
  });
}

function addOrderForm(router: Router, deps: ShopDeps): void {
  router.get(
    "/order-form",
    visit(deps, (visit) => visit.show(<OrderFormPage visit={visit} />)),
  );
  router.post(
    "/order-form/add",
    visit(deps, (visit) => {
      const product = findProductById(visit.form["item_no"]);
      const wish = { product, quantity: visit.form["units"], chosen: chosenIn(visit, "choice_") };
      const refusal = putIntoCart(visit, wish);
      if (refusal === undefined || product === undefined) return visit.go("/order-form");
      return visit.show(<ProductPage visit={visit} product={product} refusal={refusal.message} />);
    }),
  );
  router.post(
    "/order-form/units",
    visit(deps, (visit) => {
      const fault = setQuantity(visit, visit.form["line"] ?? "", visit.form["units"] ?? "");
      return fault === undefined
        ? visit.go("/order-form")
        : visit.show(<OrderFormPage visit={visit} alert={fault.message} />);
    }),
  );
  router.post(
    "/order-form/strike",
    visit(deps, (visit) => {
      takeOut(visit, visit.form["line"] ?? "");
      visit.go("/order-form");
    }),
  );
}

function addCheckout(router: Router, deps: ShopDeps): void {
  const payOrigin = deps.origins.pay;
  router.get(
    "/order-form/details",
    visit(deps, (visit) =>
      visit.session.basket.lines.length === 0 ? visit.go("/order-form") : visit.show(<DetailsPage visit={visit} />),
    ),
  );
  router.post(
    "/order-form/details",
    visit(deps, (visit) => {
      const faults = takeAddress(visit, NAMES);
      if (faults.length > 0) {
        const alert = faults.map((fault) => fault.message).join("\n");
        return visit.show(<DetailsPage visit={visit} alert={alert} />);
      }
      if (destinationRefusal(visit) === undefined) takeShipping(visit, visit.form["carriage"]);
      return visit.go("/order-form/sign");
    }),
  );
  router.get(
    "/order-form/sign",
    visit(deps, (visit) =>
      visit.session.basket.lines.length === 0
        ? visit.go("/order-form")
        : visit.show(<SignPage visit={visit} payOrigin={payOrigin} />),
    ),
  );
  router.post(
    "/order-form/sign",
    visit(deps, async (visit) => {
      const refuse = (alert: string, status = 200) =>
        visit.show(<SignPage visit={visit} payOrigin={payOrigin} alert={alert} />, status);
      if (visit.form["terms"] === undefined) return refuse("You must accept the terms of sale.");
      takeReference(visit, visit.form["memo"]);
      const fault = takePayment(deps, visit, visit.form["settle"], PAYMENTS);
      if (fault !== undefined) return refuse(fault);
      const answer = await placeOrder(deps, visit);
      if (answer.kind === "placed") return visit.go(`/accepted?order=${answer.number}`);
      return answer.kind === "answered" ? undefined : refuse(REFUSED[answer.reason], answer.status);
    }),
  );
}
