import { formatUsd } from "@cartwright/orders";
import type { Router } from "express";
import { findPurchases } from "../../order-history.ts";
import { type ShopDeps, visit } from "../../routes/visit.ts";
import { STATES } from "../../states.ts";
import { type AddressNames, destinationRefusal, takeAddress } from "../counter/address-desk.ts";
import { chosenIn, findProduct, putIntoCart, setQuantity, takeOut } from "../counter/cart-desk.ts";
import { checkoutGate } from "../counter/checkout-gate.ts";
import { otherStates } from "../counter/countries.ts";
import { type PaymentChoices, takePayment, takeReference, takeShipping } from "../counter/payment-desk.ts";
import { isOwnOrder, placeOrder } from "../counter/place-order.ts";
import { openLayout, sendPiece } from "../page/open-layout.tsx";
import { CheckoutPage, OrderReview, ReceivedPage } from "./checkout-pages.tsx";
import { ACCOUNT, CartPage, Frame, ProductPage } from "./shop-pages.tsx";

const PAYMENTS: PaymentChoices = { bacs: "bank_transfer", cheque: "check", hosted_card: "card" };
const REFUSED = {
  declined: "Your payment was declined. Please try again.",
  sold_out: "Sorry, an item is not in stock any more. Please edit your cart and try again.",
  incomplete: "Please complete the form and choose a shipping method.",
  empty: "Sorry, your session has expired.",
};
const namesFor = (prefix: "shipping" | "billing"): AddressNames => ({
  first_name: `${prefix}_first_name`,
  last_name: `${prefix}_last_name`,
  address_line1: `${prefix}_address_1`,
  address_line2: `${prefix}_address_2`,
  city: `${prefix}_city`,
  state: `${prefix}_state`,
  postal_code: `${prefix}_postcode`,
  country: `${prefix}_country`,
  phone: "billing_phone",
  email: "billing_email",
});

/** One page: states come after the country, methods after the address, and billing is the same unless unticked. */
export function dependentState(deps: ShopDeps): Router {
  return openLayout(deps, { Frame, ProductPage, account: ACCOUNT }, (router) => {
    addCart(router, deps);
    router.get(
      "/checkout/order-received/:number",
      visit(deps, (visit) => {
        const number = String(visit.request.params["number"]);
        if (!isOwnOrder(visit, number)) return visit.go("/cart/");
        const [purchase] = findPurchases(deps.ledger, { orderNumber: `HP-${number}` });
        const total = formatUsd(purchase?.total_cents ?? 0);
        return visit.show(<ReceivedPage visit={visit} number={number} total={total} />);
      }),
    );
    router.use(
      "/checkout",
      checkoutGate(deps, (path) => /review|place/.test(path)),
    );
    addCheckout(router, deps);
  });
}

function addCart(router: Router, deps: ShopDeps): void {
  router.post(
    "/products/:slug",
    visit(deps, (visit) => {
      const product = findProduct(String(visit.request.params["slug"]));
      const wish = { product, quantity: visit.form["quantity"], chosen: chosenIn(visit, "attribute_pa_") };
      const refusal = putIntoCart(visit, wish);
      if (product === undefined) return visit.go("/");
      return refusal === undefined
        ? visit.show(<CartPage visit={visit} added={product.title} />)
        : visit.show(<ProductPage visit={visit} product={product} refusal={refusal.message} />);
    }),
  );
  router.get(
    "/cart",
    visit(deps, (visit) => {
      const removed = visit.query("remove_item");
      if (removed !== undefined) takeOut(visit, removed);
      visit.show(<CartPage visit={visit} />);
    }),
  );
  router.post(
    "/cart",
    visit(deps, (visit) => {
      const faults = visit.session.basket.lines.map((line) =>
        setQuantity(visit, line.sku, visit.form[`cart[${line.sku}][qty]`] ?? ""),
      );
      const fault = faults.find((entry) => entry !== undefined);
      return fault === undefined ? visit.go("/cart/") : visit.show(<CartPage visit={visit} fault={fault.message} />);
    }),
  );
}

function addCheckout(router: Router, deps: ShopDeps): void {
  const payOrigin = deps.origins.pay;
  router.get(
    "/checkout",
    visit(deps, (visit) =>
      visit.session.basket.lines.length === 0 ? visit.go("/cart/") : visit.show(<CheckoutPage visit={visit} />),
    ),
  );
  router.get(
    "/checkout/states/:country",
    visit(deps, (visit) => {
      const country = String(visit.request.params["country"]);
      const states = country === "US" ? STATES : otherStates(country).map((name) => ({ code: name, name }));
      setTimeout(() => visit.response.json(states), 350);
    }),
  );
  router.post(
    "/checkout/address",
    visit(deps, (visit) => {
      const isSame = visit.form["bill_same"] !== undefined;
      // The goods go to the delivery address, so that one is read last.
      const faults = [
        ...(isSame ? [] : takeAddress(visit, namesFor("billing"))),
        ...takeAddress(visit, namesFor("shipping")),
      ];
      takeReference(visit, visit.form["order_comments"]);
      visit.response.status(faults.length === 0 ? 200 : 422).json(faults);
    }),
  );
  router.post(
    "/checkout/review",
    visit(deps, (visit) => {
      if (destinationRefusal(visit) === undefined) takeShipping(visit, visit.form["shipping_method[0]"]);
      sendPiece(visit, <OrderReview visit={visit} payOrigin={payOrigin} />);
    }),
  );
  router.post(
    "/checkout/place",
    visit(deps, async (visit) => {
      takeReference(visit, visit.form["order_comments"]);
      const fault = takePayment(deps, visit, visit.form["payment_method"], PAYMENTS);
      const refuse = (message: string) => visit.response.json({ result: "failure", messages: message });
      if (fault !== undefined) return void refuse(fault);
      const answer = await placeOrder(deps, visit);
      if (answer.kind === "refused") refuse(REFUSED[answer.reason]);
      if (answer.kind === "placed") {
        visit.response.json({ result: "success", redirect: `/checkout/order-received/${answer.number}/` });
      }
    }),
  );
}
