import type { Router } from "express";
import { type ShopDeps, visit } from "../../routes/visit.ts";
import { type AddressNames, destinationRefusal, takeAddress } from "../counter/address-desk.ts";
import { chosenIn, findProductById, putIntoCart, setQuantity, takeOut } from "../counter/cart-desk.ts";
import { checkoutGate } from "../counter/checkout-gate.ts";
import { type PaymentChoices, takePayment, takeReference, takeShipping } from "../counter/payment-desk.ts";
import { isOwnOrder, placeOrder } from "../counter/place-order.ts";
import { openLayout } from "../page/open-layout.tsx";
import { HowPage, LastLookPage, ShipToPage } from "./frame-pages.tsx";
import { ACCOUNT, CartPage, CompletePage, Frame, ProductPage, SecurePage } from "./shop-pages.tsx";

const PAYMENTS: PaymentChoices = { mail: "check", wire: "bank_transfer", card: "card" };
const REFUSED = {
  declined: "Your order could not be sent: the payment was declined.",
  sold_out: "Your order could not be sent: an item has sold out meanwhile.",
  incomplete: "Your order could not be sent: please go through the checkout again.",
  empty: "There is nothing in your cart.",
};
const NAMES: AddressNames = {
  first_name: "x_ship_to_first_name",
  last_name: "x_ship_to_last_name",
  address_line1: "x_ship_to_address",
  address_line2: "x_ship_to_address2",
  city: "x_ship_to_city",
  state: "x_ship_to_state",
  postal_code: "x_ship_to_zip",
  country: "x_ship_to_country",
  phone: "x_phone",
  email: "x_email",
};

/** The whole checkout is inside a frame; its last form leaves it. */
export function framed(deps: ShopDeps): Router {
  return openLayout(deps, { Frame, ProductPage, account: ACCOUNT }, (router) => {
    addCart(router, deps);
    router.use(
      ["/secure", "/frames"],
      checkoutGate(deps, (path) => /look|place/.test(path)),
    );
    router.get(
      "/secure",
      visit(deps, (visit) =>
        visit.session.basket.lines.length === 0 ? visit.go("/viewcart") : visit.show(<SecurePage visit={visit} />),
      ),
    );
    addFrame(router, deps);
    router.post(
      "/frames/checkout/place",
      visit(deps, async (visit) => {
        const answer = await placeOrder(deps, visit);
        if (answer.kind === "placed") return visit.go(`/received/${answer.number}`);
        if (answer.kind === "answered") return undefined;
        return visit.show(<CartPage visit={visit} fault={REFUSED[answer.reason]} />, answer.status);
      }),
    );
    router.get(
      "/received/:number",
      visit(deps, (visit) => {
        const number = String(visit.request.params["number"]);
        if (!isOwnOrder(visit, number)) return visit.go("/viewcart");
        return visit.show(<CompletePage visit={visit} number={number} />);
      }),
    );
  });
}

function addCart(router: Router, deps: ShopDeps): void {
  router.post(
    "/addtocart",
    visit(deps, (visit) => {
      const product = findProductById(visit.form["itemnum"]);
      const wish = { product, quantity: visit.form["howmany"], chosen: chosenIn(visit, "opt_") };
      const refusal = putIntoCart(visit, wish);
      if (refusal === undefined || product === undefined) return visit.go("/viewcart");
      return visit.show(<ProductPage visit={visit} product={product} refusal={refusal.message} />);
    }),
  );
  router.get(
    "/viewcart",
    visit(deps, (visit) => visit.show(<CartPage visit={visit} />)),
  );
  router.post(
    "/viewcart",
    visit(deps, (visit) => {
      const { form, session } = visit;
      if (form["del"] !== undefined) takeOut(visit, form["del"]);
      const faults = session.basket.lines.map((line) => setQuantity(visit, line.sku, form[`q${line.sku}`] ?? ""));
      const fault = faults.find((entry) => entry !== undefined);
      return fault === undefined ? visit.go("/viewcart") : visit.show(<CartPage visit={visit} fault={fault.message} />);
    }),
  );
}

function addFrame(router: Router, deps: ShopDeps): void {
  const payOrigin = deps.origins.pay;
  router.get(
    "/frames/checkout/start",
    visit(deps, (visit) => visit.show(<ShipToPage visit={visit} faults={[]} />)),
  );
  router.post(
    "/frames/checkout/start",
    visit(deps, (visit) => {
      const faults = takeAddress(visit, NAMES);
      return faults.length === 0
        ? visit.go("/frames/checkout/how")
        : visit.show(<ShipToPage visit={visit} faults={faults} />);
    }),
  );
  router.get(
    "/frames/checkout/how",
    visit(deps, (visit) => visit.show(<HowPage visit={visit} faults={[]} payOrigin={payOrigin} />)),
  );
  router.post(
    "/frames/checkout/how",
    visit(deps, (visit) => {
      const isShipped = destinationRefusal(visit) === undefined && takeShipping(visit, visit.form["ship_via"]);
      takeReference(visit, visit.form["x_po_num"]);
      const fault = isShipped
        ? takePayment(deps, visit, visit.form["pay_by"], PAYMENTS)
        : "We cannot ship this order this way.";
      if (fault === undefined) return visit.go("/frames/checkout/look");
      const faults = [{ field: "how", message: fault }];
      return visit.show(<HowPage visit={visit} faults={faults} payOrigin={payOrigin} />);
    }),
  );
  router.get(
    "/frames/checkout/look",
    visit(deps, (visit) => visit.show(<LastLookPage visit={visit} faults={[]} />)),
  );
}
