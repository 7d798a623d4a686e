import type { Seen } from "./survey.ts";
import { plain } from "./words.ts";

/** What a field asks for. `ignore`: nothing that a buyer of these goods has to say. */
export type FieldMeaning =
  | "email"
  | "phone"
  | "given_name"
  | "family_name"
  | "full_name"
  | "company"
  | "street"
  | "house_number"
  | "street_more"
  | "city"
  | "state"
  | "postal_code"
  | "country"
  | "salutation"
  | "comment"
  | "reference"
  | "password"
  | "quantity"
  | "card_number"
  | "card_name"
  | "card_expiry"
  | "card_expiry_month"
  | "card_expiry_year"
  | "card_code"
  | "ignore"
  | "unknown";

// https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill
const TOKENS: Readonly<Record<string, FieldMeaning>> = {
  email: "email",
  tel: "phone",
  "tel-national": "phone",
  "given-name": "given_name",
  "family-name": "family_name",
  name: "full_name",
  organization: "company",
  "street-address": "street",
  "address-line1": "street",
  "address-line2": "street_more",
  "address-line3": "ignore",
  "address-level2": "city",
  "address-level1": "state",
  "postal-code": "postal_code",
  country: "country",
  "country-name": "country",
  "honorific-prefix": "salutation",
  username: "email",
  "cc-number": "card_number",
  "cc-name": "card_name",
  "cc-exp": "card_expiry",
  "cc-exp-month": "card_expiry_month",
  "cc-exp-year": "card_expiry_year",
  "cc-csc": "card_code",
  "one-time-code": "ignore",
};

// The first that matches counts: what is narrow stands before what is wide.
const WORDS: readonly (readonly [FieldMeaning, RegExp])[] = [
  [
    "ignore",
    /search|coupon|promo|discount|voucher|\bgift\b|gift ?card|newsletter|captcha|birth|\bdob\b|\bvat\b|tax (id|number|no)|fiscal|fax\b|middle ?name|vat number|nickname|rating|review/,
  ],
  ["card_code", /\bcv[cv]\b|\bcvc2?\b|security code|card code|verification (code|value)|\bcsc\b/],
  ["card_expiry_month", /(exp\w*|card) ?month|\bmonth\b.*exp/],
  ["card_expiry_year", /(exp\w*|card) ?year|\byear\b.*exp/],
  ["card_expiry", /\bexp(iry|iration|ires)?\b|valid (thru|until)|mm ?yy/],
  ["card_name", /name on (the )?card|card ?holder|cc name|cardholder/],
  ["card_number", /card ?(number|no\b|num\b)|cc ?num/],
  ["email", /e ?mail/],
  ["password", /pass ?word|passwd/],
  ["quantity", /^(qty|quantity|menge)\b|\bqty\b|quantity/],
  ["phone", /phone|\btel\b|mobile|\bcell/],
  ["given_name", /first ?name|given ?name|\bf ?name\b|forename|\bfirst$/],
  ["family_name", /last ?name|family ?name|sur ?name|\bl ?name\b|\blast$/],
  ["company", /company|organi[sz]ation|\bfirm\b|business name/],
  // One field for both: "Street and house number".
  ["street", /street( name)? (and|&) |street house ?(no|number|nr)/],
  ["house_number", /house ?(no|number|nr|num)|street ?(no|number|nr)\b|building ?(no|number)|^(no|nr)$/],
  ["postal_code", /\bzip|post ?(al)? ?code|\bpostal|postcode|\bplz\b/],
  ["country", /country|\bnation\b/],
  ["state", /\bstate\b|province|\bregion\b|\bcounty\b|\bzone\b|prefecture|administrative/],
  ["city", /\bcity\b|\btown\b|suburb|locality/],
  [
    "street_more",
    /(address|street)( line)? ?[23]\b|\bline ?2|apt\b|apartment|\bsuite\b|\bunit\b|\bfloor\b|additional (address|info)|\bc o\b/,
  ],
  ["reference", /\breference\b|purchase order|\bp ?o (number|no|ref)|\bpo\b|order ref/],
  ["comment", /comment|\bnotes?\b|instructions?|\bmessage\b|remarks?|anything (else|we should)/],
  ["street", /street|address( line)? ?[01]?$|address ?1|\baddress\b|\bline ?1\b/],
  ["salutation", /salutation|honorific|\btitle\b|\bgender\b|name prefix|\bprefix\b/],
  ["full_name", /full ?name|recipient|your name|contact name|^name$|\bname$|ship to name|deliver to/],
];

/** What a field asks for: by its autocomplete token, its label, its name, its placeholder, and the text beside it. */
export function fieldMeaning(
  field: Pick<Seen, "autocomplete" | "label" | "name" | "id" | "placeholder" | "near" | "type">,
): FieldMeaning {
  if (field.type === "password") return "password";
  if (field.type === "search" || field.type === "date" || field.type === "range" || field.type === "color")
    return "ignore";
  const words = [field.label, field.name, field.id, field.placeholder, field.near].map(meaningOfWords);
  if (words.includes("ignore") && !words.includes("email")) return "ignore";
  for (const token of field.autocomplete.toLowerCase().split(/\s+/).toReversed()) {
    const meaning = TOKENS[token];
    // A login may be asked for as a user name; anything else that is called so is not an email.
    if (meaning !== undefined) return meaning;
  }
  if (field.type === "email") return "email";
  if (field.type === "tel" && words.every((meaning) => meaning === "unknown")) return "phone";
  return words.find((meaning) => meaning !== "unknown") ?? "unknown";
}

