import type { CheckoutOrder } from "@cartwright/retailers/driver";
import { plainOrder } from "@cartwright/retailers/plain-order";
import type { Variant } from "@cartwright/schemas";

/** Somebody who buys something in a shop that is tried out: the address exists, the number is kept for fiction. */
export const trialOrder = (url: string, quantity = 1, variant: Variant[] | null = null): CheckoutOrder =>
  plainOrder({
    items: [{ url, quantity, variant }],
    address: {
      first_name: "Ada",
      last_name: "Quinn",
      address_line1: "123 Market Street",
      address_line2: null,
      city: "San Francisco",
      state: "CA",
      postal_code: "94105",
      phone_number: "+14155550132",
      country: "US",
    },
    email: "orders+trial@cartwright.example",
    marker: "CW-TRY0000001",
  });
