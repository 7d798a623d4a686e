/** `program`: how it was called. */
export const usageOf = (program: string): string => `${program} COMMAND

  try URL …
      Walks one product up to the review page and buys nothing; try --help says more.
  import FILE --url PRODUCT_URL [--told FILE] [--field 'step N=WHAT'] [--buy-step N] [--name NAME]
      Takes a purchase recorded with Chrome's Recorder (exported as JSON). --told: a JSON file with what was typed while
      recording: first_name, last_name, address_line1, address_line2, city, state, postal_code, phone_number, email, quantity,
      reference, variant ([{"label": …, "value": …}]). --field says what a step types where its value does not: a part
      of an order like postal_code or variant:Size, keep (the same for every order), or card.
  list [--json]
      Every retailer that is registered.
  add URL [--driver storefront|medusa|vendure] [--name NAME]
      Registers the shop that answers at URL.
  set ID KEY=VALUE …
      payment, checkout_email, user_agent, account_id, payment_origins (several with commas), min_interval_ms,
      max_concurrent, api.NAME. An empty value removes it.
  enable ID
  disable ID
      Whether orders are taken and started.
  accounts add --owner NAME --retailer ID --label LABEL --login LOGIN [--password-file FILE]
      Keeps an account at a shop, sealed. Without --password-file the password is read from standard input.
  accounts list
  accounts disable ID
  accounts free ID
      The worker that was last at the account is gone for good: its next order need not wait.
  rotate-keys
      Seals everything anew with the first key of SEALING_KEYS.
  --help
      Shows this.
`;
