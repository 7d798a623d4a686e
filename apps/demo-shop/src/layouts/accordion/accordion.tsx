import type { Router } from "express";
import type { VNode } from "preact";
import { isEmail } from "../../checkout-draft.ts";
import { signInOrRegister } from "../../routes/sign-in.ts";
import { type ShopDeps, type Visit, visit } from "../../routes/visit.ts";
import { STATES } from "../../states.ts";
import { type AddressNames, destinationRefusal, takeAddress } from "../counter/address-desk.ts";
import { chosenIn, findProductById, putIntoCart, setQuantity, takeOut } from "../counter/cart-desk.ts";
import { checkoutGate } from "../counter/checkout-gate.ts";
import { COUNTRIES, otherStates } from "../counter/countries.ts";
import { type PaymentChoices, takePayment, takeReference, takeShipping } from "../counter/payment-desk.ts";
import { placeOrder } from "../counter/place-order.ts";
import { openLayout, sendPiece } from "../page/open-layout.tsx";
import { codeOfZone, zoneId } from "../page/parts.tsx";
import { ACCOUNT, Frame } from "./frame.tsx";
import { AddressPanel, CheckoutPage, ConfirmPanel, OptionPanel, PaymentPanel, ShippingPanel } from "./panels.tsx";
import { CartPage, ProductPage } from "./shop-pages.tsx";
import { SuccessPage } from "./success-page.tsx";

const PAYMENTS: PaymentChoices = { cod: "cash_on_delivery", bank_transfer: "bank_transfer", web_card: "card" };
const REFUSED = {
  declined: "Your payment was declined by the bank.",
  sold_out: "Products marked with *** are not available in the desired quantity or not in stock!",
  incomplete: "Warning: Shipping method or payment method required!",
  empty: "Your shopping cart is empty!",
};
const LABELS: Partial<Record<keyof AddressNames, string>> = {
  first_name: "First Name must be between 1 and 32 characters!",
  last_name: "Last Name must be between 1 and 32 characters!",
  email: "E-Mail Address does not appear to be valid!",
  phone: "Telephone must be between 3 and 32 characters!",
  address_line1: "Address 1 must be between 3 and 128 characters!",
  city: "City must be between 2 and 128 characters!",
  postal_code: "Postcode must be between 2 and 10 characters!",
  state: "Please select a region / state!",
  country: "Please select a country we ship to!",
};
const NAMES: AddressNames = {
  first_name: "firstname",
  last_name: "lastname",
  address_line1: "address_1",
  address_line2: "address_2",
  city: "city",
  state: (form) => codeOfZone(form["zone_id"]),
  postal_code: "postcode",
  country: (form) => COUNTRIES[Number(form["country_id"]) - 1]?.code ?? "",
  phone: "telephone",
  email: "email",
};

/** Six panels, each fetched when the one before it was saved. `showNumber` false keeps the order's number from the buyer. */
export function accordionWith(options: { showNumber: boolean }): (deps: ShopDeps) => Router {
  return (deps) =>
    openLayout(deps, { Frame, ProductPage, account: ACCOUNT }, (router) => {
      addCart(router, deps);
      router.get(
        "/checkout/success",
        visit(deps, (visit) => {
          const last = [...visit.session.orderNumbers].at(-1)?.slice("HP-".length);
          visit.show(<SuccessPage visit={visit} number={options.showNumber ? last : undefined} />);
        }),
      );
      addCheckout(router, deps);
    });
}

function addCart(router: Router, deps: ShopDeps): void {
  router.get(
    "/cart",
    visit(deps, (visit) => visit.show(<CartPage visit={visit} />)),
  );
  router.post(
    "/cart/add",
    visit(deps, (visit) => {
      const product = findProductById(visit.form["product_id"]);
      const chosen = chosenIn(visit, "option[", "]");
      const refusal = putIntoCart(visit, { product, quantity: visit.form["quantity"], chosen });
      const count = visit.shell("").cartCount;
      visit.response.json(
        refusal === undefined
          ? { success: product?.title, slug: product?.slug, total: `${count} item(s)` }
          : { error: refusal.message, field: refusal.field.replace("option_", "") },
      );
    }),
  );
  router.post(
    "/cart/edit",
    visit(deps, (visit) => {
      const { form, session } = visit;
      if (form["remove"] !== undefined) takeOut(visit, form["remove"]);
      const faults = session.basket.lines.map((line) =>
        setQuantity(visit, line.sku, form[`quantity[${line.sku}]`] ?? String(line.quantity)),
      );
      const fault = faults.find((entry) => entry !== undefined);
      return fault === undefined ? visit.go("/cart") : visit.show(<CartPage visit={visit} fault={fault.message} />);
    }),
  );
}

