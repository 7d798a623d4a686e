import type { CheckoutSession } from "@cartwright/retailers/driver";

export type Page = CheckoutSession["page"];

/** Whom a hand-written script buys for: what a person would read off a note beside the keyboard. */
export interface Buyer {
  email: string;
  first_name: string;
  last_name: string;
  address_line1: string;
  city: string;
  /** "CA" */
  state: string;
  /** "California" */
  state_name: string;
  postal_code: string;
  phone_number: string;
  /** "US" */
  country: string;
  /** What is chosen on the product page, where something must be: "White". */
  choice?: string;
}
