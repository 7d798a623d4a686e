import { MAX_REFERENCE_LENGTH, type OfflineMethod } from "../../checkout-draft.ts";
import type { ShopDeps, Visit } from "../../routes/visit.ts";
import { findShippingMethod } from "../../shipping-methods.ts";

/** A layout's way to pay: the value its form sends, and what that is here. */
export type PaymentChoices = Record<string, OfflineMethod | "card">;

/** Keeps how the order is paid; what is wrong, where something is. */
export function takePayment(
  deps: ShopDeps,
  { session, form }: Visit,
  choice: string | undefined,
  choices: PaymentChoices,
): string | undefined {
  const method = choice === undefined ? undefined : choices[choice];
  if (method === undefined) return "Please select a payment method.";
  if (method !== "card") {
    session.basket.draft.payment = { method };
    return undefined;
  }
  const token = form["payment_token"] ?? "";
  const last4 = deps.vault.findLast4(token);
  if (last4 === undefined) return "Please enter your card details.";
  session.basket.draft.payment = { method: "card", token, last4 };
  return undefined;
}

/** Keeps the shipping method of a form; false where it names none. */
export function takeShipping({ session }: Visit, id: string | undefined): boolean {
  const method = findShippingMethod(id);
  if (method === undefined) return false;
  session.basket.draft.shippingMethod = method.id;
  return true;
}

/** Keeps the buyer's own words on the order, as long as the shop takes them. */
export function takeReference({ session }: Visit, text: string | undefined): void {
  const reference = (text ?? "").trim().slice(0, MAX_REFERENCE_LENGTH);
  if (reference === "") delete session.basket.draft.reference;
  else session.basket.draft.reference = reference;
}
