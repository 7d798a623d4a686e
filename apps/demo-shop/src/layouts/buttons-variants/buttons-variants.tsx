import type { Router } from "express";
import { type ShopDeps, visit } from "../../routes/visit.ts";
import { type AddressNames, destinationRefusal, takeAddress } from "../counter/address-desk.ts";
import { chosenIn, findProduct, putIntoCart, setQuantity } from "../counter/cart-desk.ts";
import { checkoutGate } from "../counter/checkout-gate.ts";
import { COUNTRIES } from "../counter/countries.ts";
import { type PaymentChoices, takePayment, takeReference, takeShipping } from "../counter/payment-desk.ts";
import { isOwnOrder, placeOrder } from "../counter/place-order.ts";
import { openLayout } from "../page/open-layout.tsx";
import { codeOfState } from "../page/parts.tsx";
import { CheckoutPage, PlacedPage, SummaryPage } from "./checkout-pages.tsx";
import { ACCOUNT, BagPage, Frame, ProductPage } from "./shop-pages.tsx";

const PAYMENTS: PaymentChoices = { bank: "bank_transfer", door: "cash_on_delivery", card: "card" };
const REFUSED = {
  declined: "Payment declined. Please try another method.",
  sold_out: "Something in your bag just sold out. No order was placed.",
  incomplete: "Please fill in your details again.",
  empty: "Your shopping bag is empty.",
};
const NAMES: AddressNames = {
  first_name: "checkout_first",
  last_name: "checkout_last",
  address_line1: "checkout_addr",
  address_line2: "checkout_addr_extra",
  city: "checkout_city",
  state: (form) => codeOfState(form["checkout_region"]),
  postal_code: "checkout_zip",
  country: (form) => COUNTRIES.find(({ name }) => name === form["checkout_country"])?.code ?? "",
  phone: "checkout_tel",
  email: "checkout_email",
};

/** Variants are pressed buttons and radios; adding is told by a toast and a counter only. */
export function buttonsVariants(deps: ShopDeps): Router {
  return openLayout(deps, { Frame, ProductPage, account: ACCOUNT }, (router) => {
    addBag(router, deps);
    router.get(
      "/checkout/placed/:number",
      visit(deps, (visit) => {
        const number = String(visit.request.params["number"]);
        return isOwnOrder(visit, number) ? visit.show(<PlacedPage visit={visit} number={number} />) : visit.go("/");
      }),
    );
    router.use(
      "/checkout",
      checkoutGate(deps, (path) => path.includes("summary")),
    );
    addCheckout(router, deps);
  });
}

function addBag(router: Router, deps: ShopDeps): void {
  router.get(
    "/shopping-bag",
    visit(deps, (visit) => visit.show(<BagPage visit={visit} />)),
  );
  router.post(
    "/api/cart-lines",
    visit(deps, (visit) => {
      const wish = {
        product: findProduct(visit.form["slug"]),
        quantity: visit.form["count"],
        chosen: chosenIn(visit, ""),
      };
      const refusal = putIntoCart(visit, wish);
      const count = visit.shell("").cartCount;
      if (refusal === undefined) visit.response.json({ toast: `${wish.product?.title ?? ""} is in your bag`, count });
      // A missing choice is no error here: there is just nothing to say.
      else visit.response.json({ toast: refusal.code === "variant_required" ? undefined : refusal.message, count });
    }),
  );
  router.post(
    "/shopping-bag",
    visit(deps, (visit) => {
      const fault = setQuantity(visit, visit.form["sku"] ?? "", visit.form["to"] ?? "");
      return fault === undefined
        ? visit.go("/shopping-bag")
        : visit.show(<BagPage visit={visit} fault={fault.message} />);
    }),
  );
}

function addCheckout(router: Router, deps: ShopDeps): void {
  const payOrigin = deps.origins.pay;
  router.get(
    "/checkout",
    visit(deps, (visit) =>
      visit.session.basket.lines.length === 0
        ? visit.go("/shopping-bag")
        : visit.show(<CheckoutPage visit={visit} faults={[]} />),
    ),
  );
  router.post(
    "/checkout",
    visit(deps, (visit) => {
      const faults = takeAddress(visit, NAMES);
      if (faults.length > 0) return visit.show(<CheckoutPage visit={visit} faults={faults} />, 422);
      if (destinationRefusal(visit) === undefined) takeShipping(visit, visit.form["speed"]);
      else delete visit.session.basket.draft.shippingMethod;
      return visit.go("/checkout/summary");
    }),
  );
  router.get(
    "/checkout/summary",
    visit(deps, (visit) => {
      const { lines, draft } = visit.session.basket;
      if (lines.length === 0 || draft.address === undefined) return visit.go("/checkout");
      return visit.show(<SummaryPage visit={visit} payOrigin={payOrigin} fault={undefined} />);
    }),
  );
  router.post(
    "/checkout/summary",
    visit(deps, async (visit) => {
      const refuse = (fault: string, status: number) =>
        visit.show(<SummaryPage visit={visit} payOrigin={payOrigin} fault={fault} />, status);
      takeReference(visit, visit.form["message"]);
      const fault = takePayment(deps, visit, visit.form["method"], PAYMENTS);
      if (fault !== undefined) return refuse(fault, 422);
      const answer = await placeOrder(deps, visit);
      if (answer.kind === "placed") return visit.go(`/checkout/placed/${answer.number}`);
      return answer.kind === "answered" ? undefined : refuse(REFUSED[answer.reason], answer.status);
    }),
  );
}
