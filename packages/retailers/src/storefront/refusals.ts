import { CheckoutFailure } from "@cartwright/orders";
import { hasAddressFields } from "./form.ts";
import type { Survey } from "./survey.ts";
import { faultCode } from "./words.ts";

/** What a shop says that no trying again will change. */
const FINAL = new Set(["product_out_of_stock", "quantity_limit_exceeded", "shipping_unavailable", "account_locked"]);

/** Throws where the page says that the order cannot go on. `isStuck`: nothing helps any more, so whatever it says counts. */
export function refuseShown(survey: Survey, isStuck = false): void {
  for (const alert of survey.alerts) {
    const code = faultCode(alert);
    if (code !== undefined && FINAL.has(code)) throw new CheckoutFailure(code, alert);
  }
  if (!isStuck) return;
  const [first] = survey.alerts;
  if (first === undefined) return;
  const isAddress = hasAddressFields(survey);
  throw new CheckoutFailure(
    faultCode(first) ?? (isAddress ? "shipping_address_invalid" : "form_validation_error"),
    first,
  );
}
