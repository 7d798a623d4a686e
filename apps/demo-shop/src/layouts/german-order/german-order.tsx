import type { Router } from "express";
import { type ShopDeps, type Visit, visit } from "../../routes/visit.ts";
import { type AddressNames, destinationRefusal, takeAddress } from "../counter/address-desk.ts";
import { chosenIn, findProductById, putIntoCart, setQuantity, takeOut } from "../counter/cart-desk.ts";
import { checkoutGate } from "../counter/checkout-gate.ts";
import { type PaymentChoices, takePayment, takeReference, takeShipping } from "../counter/payment-desk.ts";
import { isOwnOrder, placeOrder } from "../counter/place-order.ts";
import { openLayout } from "../page/open-layout.tsx";
import { ConfirmPage, FinishPage, RegisterPage } from "./checkout-pages.tsx";
import { ACCOUNT, CartPage, Frame, ProductPage } from "./frame.tsx";

const PAYMENTS: PaymentChoices = { invoice: "pay_later", prepay: "bank_transfer", card: "card" };
const REFUSED = {
  declined: "The payment was declined. Please choose another payment method.",
  sold_out: "A product is no longer available: sold out. The order was not submitted.",
  incomplete: "Please complete your details.",
  empty: "Your shopping cart is empty.",
};
const NAMES: AddressNames = {
  first_name: "firstName",
  last_name: "lastName",
  // "1 Main St" where others write "Main St 1": the parcel goes to the United States.
  address_line1: (form) =>
    `${form["billingAddress[houseNumber]"] ?? ""} ${form["billingAddress[street]"] ?? ""}`.trim(),
  address_line2: "billingAddress[additionalAddressLine1]",
  city: "billingAddress[city]",
  state: "billingAddress[countryStateId]",
  postal_code: "billingAddress[zipcode]",
  country: "billingAddress[countryId]",
  phone: "billingAddress[phoneNumber]",
  email: "email",
};

/** Two pages: who and where, and everything else; choices of the second are posted as they are made. */
export function germanOrder(deps: ShopDeps): Router {
  return openLayout(deps, { Frame, ProductPage, account: ACCOUNT }, (router) => {
    addCart(router, deps);
    router.get(
      "/checkout/finish",
      visit(deps, (visit) => {
        const number = visit.query("orderId") ?? "";
        if (!isOwnOrder(visit, number)) return visit.go("/checkout/cart");
        return visit.show(<FinishPage visit={visit} number={number} />);
      }),
    );
    router.use(
      "/checkout",
      checkoutGate(deps, (path) => /confirm|order/.test(path)),
    );
    addCheckout(router, deps);
  });
}

function addCart(router: Router, deps: ShopDeps): void {
  router.get(
    "/checkout/cart",
    visit(deps, (visit) => visit.show(<CartPage visit={visit} />)),
  );
  router.post(
    "/checkout/line-item/add",
    visit(deps, (visit) => {
      const id = visit.form["item"] ?? "";
      const product = findProductById(id);
      const quantity = visit.form[`lineItems[${id}][quantity]`];
      const refusal = putIntoCart(visit, { product, quantity, chosen: chosenIn(visit, "group-") });
      if (refusal === undefined || product === undefined) return visit.go("/checkout/cart");
      return visit.show(<ProductPage visit={visit} product={product} refusal={refusal.message} />);
    }),
  );
  router.post(
    "/checkout/line-item/change-quantity/:sku",
    visit(deps, (visit) => {
      const fault = setQuantity(visit, String(visit.request.params["sku"]), visit.form["quantity"] ?? "");
      return fault === undefined
        ? visit.go("/checkout/cart")
        : visit.show(<CartPage visit={visit} fault={fault.message} />);
    }),
  );
  router.post(
    "/checkout/line-item/delete/:sku",
    visit(deps, (visit) => {
      takeOut(visit, String(visit.request.params["sku"]));
      visit.go("/checkout/cart");
    }),
  );
}

function addCheckout(router: Router, deps: ShopDeps): void {
  const payOrigin = deps.origins.pay;
  router.get(
    "/checkout/register",
    visit(deps, (visit) => visit.show(<RegisterPage visit={visit} faults={[]} />)),
  );
  router.post(
    "/checkout/register",
    visit(deps, (visit) => {
      const faults = takeAddress(visit, NAMES);
      if (!visit.form["salutationId"]) faults.push({ field: "salutationId", message: "Please select a salutation." });
      if (faults.length > 0) return visit.show(<RegisterPage visit={visit} faults={faults} />, 422);
      return visit.go("/checkout/confirm");
    }),
  );
  router.get(
    "/checkout/confirm",
    visit(deps, (visit) => {
      const { lines, draft } = visit.session.basket;
      if (lines.length === 0) return visit.go("/checkout/cart");
      if (draft.address === undefined) return visit.go("/checkout/register");
      // Both have a first choice, as the shop's owner has set it.
      draft.payment ??= { method: "bank_transfer" };
      if (destinationRefusal(visit) === undefined) draft.shippingMethod ??= "standard";
      return visit.show(<ConfirmPage visit={visit} payOrigin={payOrigin} fault={undefined} />);
    }),
  );
  router.post(
    "/checkout/configure",
    visit(deps, (visit) => {
      if (destinationRefusal(visit) === undefined) takeShipping(visit, visit.form["shippingMethodId"]);
      const fault = takePayment(deps, visit, visit.form["paymentMethodId"], PAYMENTS);
      return fault === undefined
        ? visit.go("/checkout/confirm")
        : visit.show(<ConfirmPage visit={visit} payOrigin={payOrigin} fault={fault} />);
    }),
  );
  router.post(
    "/checkout/order",
    visit(deps, (visit) => order(deps, visit)),
  );
}

async function order(deps: ShopDeps, visit: Visit): Promise<void> {
  const refuse = (fault: string, status: number) =>
    visit.show(<ConfirmPage visit={visit} payOrigin={deps.origins.pay} fault={fault} />, status);
  if (visit.form["tos"] === undefined) return refuse("Please accept the general terms and conditions.", 422);
  takeReference(visit, visit.form["customerComment"]);
  const answer = await placeOrder(deps, visit);
  if (answer.kind === "placed") return visit.go(`/checkout/finish?orderId=${answer.number}`);
  return answer.kind === "answered" ? undefined : refuse(REFUSED[answer.reason], answer.status);
}
