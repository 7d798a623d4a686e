import type { Router } from "express";
import { isEmail } from "../../checkout-draft.ts";
import { type ShopDeps, type Visit, visit } from "../../routes/visit.ts";
import type { Session } from "../../session-store.ts";
import { type AddressNames, destinationRefusal, takeAddress } from "../counter/address-desk.ts";
import { chosenIn, findProduct, putIntoCart, setQuantity } from "../counter/cart-desk.ts";
import { checkoutGate } from "../counter/checkout-gate.ts";
import { type PaymentChoices, takePayment, takeReference, takeShipping } from "../counter/payment-desk.ts";
import { isOwnOrder, placeOrder } from "../counter/place-order.ts";
import { openLayout } from "../page/open-layout.tsx";
import { AddressStep, ContactStep, DeliveryStep, DoneStep, MethodStep } from "./pay-pages.tsx";
import { ACCOUNT, CartPage, Frame, ProductPage } from "./shop-pages.tsx";

const PAYMENTS: PaymentChoices = { later: "pay_later", card: "card" };
const REFUSED = {
  declined: "Payment declined. You have not been charged.",
  sold_out: "We are sorry, an item has just sold out.",
  incomplete: "Something is missing. Please go back and check.",
  empty: "Nothing in your cart.",
};

/** Buttons wake up by real key events, a spinner blocks the page after each press, and the last button comes late. */
export function lateButtons(deps: ShopDeps): Router {
  const mobiles = new WeakMap<Session, string>();
  return openLayout(deps, { Frame, ProductPage, account: ACCOUNT }, (router) => {
    addCart(router, deps);
    router.use(
      ["/pay", "/rest/pay"],
      checkoutGate(deps, (path) => /method|rest\/pay/.test(path)),
    );
    addPages(router, deps);
    addSteps(router, deps, mobiles);
    router.post(
      "/rest/pay",
      visit(deps, (visit) => pay(deps, visit)),
    );
    router.get(
      "/order-completion/:number",
      visit(deps, (visit) => {
        const number = String(visit.request.params["number"]);
        return isOwnOrder(visit, number) ? visit.show(<DoneStep visit={visit} number={number} />) : visit.go("/");
      }),
    );
  });
}

/** 200 where it was kept; 422 with a message where not. */
function say({ response }: Visit, message: string | undefined, status = 422): void {
  response.status(message === undefined ? 200 : status).json({ message });
}

function addCart(router: Router, deps: ShopDeps): void {
  router.post(
    "/rest/cart",
    visit(deps, (visit) => {
      const product = findProduct(visit.form["slug"]);
      const wish = { product, quantity: visit.form["quantity"], chosen: chosenIn(visit, "variant.") };
      say(visit, putIntoCart(visit, wish)?.message);
    }),
  );
  router.post(
    "/rest/cart/amount",
    visit(deps, (visit) =>
      say(visit, setQuantity(visit, visit.form["line"] ?? "", visit.form["quantity"] ?? "")?.message),
    ),
  );
  router.get(
    "/my-cart",
    visit(deps, (visit) => visit.show(<CartPage visit={visit} />)),
  );
}

function addPages(router: Router, deps: ShopDeps): void {
  for (const [path, Step] of [
    ["/pay/contact", ContactStep],
    ["/pay/address", AddressStep],
    ["/pay/delivery", DeliveryStep],
  ] as const) {
    router.get(
      path,
      visit(deps, (visit) =>
        visit.session.basket.lines.length === 0 ? visit.go("/my-cart") : visit.show(<Step visit={visit} />),
      ),
    );
  }
  router.get(
    "/pay/method",
    visit(deps, (visit) => {
      const { lines, draft } = visit.session.basket;
      if (lines.length === 0 || draft.address === undefined) return visit.go("/my-cart");
      return visit.show(<MethodStep visit={visit} payOrigin={deps.origins.pay} />);
    }),
  );
}

function addSteps(router: Router, deps: ShopDeps, mobiles: WeakMap<Session, string>): void {
  router.post(
    "/rest/contact",
    visit(deps, (visit) => {
      const email = (visit.form["emailAddress"] ?? "").trim();
      if (!isEmail(email)) return say(visit, "Please provide a valid email address.");
      visit.session.basket.draft.email = email;
      mobiles.set(visit.session, visit.form["mobileNum"] ?? "");
      return say(visit, undefined);
    }),
  );
  router.post(
    "/rest/address",
    visit(deps, (visit) => {
      const faults = takeAddress(visit, namesFor(visit, mobiles.get(visit.session) ?? ""));
      return say(visit, faults.length === 0 ? undefined : faults.map((fault) => fault.message).join(" "));
    }),
  );
  router.post(
    "/rest/delivery",
    visit(deps, (visit) => {
      const isShipped = destinationRefusal(visit) === undefined && takeShipping(visit, visit.form["deliveryId"]);
      return say(visit, isShipped ? undefined : "Please choose a delivery speed.");
    }),
  );
}

async function pay(deps: ShopDeps, visit: Visit): Promise<void> {
  takeReference(visit, visit.form["reference"]);
  const fault = takePayment(deps, visit, visit.form["method"], PAYMENTS);
  if (fault !== undefined) return say(visit, fault);
  const answer = await placeOrder(deps, visit);
  if (answer.kind === "placed") visit.response.json({ next: `/order-completion/${answer.number}` });
  return answer.kind === "refused" ? say(visit, REFUSED[answer.reason], answer.status) : undefined;
}

function namesFor({ session }: Visit, mobile: string): AddressNames {
  return {
    first_name: "recipientGiven",
    last_name: "recipientFamily",
    address_line1: "streetLine",
    address_line2: "streetMore",
    city: "place",
    state: "stateCode",
    postal_code: "zipCode",
    country: () => "US",
    phone: () => mobile,
    email: () => session.basket.draft.email ?? "",
  };
}
