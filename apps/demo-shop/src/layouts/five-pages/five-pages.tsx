import type { Router } from "express";
import { isEmail } from "../../checkout-draft.ts";
import { type ShopDeps, type Visit, visit } from "../../routes/visit.ts";
import { type AddressNames, destinationRefusal, takeAddress } from "../counter/address-desk.ts";
import { chosenIn, findProductById, putIntoCart, setQuantity, takeOut } from "../counter/cart-desk.ts";
import { checkoutGate } from "../counter/checkout-gate.ts";
import { type PaymentChoices, takePayment, takeReference, takeShipping } from "../counter/payment-desk.ts";
import { placeOrder } from "../counter/place-order.ts";
import { openLayout } from "../page/open-layout.tsx";
import {
  AddressPage,
  ConfirmationPage,
  ContactPage,
  PaymentPage,
  ShippingPage,
  SuccessPage,
} from "./checkout-pages.tsx";
import { ACCOUNT, Frame } from "./frame.tsx";
import { CartPage, ProductPage } from "./shop-pages.tsx";

const PAYMENTS: PaymentChoices = { moneyorder: "check", cod: "cash_on_delivery", cc_card: "card" };
const REFUSED = {
  declined: "Your credit card has been declined. Please try another card or contact your bank.",
  sold_out: "Products marked with *** don't exist in desired quantity in our stock: out of stock.",
  incomplete: "Please complete all steps.",
  empty: "Your Shopping Cart is empty!",
};
/** Where each guest's telephone waits for the address: two pages ask for what one address needs. */
const telephones = new WeakMap<object, string>();

/** Five full pages, each posted to the next. */
export function fivePages(deps: ShopDeps): Router {
  return openLayout(deps, { Frame, ProductPage, account: ACCOUNT }, (router) => {
    addCart(router, deps);
    router.use(
      /^\/checkout_(guest|shipping|method|payment|confirmation|process)$/,
      checkoutGate(deps, (path) => /confirmation|process/.test(path)),
    );
    addAddress(router, deps);
    addMethods(router, deps);
    addPlacing(router, deps);
  });
}

function addCart(router: Router, deps: ShopDeps): void {
  router.post(
    "/product_info",
    visit(deps, (visit) => {
      const product = findProductById(visit.form["products_id"]);
      const refusal = putIntoCart(visit, { product, quantity: "1", chosen: chosenIn(visit, "id[", "]") });
      if (refusal === undefined || product === undefined) return visit.go("/shopping_cart");
      return visit.show(<ProductPage visit={visit} product={product} refusal={refusal.message} />);
    }),
  );
  router.get(
    "/shopping_cart",
    visit(deps, (visit) => visit.show(<CartPage visit={visit} />)),
  );
  router.post(
    "/shopping_cart",
    visit(deps, (visit) => {
      const { form, session } = visit;
      const faults = session.basket.lines.map((line) => {
        if (form[`cart_delete[${line.sku}]`] !== undefined) return takeOut(visit, line.sku);
        return setQuantity(visit, line.sku, form[`cart_quantity[${line.sku}]`] ?? "1");
      });
      const fault = faults.find((entry) => entry !== undefined);
      return fault === undefined
        ? visit.go("/shopping_cart")
        : visit.show(<CartPage visit={visit} fault={fault.message} />);
    }),
  );
}

