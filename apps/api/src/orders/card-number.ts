// Thirteen digits or more. Whatever short run of no letters and no digits stands between them separates them: a space of
// any kind, a dash, a dot, a slash, something that nobody sees.
const DIGIT_RUN = /\d(?:[^\p{L}\p{N}]{0,5}\d){12,}/gu;
// "40.71277612345678" is a coordinate or a rate: nobody writes a card with one dot and many digits behind it.
const DECIMAL_POINT = /(?<![\p{N}.]|\p{N}[^\p{L}\p{N}])(\d{1,3})\.(?=\d{5,}(?![.\d]))/gu;
const MAX_LENGTH = 19;

interface Issuer {
  prefix: RegExp;
  lengths: readonly number[];
}

// By ISO/IEC 7812: which first digits belong to whom, and how long their numbers are.
const ISSUERS: readonly Issuer[] = [
  { prefix: /^4/, lengths: [13, 16, 19] }, // Visa
  { prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] }, // Mastercard
  { prefix: /^3[47]/, lengths: [15] }, // American Express
  { prefix: /^(?:6011|65|64[4-9])/, lengths: [16, 17, 18, 19] }, // Discover
  { prefix: /^(?:30[0-5]|3095|36|38|39)/, lengths: [14, 15, 16, 17, 18, 19] }, // Diners Club
  { prefix: /^35(?:2[89]|[3-8])/, lengths: [16, 17, 18, 19] }, // JCB
  { prefix: /^62/, lengths: [16, 17, 18, 19] }, // UnionPay
];

/** Whether text holds a payment card number: an issuer's prefix, that issuer's length, and a right check digit. */
export function hasCardNumber(text: string): boolean {
  // NFKC: full-width digits and their like become plain ones. A letter takes the decimal point's place, and ends a run.
  const plain = text.normalize("NFKC").replaceAll(DECIMAL_POINT, "$1x");
  for (const [run] of plain.matchAll(DIGIT_RUN)) {
    const groups = run.split(/\D+/);
    if (groups.some((_group, first) => startsWithCard(groups.slice(first)))) return true;
  }
  return false;
}

/** Other numbers may stand right before and behind a card's groups of digits. */
function startsWithCard(groups: readonly string[]): boolean {
  let digits = "";
  for (const group of groups) {
    digits += group;
    if (digits.length > MAX_LENGTH) return false;
    if (isCard(digits)) return true;
  }
  return false;
}

function isCard(digits: string): boolean {
  const isIssued = ISSUERS.some((issuer) => issuer.prefix.test(digits) && issuer.lengths.includes(digits.length));
  return isIssued && passesLuhn(digits);
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
