import { fieldProblem } from "../http/problem.ts";
import { showReceived } from "../http/show-received.ts";

const OTHER_NAMES = new Set(["USA", "U.S.", "U.S.A.", "UNITED STATES", "UNITED STATES OF AMERICA", "AMERICA", "840"]);

/** `country` is upper case already. Throws `unsupported_country` for anything but the code US. */
export function requireUnitedStates(country: string): void {
  if (country === "US") return;
  const message = OTHER_NAMES.has(country)
    ? 'must be the two-letter code: use "US"'
    : "is not supported: orders ship to addresses in the United States only";
  throw fieldProblem("unsupported_country", [
    {
      field: "shipping_address.country",
      code: "unsupported_country",
      message,
      received: showReceived(country),
      expected: "US",
    },
  ]);
}
