import type { Router } from "express";
import { isEmail } from "../../checkout-draft.ts";
import { type ShopDeps, type Visit, visit } from "../../routes/visit.ts";
import { type AddressNames, destinationRefusal, takeAddress } from "../counter/address-desk.ts";
import { chosenIn, findProductById, putIntoCart, setQuantity, takeOut } from "../counter/cart-desk.ts";
import { checkoutGate } from "../counter/checkout-gate.ts";
import { type PaymentChoices, takePayment, takeReference, takeShipping } from "../counter/payment-desk.ts";
import { isOwnOrder, placeOrder } from "../counter/place-order.ts";
import { openLayout } from "../page/open-layout.tsx";
import { BillingPage, ConfirmPage, MethodsPage } from "./checkout-pages.tsx";
import { ACCOUNT, Frame } from "./frame.tsx";
import { GuestPage, LoginFirstPage } from "./identity-pages.tsx";
import { CartPage, ProductPage } from "./shop-pages.tsx";
import { CompletedPage } from "./success-page.tsx";

const PAYMENTS: PaymentChoices = { CheckMoneyOrder: "check", PurchaseOrder: "pay_later", "Manual-card": "card" };
const REFUSED = {
  declined: "Payment error: your payment was declined.",
  sold_out: "One or more products are out of stock. The order was not placed.",
  incomplete: "Please go through all steps of the checkout.",
  empty: "Your Shopping Cart is empty!",
};

/** Checkout asks for a login; a guest's way on is a small link, and the email is asked for twice. */
export function guestLink(deps: ShopDeps): Router {
  return openLayout(deps, { Frame, ProductPage, account: ACCOUNT }, (router) => {
    addCart(router, deps);
    router.get(
      "/checkout/completed/:number",
      visit(deps, (visit) => {
        const number = String(visit.request.params["number"]);
        if (!isOwnOrder(visit, number)) return visit.go("/cart");
        return visit.show(<CompletedPage visit={visit} number={number} />);
      }),
    );
    router.use(
      "/checkout",
      checkoutGate(deps, (path) => path.includes("confirm")),
    );
    addIdentity(router, deps);
    addMethods(router, deps);
  });
}

function addCart(router: Router, deps: ShopDeps): void {
  router.get(
    "/cart",
    visit(deps, (visit) => visit.show(<CartPage visit={visit} />)),
  );
  router.post(
    "/addproducttocart/details/:id",
    visit(deps, (visit) => {
      const id = String(visit.request.params["id"]);
      const refusal = putIntoCart(visit, {
        product: findProductById(id),
        quantity: visit.form[`addtocart_${id}.EnteredQuantity`],
        chosen: chosenIn(visit, "product_attribute_"),
      });
      const count = visit.shell("").cartCount;
      visit.response.json(
        refusal === undefined ? { success: true, count } : { success: false, message: refusal.message },
      );
    }),
  );
  router.post(
    "/cart",
    visit(deps, (visit) => {
      const { form, session } = visit;
      if (form["checkout"] !== undefined) return visit.go("/checkout");
      const removed = visit.request.body as Record<string, unknown>;
      const gone = new Set([removed["removefromcart"] ?? []].flat().map(String));
      const faults = session.basket.lines.map((line) =>
        gone.has(line.sku)
          ? takeOut(visit, line.sku)
          : setQuantity(visit, line.sku, form[`itemquantity${line.sku}`] ?? "1"),
      );
      const fault = faults.find((entry) => entry !== undefined);
      return fault === undefined ? visit.go("/cart") : visit.show(<CartPage visit={visit} fault={fault.message} />);
    }),
  );
}

