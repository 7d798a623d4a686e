import type { Router } from "express";
import type { VNode } from "preact";
import { isEmail } from "../../checkout-draft.ts";
import { type ShopDeps, type Visit, visit } from "../../routes/visit.ts";
import { STATES } from "../../states.ts";
import { type AddressNames, destinationRefusal, type LayoutFault, takeAddress } from "../counter/address-desk.ts";
import { chosenIn, findProduct, putIntoCart, setQuantity, takeOut } from "../counter/cart-desk.ts";
import { checkoutGate } from "../counter/checkout-gate.ts";
import { COUNTRIES, otherStates } from "../counter/countries.ts";
import { type PaymentChoices, takePayment, takeReference, takeShipping } from "../counter/payment-desk.ts";
import { isOwnOrder, placeOrder } from "../counter/place-order.ts";
import { openLayout } from "../page/open-layout.tsx";
import { ACCOUNT, Frame } from "./frame.tsx";
import { BagPage, ProductPage } from "./shop-pages.tsx";
import { AddressStep, DeliveryStep, EmailStep, PaymentStep, ReviewStep, ThanksPage } from "./steps.tsx";

const PAYMENTS: PaymentChoices = { invoice: "pay_later", "card-fields": "card" };
const REFUSED = {
  declined: "Your payment was not accepted. Nothing has been ordered.",
  sold_out: "Sorry, something in your bag has just sold out. Nothing has been ordered.",
  incomplete: "Some of your details are missing.",
  empty: "Your bag is empty.",
};
/** Lists are sent a screenful at a time; scrolling asks for more. */
const LIST_PART = 12;

/** Steps in the query string, and comboboxes whose lists come from the server in parts. */
export function querySteps(deps: ShopDeps): Router {
  return openLayout(deps, { Frame, ProductPage, account: ACCOUNT }, (router) => {
    addBag(router, deps);
    router.get(
      "/places/:kind",
      visit(deps, (visit) => sendPlaces(visit)),
    );
    router.use(
      "/checkout",
      checkoutGate(deps, (path) => path.includes("step=review")),
    );
    router.get(
      "/checkout",
      visit(deps, (visit) => {
        if (visit.session.basket.lines.length === 0) return visit.go("/bag");
        const step = visit.query("step") ?? "email";
        const reached = reachedStep(visit, step);
        if (reached !== step) return visit.go(`/checkout?step=${reached}`);
        return visit.show(stepPage(deps, visit, step, []));
      }),
    );
    router.post(
      "/checkout",
      visit(deps, (visit) => takeStep(deps, visit)),
    );
    router.get(
      "/orders/:number/thank-you",
      visit(deps, (visit) => {
        if (!isOwnOrder(visit, String(visit.request.params["number"]))) return visit.go("/");
        return visit.show(<ThanksPage visit={visit} />);
      }),
    );
  });
}

function addBag(router: Router, deps: ShopDeps): void {
  router.get(
    "/bag",
    visit(deps, (visit) => visit.show(<BagPage visit={visit} />)),
  );
  router.post(
    "/bag/lines",
    visit(deps, (visit) => {
      const product = findProduct(visit.form["variantOf"]);
      const refusal = putIntoCart(visit, { product, quantity: visit.form["count"], chosen: chosenIn(visit, "attr.") });
      if (refusal === undefined || product === undefined) return visit.go("/bag");
      return visit.show(<ProductPage visit={visit} product={product} refusal={refusal.message} />, 422);
    }),
  );
  router.post(
    "/bag/change",
    visit(deps, (visit) => {
      const { line = "", count = "", act } = visit.form;
      if (act === "drop") takeOut(visit, line);
      const fault = act === "drop" ? undefined : setQuantity(visit, line, count);
      return fault === undefined ? visit.go("/bag") : visit.show(<BagPage visit={visit} fault={fault.message} />);
    }),
  );
}

