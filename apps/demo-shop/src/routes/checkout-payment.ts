import { Router } from "express";
import { findComplete, MAX_REFERENCE_LENGTH, nextStep, type Payment, stepPath } from "../checkout-draft.ts";
import type { PaymentVault } from "../payment-provider.ts";
import { linesAtReview, priceOrder } from "../pricing.ts";
import { isPlaying, refuseDestination } from "../scenario-behavior.ts";
import type { FormFault } from "../views/checkout-frame.tsx";
import { paymentPage } from "../views/payment-page.tsx";
import { reviewPage } from "../views/review-page.tsx";
import { totalPicture } from "../views/total-picture.ts";
import { atStep, checkoutModel } from "./checkout-step.ts";
import { type ShopDeps, type Visit, visit } from "./visit.ts";

/** Payment and review: the last two steps before the click that buys. */
export function paymentRoutes(deps: ShopDeps): Router {
  const router = Router();
  const showPayment = (visit: Visit, faults: FormFault[] = []) => {
    const model = checkoutModel(visit, "Payment", faults);
    visit.show(paymentPage({ ...model, payOrigin: deps.origins.pay }), faults.length > 0 ? 422 : 200);
  };
  router.get(
    "/checkout/payment",
    visit(
      deps,
      atStep("payment", (visit) => showPayment(visit)),
    ),
  );
  router.post(
    "/checkout/payment",
    visit(
      deps,
      atStep("payment", (visit) => {
        const faults = takePayment(deps.vault, visit);
        return faults.length > 0 ? showPayment(visit, faults) : visit.go("/checkout/review");
      }),
    ),
  );
  router.get("/checkout/review", visit(deps, atStep("review", showReview)));
  router.get("/checkout/review/total.svg", visit(deps, atStep("review", drawTotal)));
  return router;
}

/** Keeps how the order is paid and what the buyer calls it; the faults where that cannot be. */
function takePayment(vault: PaymentVault, visit: Visit): FormFault[] {
  const { draft } = visit.session.basket;
  const reference = (visit.form["reference"] ?? "").trim();
  const faults: FormFault[] = [];
  if (reference.length > MAX_REFERENCE_LENGTH) {
    const message = `Use at most ${MAX_REFERENCE_LENGTH} characters.`;
    faults.push({ field: "reference", code: "invalid", message });
  }
  const payment = readPayment(vault, visit.form);
  if ("message" in payment) return [...faults, payment];
  if (faults.length > 0) return faults;
  draft.payment = payment;
  if (reference === "") delete draft.reference;
  else draft.reference = reference;
  return [];
}

function readPayment(vault: PaymentVault, form: Record<string, string>): Payment | FormFault {
  if (form["payment_method"] === "pay_later") return { method: "pay_later" };
  if (form["payment_method"] !== "card") {
    return { field: "payment_method", code: "required", message: "Choose how to pay." };
  }
  const token = form["payment_token"] ?? "";
  const last4 = vault.findLast4(token);
  if (last4 === undefined) {
    return { field: "payment_method", code: "card_required", message: "Enter a card and choose “Use this card”." };
  }
  return { method: "card", token, last4 };
}

function showReview(visit: Visit): void {
  const { basket } = visit.session;
  const state = basket.draft.address?.state;
  if (state !== undefined && refuseDestination(basket.lines, state) !== undefined)
    return visit.go("/checkout/shipping");
  const draft = findComplete(basket.draft);
  if (draft === undefined) return visit.go(stepPath(nextStep(basket.draft)));
  const lines = linesAtReview(basket.lines);
  const price = priceOrder(lines, basket.promoCode, draft);
  const isTotalDrawn = isPlaying(lines, "unreadable_total");
  return visit.show(reviewPage({ shell: visit.shell("Review your order"), lines, price, draft, isTotalDrawn }));
}

function drawTotal(visit: Visit): void {
  const { basket } = visit.session;
  const draft = findComplete(basket.draft);
  if (draft === undefined) return visit.go(stepPath(nextStep(basket.draft)));
  const { totalCents } = priceOrder(linesAtReview(basket.lines), basket.promoCode, draft);
  visit.response.type("image/svg+xml").send(totalPicture(totalCents));
  return undefined;
}
