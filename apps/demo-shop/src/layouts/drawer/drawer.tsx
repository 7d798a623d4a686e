import type { Router } from "express";
import { findPurchases } from "../../order-history.ts";
import { type ShopDeps, type Visit, visit } from "../../routes/visit.ts";
import { type AddressNames, destinationRefusal, takeAddress } from "../counter/address-desk.ts";
import { findProduct, putIntoCart, setQuantity, takeOut } from "../counter/cart-desk.ts";
import { checkoutGate } from "../counter/checkout-gate.ts";
import { type PaymentChoices, takePayment, takeReference, takeShipping } from "../counter/payment-desk.ts";
import { isOwnOrder, placeOrder } from "../counter/place-order.ts";
import { openLayout, sendPiece } from "../page/open-layout.tsx";
import { InformationPage, PaymentPage, ShippingPage, ThankYouPage } from "./checkout-pages.tsx";
import { ACCOUNT, Frame } from "./frame.tsx";
import { CartContents, CartPage, ProductPage } from "./shop-pages.tsx";

const PAYMENTS: PaymentChoices = {
  "manual-cod": "cash_on_delivery",
  "manual-bank": "bank_transfer",
  creditcards: "card",
};
const REFUSED = {
  declined: "Your card was declined. Try a different card or another payment method.",
  sold_out: "Some items in your cart are no longer available: sold out. Your order was not placed.",
  incomplete: "There was a problem with our checkout. Please go back and try again.",
  empty: "Your cart is empty.",
};
const NAMES: AddressNames = {
  first_name: "firstName",
  last_name: "lastName",
  address_line1: "address1",
  address_line2: "address2",
  city: "city",
  state: "zone",
  postal_code: "postalCode",
  country: "countryCode",
  phone: "phone",
  email: "email",
};

/** Adding opens a drawer; the checkout is three pages of another look, and its last one buys. */
export function drawer(deps: ShopDeps): Router {
  return openLayout(deps, { Frame, ProductPage, account: ACCOUNT }, (router) => {
    addCart(router, deps);
    router.use(
      "/checkouts",
      checkoutGate(deps, (path) => /payment|complete/.test(path)),
    );
    addInformation(router, deps);
    addPayment(router, deps);
    router.get(
      "/checkouts/:number/thank-you",
      visit(deps, (visit) => {
        const number = String(visit.request.params["number"]);
        if (!isOwnOrder(visit, number)) return visit.go("/cart");
        const [purchase] = findPurchases(deps.ledger, { orderNumber: `HP-${number}` });
        return visit.show(<ThankYouPage visit={visit} number={number} name={purchase?.address.first_name ?? ""} />);
      }),
    );
  });
}

function addCart(router: Router, deps: ShopDeps): void {
  router.get(
    "/cart",
    visit(deps, (visit) => visit.show(<CartPage visit={visit} />)),
  );
  router.get(
    "/cart/contents",
    visit(deps, (visit) => sendPiece(visit, <CartContents visit={visit} />)),
  );
  router.post(
    "/cart/add",
    visit(deps, (visit) => {
      const product = findProduct(visit.form["id"]);
      // What nobody chose is the first of its kind: the list shows it as chosen.
      const chosen = (label: string) =>
        visit.form[`options[${label}]`] ?? product?.options?.find((option) => option.label === label)?.values[0];
      const refusal = putIntoCart(visit, { product, quantity: visit.form["quantity"], chosen });
      sendPiece(visit, <CartContents visit={visit} fault={refusal?.message} />, refusal === undefined ? 200 : 422);
    }),
  );
  router.post(
    "/cart/change",
    visit(deps, (visit) => {
      const { key = "", step = "" } = visit.form;
      const line = visit.session.basket.lines.find((entry) => entry.sku === key);
      if (step === "remove") takeOut(visit, key);
      const wanted = (line?.quantity ?? 0) + Number(step);
      const fault = step === "remove" ? undefined : setQuantity(visit, key, String(wanted));
      sendPiece(visit, <CartContents visit={visit} fault={fault?.message} />);
    }),
  );
}

function addInformation(router: Router, deps: ShopDeps): void {
  router.get(
    "/checkouts/information",
    visit(deps, (visit) => {
      if (visit.session.basket.lines.length === 0) return visit.go("/cart");
      return visit.show(<InformationPage visit={visit} faults={[]} />);
    }),
  );
  router.post(
    "/checkouts/information",
    visit(deps, (visit) => {
      const faults = takeAddress(visit, NAMES);
      if (faults.length === 0) return visit.go("/checkouts/shipping");
      return visit.show(<InformationPage visit={visit} faults={faults} />, 422);
    }),
  );
  router.get(
    "/checkouts/shipping",
    visit(deps, (visit) => {
      if (!isAddressed(visit)) return visit.go("/checkouts/information");
      return visit.show(<ShippingPage visit={visit} faults={[]} />);
    }),
  );
  router.post(
    "/checkouts/shipping",
    visit(deps, (visit) => {
      if (destinationRefusal(visit) === undefined && takeShipping(visit, visit.form["rate"]))
        return visit.go("/checkouts/payment");
      return visit.show(<ShippingPage visit={visit} faults={[]} />, 422);
    }),
  );
}

function addPayment(router: Router, deps: ShopDeps): void {
  const payOrigin = deps.origins.pay;
  const refuse = (visit: Visit, message: string, status: number) =>
    visit.show(<PaymentPage visit={visit} payOrigin={payOrigin} faults={[{ field: "payment", message }]} />, status);
  router.get(
    "/checkouts/payment",
    visit(deps, (visit) => {
      if (!isAddressed(visit)) return visit.go("/checkouts/information");
      return visit.show(<PaymentPage visit={visit} faults={[]} payOrigin={payOrigin} />);
    }),
  );
  router.post(
    "/checkouts/complete",
    visit(deps, async (visit) => {
      const fault = takePayment(deps, visit, visit.form["basic"], PAYMENTS);
      if (fault !== undefined) return refuse(visit, fault, 422);
      takeReference(visit, visit.form["note"]);
      const answer = await placeOrder(deps, visit);
      if (answer.kind === "placed") return visit.go(`/checkouts/${answer.number}/thank-you`);
      return answer.kind === "answered" ? undefined : refuse(visit, REFUSED[answer.reason], answer.status);
    }),
  );
}

function isAddressed({ session }: Visit): boolean {
  return session.basket.lines.length > 0 && session.basket.draft.address !== undefined;
}
