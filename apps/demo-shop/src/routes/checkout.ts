import { Router } from "express";
import { AddressForm, isEmail } from "../checkout-draft.ts";
import { type Gift, MAX_GIFT_MESSAGE, refuseGift } from "../gift.ts";
import { findPurchases } from "../order-history.ts";
import { refuseDestination } from "../scenario-behavior.ts";
import { findShippingMethod } from "../shipping-methods.ts";
import type { FormFault } from "../views/checkout-frame.tsx";
import { addressPage, identityPage, shippingPage } from "../views/checkout-pages.tsx";
import { confirmationPage } from "../views/confirmation-page.tsx";
import { notFoundPage } from "../views/message-pages.tsx";
import { paymentRoutes } from "./checkout-payment.ts";
import { atStep, checkoutModel } from "./checkout-step.ts";
import { signInOrRegister } from "./sign-in.ts";
import { type ShopDeps, type Visit, visit } from "./visit.ts";

const UNPROCESSABLE = 422;

/** The steps up to the shipping method, and the thank-you page. Each step may be shown when those before it are done. */
export function checkoutRoutes(deps: ShopDeps): Router {
  const router = Router();
  router.get("/checkout", visit(deps, showIdentity));
  router.post(
    "/checkout",
    visit(deps, (visit) => takeIdentity(deps, visit)),
  );
  router.get("/checkout/address", visit(deps, atStep("address", showAddress)));
  router.post("/checkout/address", visit(deps, atStep("address", takeAddress)));
  router.get("/checkout/shipping", visit(deps, atStep("shipping", showShipping)));
  router.post("/checkout/shipping", visit(deps, atStep("shipping", takeShipping)));
  router.use(paymentRoutes(deps));
  router.get(
    "/checkout/confirmation/:orderNumber",
    visit(deps, (visit) => showConfirmation(deps, visit)),
  );
  return router;
}

function showIdentity(visit: Visit): void {
  const { basket, accountEmail } = visit.session;
  if (basket.lines.length === 0) return visit.go("/cart");
  if (accountEmail !== undefined) {
    basket.draft.email = accountEmail;
    return visit.go("/checkout/address");
  }
  return visit.show(identityPage(checkoutModel(visit, "Checkout")));
}

function takeIdentity(deps: ShopDeps, visit: Visit): void {
  const { basket } = visit.session;
  if (basket.lines.length === 0) return visit.go("/cart");
  const email = (visit.form["email"] ?? "").trim();
  const choice = visit.form["checkout_as"] ?? "guest";
  const fault = isEmail(email)
    ? signInOrRegister(deps.accounts, visit, choice)
    : { field: "email", code: "email_invalid", message: "Enter an email address, like name@example.com." };
  if (fault !== undefined) return visit.show(identityPage(checkoutModel(visit, "Checkout", [fault])), UNPROCESSABLE);
  basket.draft.email = email;
  return visit.go("/checkout/address");
}

function showAddress(visit: Visit): void {
  visit.show(addressPage(checkoutModel(visit, "Shipping address")));
}

function takeAddress(visit: Visit): void {
  const { basket } = visit.session;
  const parsed = AddressForm.safeParse(visit.form);
  const faults = parsed.success ? destinationFaults(visit, parsed.data.state) : faultsOf(parsed.error.issues);
  if (!parsed.success || faults.length > 0) {
    return visit.show(addressPage(checkoutModel(visit, "Shipping address", faults)), UNPROCESSABLE);
  }
  basket.draft.address = parsed.data;
  basket.draft.email = parsed.data.email;
  return visit.go("/checkout/shipping");
}

/** The cart may have changed since the address was taken, so the destination is looked at here as well. */
function showShipping(visit: Visit): void {
  const state = visit.session.basket.draft.address?.state ?? "";
  visit.show(shippingPage(checkoutModel(visit, "Shipping method", destinationFaults(visit, state))));
}

function takeShipping(visit: Visit): void {
  const { draft } = visit.session.basket;
  const gift = readGift(visit);
  const method = findShippingMethod(visit.form["shipping_method"]);
  const faults = destinationFaults(visit, draft.address?.state ?? "");
  if (method === undefined) {
    faults.push({ field: "shipping_method", code: "required", message: "Choose a shipping method." });
  }
  if (gift !== undefined && "code" in gift) faults.push(gift);
  if (method === undefined || faults.length > 0 || (gift !== undefined && "code" in gift)) {
    return visit.show(shippingPage(checkoutModel(visit, "Shipping method", faults)), UNPROCESSABLE);
  }
  draft.shippingMethod = method.id;
  if (gift === undefined) delete draft.gift;
  else draft.gift = gift;
  return visit.go("/checkout/payment");
}

/** What was said of a gift; undefined where it is none. */
function readGift({ session, form }: Visit): Gift | FormFault | undefined {
  if (form["is_gift"] === undefined) return undefined;
  const message = (form["gift_message"] ?? "").trim();
  const refusal = refuseGift(session.basket.lines);
  if (refusal !== undefined) return { field: "is_gift", code: "gift_unavailable", message: refusal };
  if (message.length <= MAX_GIFT_MESSAGE) return { message: message === "" ? null : message };
  return { field: "gift_message", code: "invalid", message: `Use at most ${MAX_GIFT_MESSAGE} characters.` };
}

/** For the session that placed the order, and for the account it belongs to. */
function showConfirmation(deps: ShopDeps, visit: Visit): void {
  const orderNumber = String(visit.request.params["orderNumber"]);
  const isOwn = visit.session.orderNumbers.has(orderNumber);
  const email = isOwn ? undefined : visit.session.accountEmail;
  const [purchase] = findPurchases(deps.ledger, { orderNumber, email });
  if (purchase === undefined || (!isOwn && email === undefined)) {
    return visit.show(notFoundPage(visit.shell("Page not found")), 404);
  }
  return visit.show(confirmationPage({ shell: visit.shell("Thank you"), purchase }));
}

function destinationFaults(visit: Visit, state: string): FormFault[] {
  const message = refuseDestination(visit.session.basket.lines, state);
  return message === undefined ? [] : [{ field: "state", code: "shipping_unavailable", message }];
}

function faultsOf(issues: readonly { path: PropertyKey[]; message: string }[]): FormFault[] {
  return issues.map((issue) => ({ field: String(issue.path[0]), code: "invalid", message: issue.message }));
}
