import { type CheckoutStep, isReached, nextStep, stepPath } from "../checkout-draft.ts";
import { priceCart } from "../pricing.ts";
import type { CheckoutModel, FormFault } from "../views/checkout-frame.tsx";
import type { Visit } from "./visit.ts";

/** Sends a visitor with an empty cart, or one who skips a step, to where they belong. */
export function atStep(step: CheckoutStep, story: (visit: Visit) => void): (visit: Visit) => void {
  return (visit) => {
    const { lines, draft } = visit.session.basket;
    if (lines.length === 0) return visit.go("/cart");
    if (!isReached(step, draft)) return visit.go(stepPath(nextStep(draft)));
    return story(visit);
  };
}

export function checkoutModel(visit: Visit, title: string, faults: readonly FormFault[] = []): CheckoutModel {
  const { basket } = visit.session;
  const price = priceCart(basket.lines, basket.promoCode);
  return { shell: visit.shell(title), lines: basket.lines, price, draft: basket.draft, form: visit.form, faults };
}
