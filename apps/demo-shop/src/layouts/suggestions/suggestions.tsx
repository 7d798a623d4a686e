import type { Router } from "express";
import { PRODUCTS } from "../../catalogue.ts";
import { type ShopDeps, visit } from "../../routes/visit.ts";
import { type AddressNames, destinationRefusal, takeAddress } from "../counter/address-desk.ts";
import { chosenIn, putIntoCart, setQuantity, takeOut } from "../counter/cart-desk.ts";
import { checkoutGate } from "../counter/checkout-gate.ts";
import { type PaymentChoices, takePayment, takeReference, takeShipping } from "../counter/payment-desk.ts";
import { isOwnOrder, placeOrder } from "../counter/place-order.ts";
import { openLayout } from "../page/open-layout.tsx";
import { DeliveryPage, PayPage, ThanksPage } from "./checkout-pages.tsx";
import { ACCOUNT, Frame, ProductPage, TrolleyPage } from "./shop-pages.tsx";

const PAYMENTS: PaymentChoices = { invoice: "pay_later", card: "card" };
const REFUSED = {
  declined: "Your payment was declined. Please use another payment method.",
  sold_out: "We are sorry: an item sold out before you placed the order.",
  incomplete: "Please complete delivery and shipping first.",
  empty: "Your trolley is empty.",
};
const NAMES: AddressNames = {
  first_name: "fname",
  last_name: "lname",
  address_line1: "addr",
  address_line2: "addr2",
  city: "town",
  state: "region",
  postal_code: "zipcode",
  country: () => "US",
  phone: "mobile",
  email: "mail",
};
/** Towns that have every street, for suggestions that look real and are wrong. */
const TOWNS = ["Springfield, IL 62701", "Franklin, TN 37064", "Clinton, MA 01510", "Madison, WI 53703"];

/** An address that is typed brings suggestions over the next field, and a question when it is saved. */
export function suggestions(deps: ShopDeps): Router {
  return openLayout(deps, { Frame, ProductPage, account: ACCOUNT }, (router) => {
    addTrolley(router, deps);
    router.get(
      "/address-lookup",
      visit(deps, (visit) => {
        const typed = (visit.query("q") ?? "").trim();
        visit.response.json(TOWNS.map((town) => `${typed.replace(/\bSt\.?$/, "Street")}, ${town}`));
      }),
    );
    router.use(
      "/checkout",
      checkoutGate(deps, (path) => /ship|submit/.test(path)),
    );
    addCheckout(router, deps);
    router.get(
      "/thanks",
      visit(deps, (visit) => {
        const number = visit.query("o") ?? "";
        return isOwnOrder(visit, number) ? visit.show(<ThanksPage visit={visit} number={number} />) : visit.go("/");
      }),
    );
  });
}

function addTrolley(router: Router, deps: ShopDeps): void {
  router.get(
    "/trolley",
    visit(deps, (visit) => visit.show(<TrolleyPage visit={visit} />)),
  );
  router.post(
    "/trolley",
    visit(deps, (visit) => {
      const product = PRODUCTS.find(({ sku }) => sku === visit.form["pid"]);
      const wish = { product, quantity: visit.form["Quantity"], chosen: chosenIn(visit, "dwvar_") };
      const refusal = putIntoCart(visit, wish);
      if (refusal === undefined || product === undefined) return visit.go("/trolley");
      return visit.show(<ProductPage visit={visit} product={product} refusal={refusal.message} />);
    }),
  );
  router.post(
    "/trolley/line",
    visit(deps, (visit) => {
      const { uuid = "", remove, Quantity = "" } = visit.form;
      const fault = remove === undefined ? setQuantity(visit, uuid, Quantity) : takeOut(visit, uuid);
      return fault === undefined
        ? visit.go("/trolley")
        : visit.show(<TrolleyPage visit={visit} fault={fault.message} />);
    }),
  );
}

function addCheckout(router: Router, deps: ShopDeps): void {
  const payOrigin = deps.origins.pay;
  router.get(
    "/checkout/delivery",
    visit(deps, (visit) =>
      visit.session.basket.lines.length === 0
        ? visit.go("/trolley")
        : visit.show(<DeliveryPage visit={visit} faults={[]} />),
    ),
  );
  router.post(
    "/checkout/delivery",
    visit(deps, (visit) => {
      const faults = takeAddress(visit, NAMES);
      return faults.length === 0
        ? visit.go("/checkout/shipping")
        : visit.show(<DeliveryPage visit={visit} faults={faults} />);
    }),
  );
  router.get(
    "/checkout/shipping",
    visit(deps, (visit) => {
      const { lines, draft } = visit.session.basket;
      if (lines.length === 0 || draft.address === undefined) return visit.go("/checkout/delivery");
      return visit.show(<PayPage visit={visit} payOrigin={payOrigin} fault={undefined} />);
    }),
  );
  router.post(
    "/checkout/ship",
    visit(deps, (visit) => {
      if (destinationRefusal(visit) === undefined) takeShipping(visit, visit.form["sm"]);
      visit.go("/checkout/shipping");
    }),
  );
  router.post(
    "/checkout/submit",
    visit(deps, async (visit) => {
      const refuse = (fault: string, status: number) =>
        visit.show(<PayPage visit={visit} payOrigin={payOrigin} fault={fault} />, status);
      takeReference(visit, visit.form["poref"]);
      const fault = takePayment(deps, visit, visit.form["pm"], PAYMENTS);
      if (fault !== undefined) return refuse(fault, 422);
      const answer = await placeOrder(deps, visit);
      if (answer.kind === "placed") return visit.go(`/thanks?o=${answer.number}`);
      return answer.kind === "answered" ? undefined : refuse(REFUSED[answer.reason], answer.status);
    }),
  );
}
