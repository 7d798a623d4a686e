import type { Router } from "express";
import type { VNode } from "preact";
import { isEmail } from "../../checkout-draft.ts";
import { type ShopDeps, type Visit, visit } from "../../routes/visit.ts";
import { type AddressNames, destinationRefusal, takeAddress } from "../counter/address-desk.ts";
import { chosenIn, findProductById, putIntoCart, setQuantity, takeOut } from "../counter/cart-desk.ts";
import { checkoutGate } from "../counter/checkout-gate.ts";
import { type PaymentChoices, takePayment, takeReference, takeShipping } from "../counter/payment-desk.ts";
import { placeOrder, plainNumber } from "../counter/place-order.ts";
import { openLayout, sendPiece } from "../page/open-layout.tsx";
import {
  AddressModal,
  AddressSection,
  CheckoutPage,
  ContactSection,
  PaymentSection,
  ShippingSection,
  SummarySection,
} from "./checkout-pages.tsx";
import { ACCOUNT, Frame } from "./frame.tsx";
import { CartPage, ProductPage } from "./shop-pages.tsx";
import { SuccessPage } from "./success-page.tsx";

const PAYMENTS: PaymentChoices = { checkmo: "check", purchaseorder: "pay_later", hosted_card: "card" };

const SAID = {
  declined: "Your payment was declined. Please try again or choose another payment method.",
  sold_out: "Some of the products are out of stock. Your order was not placed.",
  incomplete: "Please check the shipping address and the methods, and try again.",
  empty: "You have no items in your shopping cart.",
};

/** One page whose sections appear as the former are saved, each fetched, with the address in a modal dialog. */
export function onePage(deps: ShopDeps): Router {
  return openLayout(deps, { Frame, ProductPage, account: ACCOUNT }, (router) => {
    addCart(router, deps);
    addCheckout(router, deps);
  });
}

function addCart(router: Router, deps: ShopDeps): void {
  router.get(
    "/checkout/cart",
    visit(deps, (visit) => visit.show(<CartPage visit={visit} />)),
  );
  router.post(
    "/checkout/cart/add",
    visit(deps, (visit) => {
      const product = findProductById(visit.form["product"]);
      const chosen = chosenIn(visit, "super_attribute[", "]");
      const refusal = putIntoCart(visit, { product, quantity: visit.form["qty"], chosen });
      const title = product?.title ?? "";
      const { cartCount } = visit.shell("");
      visit.response.json(refusal === undefined ? { title, cartCount } : { refused: refusal.message });
    }),
  );
  router.post(
    "/checkout/cart/updatePost",
    visit(deps, (visit) => {
      const faults = visit.session.basket.lines.map((line) => {
        const quantity = visit.form[`cart[${line.sku}][qty]`];
        return quantity === undefined ? undefined : setQuantity(visit, line.sku, quantity);
      });
      const fault = faults.find((entry) => entry !== undefined);
      if (fault === undefined) return visit.go("/checkout/cart");
      return visit.show(<CartPage visit={visit} fault={fault.message} />);
    }),
  );
  router.get(
    "/checkout/cart/delete/:sku",
    visit(deps, (visit) => {
      takeOut(visit, String(visit.request.params["sku"]));
      visit.go("/checkout/cart");
    }),
  );
}

function addCheckout(router: Router, deps: ShopDeps): void {
  router.get(
    "/checkout/onepage/success/:number",
    visit(deps, (visit) => {
      const number = String(visit.request.params["number"]);
      if (!visit.session.orderNumbers.has(`HP-${number}`)) return visit.go("/checkout/cart");
      return visit.show(<SuccessPage visit={visit} number={number} />);
    }),
  );
  router.use(
    "/checkout",
    checkoutGate(deps, (path) => /save\/payment|place$/.test(path)),
  );
  router.get(
    "/checkout",
    visit(deps, (visit) =>
      visit.session.basket.lines.length === 0 ? visit.go("/checkout/cart") : visit.show(<CheckoutPage visit={visit} />),
    ),
  );
  router.get(
    "/checkout/section/:name",
    visit(deps, (visit) => {
      const section = sectionOf(deps, visit, String(visit.request.params["name"]));
      sendPiece(visit, section);
    }),
  );
  router.post(
    "/checkout/save/:name",
    visit(deps, (visit) => save(deps, visit)),
  );
  router.post(
    "/checkout/place",
    visit(deps, async (visit) => {
      const answer = await placeOrder(deps, visit);
      if (answer.kind === "refused")
        return sendPiece(visit, <SummarySection visit={visit} fault={SAID[answer.reason]} />, answer.status);
      if (answer.kind === "placed")
        visit.response.json({ go: `/checkout/onepage/success/${plainNumber(answer.purchase)}` });
      return undefined;
    }),
  );
}

function sectionOf(deps: ShopDeps, visit: Visit, name: string): VNode {
  const { draft } = visit.session.basket;
  switch (name) {
    case "contact":
      return <ContactSection visit={visit} />;
    case "address":
      return draft.email === undefined ? <></> : <AddressSection visit={visit} />;
    case "modal":
      return <AddressModal visit={visit} faults={[]} />;
    case "shipping":
      return draft.address === undefined ? <></> : <ShippingSection visit={visit} />;
    case "payment":
      return draft.shippingMethod === undefined ? <></> : <PaymentSection payOrigin={deps.origins.pay} />;
    default:
      return <SummarySection visit={visit} />;
  }
}

/** 200 where it was kept, and the page's script fetches what comes next; 422 with the section that was refused. */
function save(deps: ShopDeps, visit: Visit): void {
  const { form, session } = visit;
  const { draft } = session.basket;
  const refuse = (piece: VNode) => sendPiece(visit, piece, 422);
  switch (String(visit.request.params["name"])) {
    case "contact": {
      const email = (form["username"] ?? "").trim();
      if (!isEmail(email)) return refuse(<ContactSection visit={visit} fault="Please enter a valid email address." />);
      draft.email = email;
      break;
    }
    case "address": {
      const faults = takeAddress(visit, namesFor(draft.email ?? ""), () => "This is a required field.");
      if (faults.length > 0) return refuse(<AddressModal visit={visit} faults={faults} />);
      delete draft.shippingMethod;
      delete draft.payment;
      break;
    }
    case "shipping":
      if (destinationRefusal(visit) !== undefined || !takeShipping(visit, form["ko_unique_1"]))
        return refuse(<ShippingSection visit={visit} />);
      break;
    default: {
      const fault = takePayment(deps, visit, form["payment[method]"], PAYMENTS);
      if (fault !== undefined) return refuse(<SummarySection visit={visit} fault={fault} />);
      takeReference(visit, form["payment[po_number]"]);
    }
  }
  visit.response.json({ saved: true });
}

function namesFor(email: string): AddressNames {
  return {
    first_name: "firstname",
    last_name: "lastname",
    address_line1: "street[0]",
    address_line2: "street[1]",
    city: "city",
    state: "region_id",
    postal_code: "postcode",
    country: "country_id",
    phone: "telephone",
    email: () => email,
  };
}