/** The step that may be shown: the one asked for, or the first that is not done. */
function reachedStep(visit: Visit, asked: string): string {
  const { draft } = visit.session.basket;
  const done = [draft.email, draft.address, draft.shippingMethod, draft.payment];
  const steps = ["email", "address", "delivery", "payment", "review"];
  const first = done.findIndex((part) => part === undefined);
  const furthest = first === -1 ? steps.length - 1 : first;
  return steps[Math.min(Math.max(steps.indexOf(asked), 0), furthest)] ?? "email";
}

function stepPage(deps: ShopDeps, visit: Visit, step: string, faults: readonly LayoutFault[]): VNode {
  switch (step) {
    case "email":
      return <EmailStep visit={visit} faults={faults} />;
    case "address":
      return <AddressStep visit={visit} faults={faults} />;
    case "delivery":
      return <DeliveryStep visit={visit} faults={faults} />;
    case "payment":
      return <PaymentStep visit={visit} faults={faults} payOrigin={deps.origins.pay} />;
    default:
      return <ReviewStep visit={visit} faults={faults} />;
  }
}

async function takeStep(deps: ShopDeps, visit: Visit): Promise<void> {
  const step = visit.query("step") ?? "email";
  if (step === "review") return place(deps, visit);
  const faults = keepStep(deps, visit, step);
  if (faults.length > 0) return visit.show(stepPage(deps, visit, step, faults), 422);
  const next = { email: "address", address: "delivery", delivery: "payment", payment: "review" }[step] ?? "email";
  return visit.go(`/checkout?step=${next}`);
}

function keepStep(deps: ShopDeps, visit: Visit, step: string): LayoutFault[] {
  const { form, session } = visit;
  const fault = (message: string | undefined) => (message === undefined ? [] : [{ field: step, message }]);
  switch (step) {
    case "email": {
      const email = (form["contact.email"] ?? "").trim();
      if (!isEmail(email)) return fault("Please enter a valid email.");
      session.basket.draft.email = email;
      return [];
    }
    case "address":
      return takeAddress(visit, namesFor(session.basket.draft.email ?? ""));
    case "delivery":
      if (destinationRefusal(visit) !== undefined) return fault("This order cannot be delivered there.");
      return takeShipping(visit, form["deliveryMethodId"]) ? [] : fault("Choose how we should deliver.");
    default:
      takeReference(visit, form["customerNote"]);
      return fault(takePayment(deps, visit, form["gateway"], PAYMENTS));
  }
}

async function place(deps: ShopDeps, visit: Visit): Promise<void> {
  const answer = await placeOrder(deps, visit);
  if (answer.kind === "placed") return visit.go(`/orders/${answer.number}/thank-you`);
  if (answer.kind === "answered") return undefined;
  const faults = [{ field: "review", message: REFUSED[answer.reason] }];
  return visit.show(<ReviewStep visit={visit} faults={faults} />, answer.status);
}

function sendPlaces(visit: Visit): void {
  const typed = (visit.query("q") ?? "").toLowerCase();
  const from = Number(visit.query("from") ?? "0") || 0;
  const country = visit.query("of") ?? "";
  const areas = country === "US" ? STATES : otherStates(country).map((name) => ({ code: name, name }));
  const all = visit.request.params["kind"] === "country" ? COUNTRIES : areas;
  const found = all.filter(({ name }) => name.toLowerCase().includes(typed));
  visit.response.json({ items: found.slice(from, from + LIST_PART), more: found.length > from + LIST_PART });
}

function namesFor(email: string): AddressNames {
  return {
    first_name: "shippingAddress.firstName",
    last_name: "shippingAddress.lastName",
    address_line1: "shippingAddress.streetAddress1",
    address_line2: "shippingAddress.streetAddress2",
    city: "shippingAddress.city",
    state: "shippingAddress.countryArea",
    postal_code: "shippingAddress.postalCode",
    country: "shippingAddress.country",
    phone: "shippingAddress.phone",
    email: () => email,
  };
}