function meaningOfWords(text: string): FieldMeaning {
  // "[0]" and the like are part of a name, a star or "(optional)" of a label.
  const words = plain(text.replace(/\((optional|required)\)|optional|required|\*/gi, " "));
  return WORDS.find(([, pattern]) => pattern.test(words))?.[0] ?? "unknown";
}

/** What a choice among several is about, by the words of its group and its answers. */
export type ChoiceMeaning = "shipping" | "payment" | "account" | "salutation" | "unknown";

const PAYMENT =
  /cash on|\bcod\b|pay ?pal|credit|debit|\bcard\b|invoice|bank ?transfer|wire transfer|che(ck|que)\b(?! out)|money order|pay(ment)? (later|on|by|with)|payment method|purchase order|klarna|stripe|how (would|do) you (like|want) to pay/;
const SHIPPING =
  /shipping|delivery|\bship\b|standard|express|flat ?rate|courier|overnight|ground|priority|pick ?up|free shipping|parcel|business days|economy/;
const ACCOUNT = /guest|register|new customer|returning|create (an )?account|sign in|log ?in|existing customer/;

/** `about`: the group's name and heading. `answers`: what there is to choose from. */
export function choiceMeaning(about: string, answers: readonly string[]): ChoiceMeaning {
  const all = plain(answers.join(" "));
  const name = plain(about);
  if (ACCOUNT.test(all) && /guest|register|account/.test(all)) return "account";
  if (/\b(mr|mrs|ms)\b/.test(all)) return "salutation";
  // Whether the bill goes to the same address is neither about delivery nor about payment.
  if (/same as|different (billing|shipping|delivery) address|billing address/.test(all)) return "unknown";
  if (PAYMENT.test(all)) return "payment";
  if (SHIPPING.test(all)) return "shipping";
  if (/pay/.test(name)) return "payment";
  return /ship|deliver/.test(name) ? "shipping" : "unknown";
}

/** The ways to pay without a card, the most welcome first. */
const OFFLINE: readonly RegExp[] = [
  /invoice|(monthly|on|by) bill|bill (me|later)|pay later|purchase order|on account/,
  /cash on delivery|\bcod\b|(pay|payment|paid) (on|at|after|upon) (delivery|receipt|the door)|cash/,
  /bank ?transfer|wire|bank deposit|direct deposit|pay in advance|prepayment|advance payment/,
  /\bche(ck|que)s?\b(?! out)|money order/,
  /manual|offline|in person|on collection/,
];

// They are called like a bill or like cash, and are somebody's service that wants a login.
const ONLINE =
  /pay ?pal|klarna|credit card|debit card|after ?pay|affirm|clear ?pay|sezzle|\bzip\b|cash ?app|venmo|\b(shop|google|apple|amazon) ?pay\b|buy now|e ?check\b|installments?/;

/** How good an answer is as a payment without a card: 0 is best; undefined: it is none. */
export function offlineRank(answer: string): number | undefined {
  const words = plain(answer);
  if (ONLINE.test(words)) return undefined;
  const rank = OFFLINE.findIndex((pattern) => pattern.test(words));
  return rank === -1 ? undefined : rank;
}

export const isCardPayment = (answer: string): boolean => /\bcard\b|credit|debit|stripe|braintree/.test(plain(answer));
export const isSavedCard = (answer: string): boolean =>
  /(ending|ends) (in|with)|saved card|card on file|•{2,}|\*{2,} ?\d{4}|x{4} ?\d{4}/i.test(answer);

const TERMS = /terms|conditions|agree|accept|privacy|policy|read and/;
const UNWANTED =
  /newsletter|offers|marketing|subscribe|news\b|sms|promotions?|updates|emails? (me|about)|deals|insurance|(?<!data )protection|warranty|gift|donat|save (my|this|card|for)|remember|create (an )?account|different (address|billing)/;
// Costs something, or binds the buyer, whatever else the sentence says of terms.
const NEVER = /insurance|(?<!data )protection|donat|auto ?renew|membership|\$ ?\d|^add\b/;
const SAME_ADDRESS =
  /same (as|address)|use (as|this|shipping|delivery|my) .*(billing|address)|billing (address )?(is )?(the )?same|(delivery|shipping|billing) and (delivery|shipping|billing) address(es)? (are|is) the same|bill to (this|same)|identical/;

const NOTE =
  /^(add|leave|write|include) (a |an |some )?(order )?(note|notes|comment|comments|message|instructions)( (to|for|about|with) (your|the|this|my) order)?\b/;

/** What a checkbox is for: one to be ticked, one to be left alone. `note`: it opens a field for a remark. */
export function checkboxMeaning(label: string): "terms" | "same_address" | "note" | "unwanted" | "unknown" {
  const words = plain(label);
  if (NOTE.test(words) && !/gift/.test(words)) return "note";
  if (SAME_ADDRESS.test(words) && !/different/.test(words)) return "same_address";
  if (NEVER.test(words)) return "unwanted";
  if (UNWANTED.test(words) && !/terms|conditions/.test(words)) return "unwanted";
  return TERMS.test(words) ? "terms" : "unknown";
}