function addIdentity(router: Router, deps: ShopDeps): void {
  router.get(
    "/checkout",
    visit(deps, (visit) => {
      const { session } = visit;
      if (session.basket.lines.length === 0) return visit.go("/cart");
      if (session.accountEmail === undefined) return visit.go("/login/checkoutasguest?returnUrl=%2Fcart");
      return visit.go("/checkout/billingaddress");
    }),
  );
  router.get(
    "/login/checkoutasguest",
    visit(deps, (visit) => visit.show(<LoginFirstPage visit={visit} />)),
  );
  router.get(
    "/checkout/guest",
    visit(deps, (visit) => visit.show(<GuestPage visit={visit} fault={undefined} />)),
  );
  router.post(
    "/checkout/guest",
    visit(deps, (visit) => {
      const email = (visit.form["Guest.Email"] ?? "").trim();
      const again = (visit.form["Guest.ConfirmEmail"] ?? "").trim();
      if (!isEmail(email)) return visit.show(<GuestPage visit={visit} fault="Wrong email" />, 422);
      if (email !== again) return visit.show(<GuestPage visit={visit} fault="The emails do not match" />, 422);
      visit.session.basket.draft.email = email;
      return visit.go("/checkout/billingaddress");
    }),
  );
  router.get(
    "/checkout/billingaddress",
    visit(deps, (visit) => {
      const { accountEmail, basket } = visit.session;
      if (basket.lines.length === 0) return visit.go("/cart");
      if (accountEmail !== undefined) basket.draft.email = accountEmail;
      return basket.draft.email === undefined
        ? visit.go("/checkout")
        : visit.show(<BillingPage visit={visit} faults={[]} />);
    }),
  );
  router.post(
    "/checkout/billingaddress",
    visit(deps, (visit) => {
      const isSame = visit.form["ShipToSameAddress"] === "true";
      const faults = [
        ...takeAddress(visit, namesFor(visit, "BillingNewAddress")),
        ...(isSame ? [] : takeAddress(visit, namesFor(visit, "ShippingNewAddress"))),
      ];
      if (faults.length === 0) return visit.go("/checkout/methods");
      return visit.show(<BillingPage visit={visit} faults={faults} />, 422);
    }),
  );
}

function addMethods(router: Router, deps: ShopDeps): void {
  const showMethods = (visit: Visit, fault?: string) =>
    visit.show(
      <MethodsPage visit={visit} payOrigin={deps.origins.pay} refusal={destinationRefusal(visit)} fault={fault} />,
      fault === undefined ? 200 : 422,
    );
  const isAddressed = ({ session }: Visit) =>
    session.basket.lines.length > 0 && session.basket.draft.address !== undefined;
  router.get(
    "/checkout/methods",
    visit(deps, (visit) => (isAddressed(visit) ? showMethods(visit) : visit.go("/checkout"))),
  );
  router.post(
    "/checkout/methods",
    visit(deps, (visit) => {
      const isShipped = destinationRefusal(visit) === undefined && takeShipping(visit, visit.form["shippingoption"]);
      if (!isShipped) return showMethods(visit, "Selected shipping method can't be loaded");
      takeReference(visit, visit.form["PurchaseOrderNumber"]);
      const fault = takePayment(deps, visit, visit.form["paymentmethod"], PAYMENTS);
      return fault === undefined ? visit.go("/checkout/confirm") : showMethods(visit, fault);
    }),
  );
  router.get(
    "/checkout/confirm",
    visit(deps, (visit) =>
      isAddressed(visit) ? visit.show(<ConfirmPage visit={visit} fault={undefined} />) : visit.go("/checkout"),
    ),
  );
  router.post(
    "/checkout/confirm",
    visit(deps, async (visit) => {
      const answer = await placeOrder(deps, visit);
      if (answer.kind === "placed") return visit.go(`/checkout/completed/${answer.number}`);
      if (answer.kind === "answered") return undefined;
      return visit.show(<ConfirmPage visit={visit} fault={REFUSED[answer.reason]} />, answer.status);
    }),
  );
}

function namesFor({ session }: Visit, prefix: string): AddressNames {
  return {
    first_name: `${prefix}.FirstName`,
    last_name: `${prefix}.LastName`,
    address_line1: `${prefix}.Address1`,
    address_line2: `${prefix}.Address2`,
    city: `${prefix}.City`,
    state: `${prefix}.StateProvinceId`,
    postal_code: `${prefix}.ZipPostalCode`,
    country: `${prefix}.CountryId`,
    phone: `${prefix}.PhoneNumber`,
    email: () => session.basket.draft.email ?? session.accountEmail ?? "",
  };
}
