import type { CheckoutOrder, ShopAccount } from "@cartwright/retailers/driver";

/** Knows what may stand in no picture, page or log: whose order it is, where it goes, what is written to whom, and how one logs in. */
export interface Mask {
  /** Whether a text holds a part of it. */
  hides: (text: string) => boolean;
  /** Whether a text that a page has split over several elements holds a phone or card number. */
  hidesNumber: (text: string) => boolean;
  /** The text with every such part replaced. */
  mask: (text: string) => string;
}

export const MASKED = "•••";

const EMAIL = /[^\s@<>()"']+@[^\s@<>()"']+\.[^\s@<>()"',;]+/g;
/** A run of digits as people group them: a phone or a card number. */
const GROUPED_DIGITS = /[+(]*\d[\d\s().-]{5,30}\d/g;
/** Nobody lives at a price: "$123.00" is no house number. */
const PRICES = /(?:[$€£]|\bUSD)\s?\d[\d,]*(?:\.\d+)?|\b\d[\d,]*\.\d{2}\b/g;
const WORDS = /[\p{L}\p{N}]+/gu;
/** Shorter words of an address stand everywhere. */
const MIN_ADDRESS_WORD = 3;
/** What is left of a phone number where a shop drops the country's or the area's code. */
const MIN_PHONE_DIGITS = 7;

const STATE_NAMES =
  "AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,DC Columbia,FL Florida," +
  "GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland," +
  "MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH Hampshire," +
  "NJ Jersey,NM Mexico,NY York,NC Carolina,ND Dakota,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode,SC Carolina," +
  "SD Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,WA Washington,WV Virginia,WI Wisconsin,WY Wyoming";

export function openMask(
  {
    address,
    email,
    giftMessage,
  }: Pick<CheckoutOrder, "address" | "email"> & Partial<Pick<CheckoutOrder, "giftMessage">>,
  account?: ShopAccount,
): Mask {
  const words = new Set([
    ...wordsOf(`${address.first_name} ${address.last_name}`).filter((word) => word.length > 1),
    ...wordsOf(`${address.address_line1} ${address.address_line2 ?? ""} ${address.city}`).filter(isTelling),
    ...wordsOf(address.postal_code).filter(isTelling),
    ...wordsOf(nameOfState(address.state)),
  ]);
  // What stands before the @ of a login too: shops greet people by it.
  const login = [account?.login, account?.login.split("@")[0], account?.password];
  const phrases = [email, giftMessage ?? undefined, ...login].flatMap((phrase) =>
    phrase === undefined || phrase.length < MIN_ADDRESS_WORD ? [] : [phrase.toLowerCase()],
  );
  const phone = digitsOf(address.phone_number).slice(-MIN_PHONE_DIGITS);
  const isWord = (word: string): boolean => words.has(folded(word)) || word === address.state;
  const isNumber = (text: string): boolean => {
    const digits = digitsOf(text);
    return (phone.length === MIN_PHONE_DIGITS && digits.includes(phone)) || isCardNumber(digits);
  };

  const hidesNumber = (text: string): boolean => (text.match(GROUPED_DIGITS) ?? []).some(isNumber);
  const hides = (text: string): boolean =>
    phrases.some((phrase) => text.toLowerCase().includes(phrase)) ||
    new RegExp(EMAIL).test(text) ||
    hidesNumber(text) ||
    (text.replaceAll(PRICES, " ").match(WORDS) ?? []).some(isWord);
  return {
    hides,
    hidesNumber,
    mask: (text) => {
      if (!hides(text)) return text;
      let masked = text;
      for (const phrase of phrases) masked = withoutPhrase(masked, phrase);
      masked = masked.replaceAll(EMAIL, MASKED);
      masked = masked.replaceAll(GROUPED_DIGITS, (digits) => (isNumber(digits) ? MASKED : digits));
      masked = masked.replaceAll(WORDS, (word) => (isWord(word) ? MASKED : word));
      return masked;
    },
  };
}

function nameOfState(code: string): string {
  return (
    STATE_NAMES.split(",")
      .find((state) => state.startsWith(`${code} `))
      ?.slice(3) ?? ""
  );
}

/** Letters as they are without their accents: "Núñez" is "nunez" in many a shop. */
const folded = (text: string): string => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text: string): string[] => folded(text).match(WORDS) ?? [];
const digitsOf = (text: string): string => text.replaceAll(/\D/g, "");
const isTelling = (word: string): boolean => word.length >= MIN_ADDRESS_WORD || /^\d{2}|\d\p{L}|\p{L}\d/u.test(word);

function withoutPhrase(text: string, phrase: string): string {
  const at = text.toLowerCase().indexOf(phrase);
  return at < 0 ? text : `${text.slice(0, at)}${MASKED}${withoutPhrase(text.slice(at + phrase.length), phrase)}`;
}

/** 13 to 19 digits whose last one is the check digit of the others. */
function isCardNumber(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19) return false;
  const sum = Array.from(digits, Number)
    .toReversed()
    .reduce((total, digit, at) => {
      const value = digit * (at % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}