function addAddress(router: Router, deps: ShopDeps): void {
  router.get(
    "/checkout_guest",
    visit(deps, (visit) => visit.show(<ContactPage visit={visit} />)),
  );
  router.post(
    "/checkout_guest",
    visit(deps, (visit) => {
      const email = (visit.form["email_address"] ?? "").trim();
      const fault = isEmail(email)
        ? undefined
        : "Your E-Mail Address does not appear to be valid - please make any necessary corrections.";
      if (fault !== undefined) return visit.show(<ContactPage visit={visit} fault={fault} />);
      visit.session.basket.draft.email = email;
      telephones.set(visit.session, visit.form["telephone"] ?? "");
      return visit.go("/checkout_shipping");
    }),
  );
  router.get(
    "/checkout_shipping",
    visit(deps, (visit) => {
      const { lines, draft } = visit.session.basket;
      if (lines.length === 0) return visit.go("/shopping_cart");
      draft.email ??= visit.session.accountEmail ?? "";
      if (draft.email === "") {
        delete draft.email;
        return visit.go("/checkout_guest");
      }
      return visit.show(<AddressPage visit={visit} />);
    }),
  );
  router.post(
    "/checkout_shipping",
    visit(deps, (visit) => {
      const faults = takeAddress(visit, namesFor(visit));
      if (faults.length === 0) return visit.go("/checkout_method");
      return visit.show(<AddressPage visit={visit} fault={faults.map((fault) => fault.message).join(" ")} />);
    }),
  );
}

function addMethods(router: Router, deps: ShopDeps): void {
  const isAddressed = (visit: Visit) =>
    visit.session.basket.lines.length > 0 && visit.session.basket.draft.address !== undefined;
  router.get(
    "/checkout_method",
    visit(deps, (visit) => {
      if (!isAddressed(visit)) return visit.go("/checkout_shipping");
      return visit.show(<ShippingPage visit={visit} refusal={destinationRefusal(visit)} />);
    }),
  );
  router.post(
    "/checkout_method",
    visit(deps, (visit) => {
      const refusal = destinationRefusal(visit);
      takeReference(visit, visit.form["comments"]);
      if (refusal === undefined && takeShipping(visit, visit.form["shipping"])) return visit.go("/checkout_payment");
      return visit.show(<ShippingPage visit={visit} refusal={refusal} fault="Please select a shipping method." />);
    }),
  );
  router.get(
    "/checkout_payment",
    visit(deps, (visit) => {
      if (!isAddressed(visit)) return visit.go("/checkout_shipping");
      return visit.show(<PaymentPage visit={visit} payOrigin={deps.origins.pay} />);
    }),
  );
  router.post(
    "/checkout_payment",
    visit(deps, (visit) => {
      const fault = takePayment(deps, visit, visit.form["payment"], PAYMENTS);
      if (fault === undefined) return visit.go("/checkout_confirmation");
      return visit.show(<PaymentPage visit={visit} payOrigin={deps.origins.pay} fault={fault} />);
    }),
  );
  router.get(
    "/checkout_confirmation",
    visit(deps, (visit) => {
      if (!isAddressed(visit)) return visit.go("/shopping_cart");
      return visit.show(<ConfirmationPage visit={visit} />);
    }),
  );
}

function addPlacing(router: Router, deps: ShopDeps): void {
  router.post(
    "/checkout_process",
    visit(deps, async (visit) => {
      const answer = await placeOrder(deps, visit);
      if (answer.kind === "placed") return visit.go(`/checkout_success?orders_id=${answer.number}`);
      if (answer.kind === "answered") return undefined;
      return answer.reason === "declined"
        ? visit.show(<PaymentPage visit={visit} payOrigin={deps.origins.pay} fault={REFUSED.declined} />)
        : visit.show(<CartPage visit={visit} fault={REFUSED[answer.reason]} />);
    }),
  );
  router.get(
    "/checkout_success",
    visit(deps, (visit) => {
      const number = visit.query("orders_id") ?? "";
      if (!visit.session.orderNumbers.has(`HP-${number}`)) return visit.go("/shopping_cart");
      return visit.show(<SuccessPage visit={visit} number={number} />);
    }),
  );
}

function namesFor({ session }: Visit): AddressNames {
  return {
    first_name: "firstname",
    last_name: "lastname",
    address_line1: "street_address",
    address_line2: "suburb",
    city: "city",
    state: "zone_id",
    postal_code: "postcode",
    country: "country",
    phone: () => telephones.get(session) ?? "",
    email: () => session.basket.draft.email ?? "",
  };
}
