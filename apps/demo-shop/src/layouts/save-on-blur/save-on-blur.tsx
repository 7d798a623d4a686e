import type { Router } from "express";
import { isEmail } from "../../checkout-draft.ts";
import { type ShopDeps, type Visit, visit } from "../../routes/visit.ts";
import type { Session } from "../../session-store.ts";
import { type AddressNames, destinationRefusal, takeAddress } from "../counter/address-desk.ts";
import { chosenIn, findProduct, putIntoCart, setQuantity, takeOut } from "../counter/cart-desk.ts";
import { checkoutGate } from "../counter/checkout-gate.ts";
import { type PaymentChoices, takePayment, takeReference, takeShipping } from "../counter/payment-desk.ts";
import { isOwnOrder, placeOrder } from "../counter/place-order.ts";
import { openLayout, sendPiece } from "../page/open-layout.tsx";
import { CheckoutForm, CheckoutPage, DonePage } from "./checkout-form.tsx";
import { ACCOUNT, BasketPage, Frame, ProductPage } from "./frame.tsx";

const PAYMENTS: PaymentChoices = { later: "pay_later", card: "card" };
const REFUSED = {
  declined: "Your bank declined the payment. You have not been charged.",
  sold_out: "Too late: an item is out of stock now. Nothing was ordered.",
  incomplete: "Please fill in all fields.",
  empty: "Your basket is empty.",
};
const NAMES: AddressNames = {
  first_name: "given",
  last_name: "family",
  address_line1: "line1",
  address_line2: "line2",
  city: "city",
  state: "state",
  postal_code: "zip",
  country: "country",
  phone: "phone",
  email: "email",
};
/** What another country makes the form forget: everything of the address but the email. */
const FORGOTTEN = ["given", "family", "line1", "line2", "city", "state", "zip", "phone"];

/** One page that saves each field as it is left, and is drawn anew after each. */
export function saveOnBlur(deps: ShopDeps): Router {
  const kept = new WeakMap<Session, Record<string, string>>();
  const savedOf = (visit: Visit) => {
    const saved = kept.get(visit.session) ?? {};
    kept.set(visit.session, saved);
    return saved;
  };
  return openLayout(deps, { Frame, ProductPage, account: ACCOUNT }, (router) => {
    addBasket(router, deps);
    router.get(
      "/order-confirmation/:number",
      visit(deps, (visit) => {
        const number = String(visit.request.params["number"]);
        if (!isOwnOrder(visit, number)) return visit.go("/basket");
        return visit.show(<DonePage visit={visit} number={number} />);
      }),
    );
    router.use(
      "/checkout",
      checkoutGate(deps, (path) => path.endsWith("/place")),
    );
    addCheckout(router, deps, savedOf);
  });
}

function addBasket(router: Router, deps: ShopDeps): void {
  router.get(
    "/basket",
    visit(deps, (visit) => visit.show(<BasketPage visit={visit} />)),
  );
  router.post(
    "/api/basket",
    visit(deps, (visit) => {
      const { form } = visit;
      const wish = { product: findProduct(form["sku"]), quantity: form["amount"], chosen: chosenIn(visit, "option ") };
      const refusal = putIntoCart(visit, wish);
      visit.response.status(refusal === undefined ? 201 : 409).json({ problem: refusal?.message });
    }),
  );
  router.put(
    "/api/basket/:line",
    visit(deps, (visit) => {
      const line = String(visit.request.params["line"]);
      const amount = visit.form["amount"] ?? "";
      const refusal = amount === "0" ? takeOut(visit, line) : setQuantity(visit, line, amount);
      visit.response.status(refusal === undefined ? 200 : 409).json({ problem: refusal?.message });
    }),
  );
}

function addCheckout(router: Router, deps: ShopDeps, savedOf: (visit: Visit) => Record<string, string>): void {
  const payOrigin = deps.origins.pay;
  router.get(
    "/checkout",
    visit(deps, (visit) => {
      if (visit.session.basket.lines.length === 0) return visit.go("/basket");
      return visit.show(<CheckoutPage visit={visit} saved={savedOf(visit)} payOrigin={payOrigin} fault={undefined} />);
    }),
  );
  router.put(
    "/checkout/field",
    visit(deps, (visit) => {
      const saved = savedOf(visit);
      const { name = "", value = "" } = visit.form;
      if (name === "country" && value !== (saved["country"] ?? "CA")) for (const gone of FORGOTTEN) delete saved[gone];
      saved[name] = value;
      keep(visit, saved);
      sendPiece(visit, <CheckoutForm visit={visit} saved={saved} payOrigin={payOrigin} fault={undefined} />);
    }),
  );
  router.post(
    "/checkout/place",
    visit(deps, async (visit) => {
      const saved = savedOf(visit);
      const refuse = (fault: string, status: number) =>
        sendPiece(visit, <CheckoutForm visit={visit} saved={saved} payOrigin={payOrigin} fault={fault} />, status);
      const fault = takePayment(deps, visit, saved["pay"], PAYMENTS);
      if (fault !== undefined) return refuse(fault, 422);
      const answer = await placeOrder(deps, visit);
      if (answer.kind === "refused") return refuse(REFUSED[answer.reason], answer.status);
      if (answer.kind === "placed") visit.response.json({ number: answer.number });
      return undefined;
    }),
  );
}

/** Brings the draft up to what is saved: the address counts when all of it is there. */
function keep(visit: Visit, saved: Record<string, string>): void {
  const { draft } = visit.session.basket;
  takeReference(visit, saved["note"]);
  if (isEmail(saved["email"] ?? "")) draft.email = saved["email"] ?? "";
  const faults = takeAddress({ ...visit, form: saved }, NAMES);
  if (faults.length > 0) {
    delete draft.address;
    delete draft.shippingMethod;
  } else if (destinationRefusal(visit) === undefined) {
    takeShipping(visit, saved["ship"]);
  }
}
