/** `program`: how it was called. */
export const usageOf = (program: string): string => `${program} COMMAND

  import FILE [--dry-run] [--json]
      Takes whole suppliers from a .csv or .json file into the catalogue, all or nothing, and tells line by line what is wrong.
      What a supplier in the file had and the file has no more is taken out. --dry-run: says what would happen, and
      changes nothing.
  list [--json]
      Every supplier with its products and variants.
  export
      All of it as JSON that can be imported again.
  coupon add CODE AMOUNT_CENTS --account NAME [--name NAME] [--expires YYYY-MM-DD]
      So much off the items of an order through the platform API, up to and including that day (UTC). Again with the same
      code changes it.
  coupon list
  credit --account NAME CENTS
      Sets the store credit that the account may pay with through the platform API.
  account --account NAME [--platform-fee CENTS] [--tolerance CENTS] [--recipient-name NAME --recipient-phone NUMBER]
          [--payment-method "card BRAND LAST4"|"bank_account NAME LAST4"|invoice|none]
      What orders of the account through the supplier API cost beside the goods, how far above its quote a retailer's total may
      be, who receives where a request names nobody, and the means of payment that it is shown. Says what is set.
  --help
      Shows this.
`;
