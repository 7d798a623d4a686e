import { CheckoutFailure } from "@cartwright/orders";
import { hasAddressFields } from "./form.ts";
import type { Survey } from "./survey.ts";
import { faultCode } from "./words.ts";

/** What a shop says that no trying again will change. */
const FINAL = new Set(["product_out_of_stock", "quantity_limit_exceeded", "shipping_unavailable", "account_locked"]);

/** A bank that wants to see its customer: nobody here can answer it. */
const BANK_ASKS =
  /3-?d[ -]secure (verification|authentication|code)|(verify|confirm) (this payment|your identity|it.s you) (with|at) your bank|your bank (has sent|sent|requires|needs) .{0,40}(code|verification|authentication)/i;

/** Throws where the page says that the order cannot go on. `isStuck`: nothing helps any more, so whatever it says counts. */
export function refuseShown(survey: Survey, isStuck = false): void {
  for (const alert of survey.alerts) {
    const code = faultCode(alert);
    if (code !== undefined && FINAL.has(code)) throw new CheckoutFailure(code, alert);
  }
  if (BANK_ASKS.test(survey.text)) {
    throw new CheckoutFailure("payment_failed", "The bank asks the cardholder to confirm the payment (3-D Secure).");
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