function addCheckout(router: Router, deps: ShopDeps): void {
  router.use(
    "/checkout",
    checkoutGate(deps, (path) => /panel\/checkout-confirm|confirm$/.test(path)),
  );
  router.get(
    "/checkout",
    visit(deps, (visit) =>
      visit.session.basket.lines.length === 0 ? visit.go("/cart") : visit.show(<CheckoutPage visit={visit} />),
    ),
  );
  router.get(
    "/checkout/country/:id",
    visit(deps, (visit) => {
      const code = COUNTRIES[Number(visit.request.params["id"]) - 1]?.code ?? "";
      const zones =
        code === "US"
          ? STATES.map((state) => ({ zone_id: zoneId(state.code), name: state.name }))
          : otherStates(code).map((name, at) => ({ zone_id: String(at + 1), name }));
      visit.response.json({ zones });
    }),
  );
  router.get(
    "/checkout/panel/:name",
    visit(deps, (visit) => sendPiece(visit, panelOf(deps, visit))),
  );
  router.post(
    "/checkout/save/:name",
    visit(deps, (visit) => {
      const errors = save(deps, visit);
      visit.response.json(Object.keys(errors).length === 0 ? {} : { error: errors });
    }),
  );
  router.post(
    "/checkout/confirm",
    visit(deps, async (visit) => {
      const answer = await placeOrder(deps, visit);
      if (answer.kind === "refused") visit.response.status(answer.status).json({ error: REFUSED[answer.reason] });
      if (answer.kind === "placed") visit.response.json({ redirect: "/checkout/success" });
    }),
  );
}

function panelOf(deps: ShopDeps, visit: Visit): VNode {
  switch (String(visit.request.params["name"])) {
    case "checkout-option":
      return <OptionPanel />;
    case "payment-address":
      return <AddressPanel kind="payment" visit={visit} />;
    case "shipping-address":
      return <AddressPanel kind="shipping" visit={visit} />;
    case "shipping-method":
      return <ShippingPanel visit={visit} />;
    case "payment-method":
      return <PaymentPanel payOrigin={deps.origins.pay} />;
    default:
      return <ConfirmPanel visit={visit} />;
  }
}

/** Keeps what a panel sent; what is wrong, by the names of its fields. */
function save(deps: ShopDeps, visit: Visit): Record<string, string> {
  const { form, session } = visit;
  const { draft } = session.basket;
  const inWords = (names: AddressNames) =>
    Object.fromEntries(
      takeAddress(visit, names, (field, message) => LABELS[field] ?? message).map((fault) => [
        fault.field === "state" ? "zone_id" : fault.field === "country" ? "country_id" : fault.field,
        fault.message,
      ]),
    );
  switch (String(visit.request.params["name"])) {
    case "login": {
      const fault = signInOrRegister(deps.accounts, visit, "sign_in");
      return fault === undefined ? {} : { warning: "Warning: No match for E-Mail Address and/or Password." };
    }
    case "payment-address": {
      if (!isEmail(form["email"] ?? "")) return { email: LABELS.email ?? "" };
      const errors = inWords(NAMES);
      if (form["account"] !== "register" || Object.keys(errors).length > 0) return errors;
      const fault = signInOrRegister(deps.accounts, visit, "register");
      return fault === undefined ? {} : { [fault.field]: fault.message };
    }
    case "shipping-address":
      return inWords({ ...NAMES, email: () => draft.email ?? "", phone: () => draft.address?.phone ?? "" });
    case "shipping-method":
      takeReference(visit, form["comment"]);
      if (destinationRefusal(visit) !== undefined) return { warning: "Warning: No Shipping options are available." };
      return takeShipping(visit, form["shipping_method"]) ? {} : { warning: "Warning: Shipping method required!" };
    default: {
      if (form["agree"] === undefined) return { warning: "Warning: You must agree to the Terms & Conditions!" };
      const fault = takePayment(deps, visit, form["payment_method"], PAYMENTS);
      return fault === undefined ? {} : { warning: `Warning: ${fault}` };
    }
  }
}
