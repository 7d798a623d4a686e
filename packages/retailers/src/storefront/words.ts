/** Text as it is compared: camelCase and punctuation taken apart, without accents and case. */
export function plain(text: string): string {
  return text
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}$#%&]+/gu, " ")
    .trim();
}

/** What pressing a button or link of this name would do. */
export type ButtonMeaning =
  | "place"
  | "confirm"
  | "continue"
  | "add_to_cart"
  | "view_cart"
  | "checkout"
  | "guest"
  | "login"
  | "logout"
  | "account"
  | "orders"
  | "close"
  | "refuse"
  | "accept"
  | "keep_address"
  | "add_address"
  | "remove"
  | "update"
  | "plus"
  | "edit"
  | "express"
  | "other";

const AMOUNT = String.raw`(?: (?:now|securely))?(?: (?:for )?(?:us )?(?:\$|usd) ?[\d ,.]+(?: usd)?)?`;

// The first that matches counts. Whole names mostly: "continue" must not find "continue shopping".
const BUTTON_WORDS: readonly (readonly [ButtonMeaning, RegExp])[] = [
  [
    "express",
    /pay ?pal|google ?pay|g ?pay\b|apple ?pay|shop ?pay|amazon ?pay|klarna|affirm|afterpay|venmo|with (google|facebook|apple|amazon|link)\b|express checkout/,
  ],
  [
    "other",
    /continue (shopping|browsing)|keep shopping|back to|return to|subscribe|newsletter|sign up|track|wish ?list|compare|print|share|reorder|order history$|^cancel (my |the |this )?(order|purchase|checkout)|^skip to|gift card|promo|coupon|voucher|discount/,
  ],
  [
    "place",
    new RegExp(
      String.raw`^(?:(?:place|submit|complete|send|finali[sz]e|finish)(?: my| your| the| this)? (?:order|purchase|payment|checkout)|confirm(?: my| your| the)? (?:order|purchase|payment)|(?:confirm|checkout|check out|(?:place|submit|confirm)(?: my| your| the)? order) (?:and|&) (?:pay|order|buy|place order)|(?:buy|order|pay)(?: it)? now|order (?:and|&) pay|pay (?:and|&) (?:place )?order|(?:yes |ok |okay )?(?:i )?(?:agree|accept|save|continue|proceed)(?: terms)?(?: and| &| to)* (?:pay now|buy now|place (?:my |your |the |this )?order)|(?:yes |ok |okay )(?:please )?(?:pay|buy|order|place)(?: my| your| the| this)?(?: now| order| it)?|(?:i )?(?:agree|accept|save)(?: and| &)* (?:pay|buy|order)|place (?:and|&) pay|(?:order|buy) with obligation to pay|pay(?: with .*| by .*)?|make (?:a )?payment(?: (?:and|&) (?:place|create|complete|submit)(?: my| your| the)? order)?|create(?: my| your| the)? order|submit order now|complete (?:purchase|order) now)${AMOUNT}$`,
    ),
  ],
  [
    "guest",
    /\bguest\b|without (an |creating an )?(account|registering|registration|log ?in|signing)|no account|don t have an account continue|skip (log ?in|sign ?in)/,
  ],
  [
    "add_to_cart",
    /^(add|put|place)( it| this| item| \d+)? (to|in|into)( my| your| the)?( shopping)? (cart|bag|basket|trolley)\b|^add to (cart|bag|basket)|^add \d* ?to order$|^buy it$|^add item$|^(add|put) (to|on|onto)( my| your| the)? (order|list|order form)\b/,
  ],
  [
    "checkout",
    /^(fill in|enter|provide)( my| your| the)? details$|^(proceed|go|continue|on)?( to)?( the)?( secure| fast| quick)? ?(check ?out|checkout)( now| securely| page)?( →| »)?$|^(secure|fast|quick|begin|start|guest|proceed to|go to) check ?out|^check ?out( \$.*)?$|^proceed to (purchase|order)|^fast checkout/,
  ],
  [
    "view_cart",
    /^(view|see|show|open|go to|review|edit|to)( my| your| the)?( shopping)? (cart|bag|basket|trolley)\b|^(my |your |shopping )?(cart|bag|basket|trolley)( items?)?( \d+)?( items?)?( \$ ?[\d ,.]+)?$|^\d+ items?( s)?( in (the |your )?(cart|bag|basket))?( \$ ?[\d ,.]+)?$|^(cart|trolley)\b.{0,25}$|^order (form|pad)( \d+)?$/,
  ],
  ["logout", /^(log|sign) ?(out|off)$/],
  ["login", /^(log|sign) ?in( .{0,25})?$|^log ?in$|^(returning|existing) customer/],
  [
    "orders",
    /^(my |your |view |see |all )*(orders|purchases)( history)?$|^(my |your |view |see |all )+order$|^order history|^purchase history/,
  ],
  ["account", /^(my |your )?account$|^(my )?profile$/],
  [
    "keep_address",
    /(use|keep|continue with|ship to)( this| the| my)? ?(entered|original|typed)?( address)?( as| i)? (entered|typed|original|is)\b|keep (my|this|the|entered|original) ?(original |entered )?address|use (original|entered|my) address|^use address as|no (thanks )?(keep|use) (mine|my)|address i entered/,
  ],
  ["add_address", /^\+? ?(new|add|enter|create)( a| an| your| another)?( new| shipping| delivery| different)* address/],
  [
    "close",
    /^(x|×|✕|✖|close|dismiss|no thanks|no thank you|not now|maybe later|skip|cancel|got it|ok|okay)\b(?!.*\b(order|pay|buy|purchase|checkout)\b).{0,20}$/,
  ],
  [
    "refuse",
    /^(reject|decline|refuse|deny)( all)?( cookies)?$|^(only |use )?(necessary|essential)( cookies)?( only)?$/,
  ],
  [
    "accept",
    /^(accept|allow|agree to|i accept|i agree|agree)( all)?( cookies)?(?!.*\b(order|pay|buy|purchase)\b)( and .{0,20})?$/,
  ],
  ["remove", /^(remove|delete|clear|trash|discard|empty)\b(?!.*(coupon|filter|address)).{0,60}$|^(bin|trash)$/],
  [
    "update",
    /^(update|recalculate|refresh)( my| your| the)?( shopping)?( cart| bag| basket| quantity| qty| totals?)?$/,
  ],
  ["plus", /^(\+|increase|increment|plus|more|add one)( the| item)?( quantity| qty| by one)?.{0,40}$/],
  ["edit", /^(edit|change|modify|back|previous)\b/],
  [
    "continue",
    /^(save )?(and |& )?(continue|next|proceed)( as .*)?( to .*| with .*)?( step)?( →| »| >)?$|^save( (and|&) (continue|next|proceed).*| address| details| information| changes)?$|^(ship|deliver|send) (here|to here)$|^(use|deliver to|ship to|send to|confirm|save|select|choose)( this| the| my| shipping| delivery| billing| new)* (address|details|information)( .*)?$|^(go |continue |proceed )?(on )?to (the )?(shipping|delivery|payment|review|address|billing|next|summary|confirmation|overview).*$|^review$|^review( my| your| the)? (order|purchase).*$|^(select|choose|confirm|use|set|save)( this| the)? (shipping|delivery|payment|billing)( method| option)?s?.*$|^(apply address|calculate shipping)$|^continue\b.*(shipping|payment|delivery|review|address|billing|checkout).*$/,
  ],
  ["confirm", /^(submit|proceed to pay|confirm|yes|yes .*|finish|done|complete|agree|i agree|order)$/],
];

/** What a button does, by its name. */
export function buttonMeaning(name: string): ButtonMeaning {
  const sign = name.trim();
  if (/^[×✕✖xX]$/.test(sign)) return "close";
  if (/^[+＋]$/.test(sign)) return "plus";
  if (/🛒|🛍/u.test(sign) && sign.length < 12) return "view_cart";
  const text = plain(name);
  return BUTTON_WORDS.find(([, words]) => words.test(text))?.[0] ?? "other";
}

/** What a shop says when something is wrong, in our codes. */
const FAULT_WORDS = [
  [
    "product_out_of_stock",
    /out of stock|sold out|no longer (available|in stock)|currently unavailable|not in stock|insufficient stock|not available in the desired quantity|requested (qty|quantity) is not available|not enough (stock|items|inventory)|cannot add that amount/,
  ],
  [
    "quantity_limit_exceeded",
    /(purchase|order|quantity|per customer|customer) limit|limit(ed)? (of|to|for|reached|\d+)|limit \d+ per|maximum (order )?quantity|max(imum)? \d+ (per|items)|reached the (limit|maximum)/,
  ],
  [
    "shipping_unavailable",
    /(not|n t|cannot|unable|no) (currently )?(be )?(ship|deliver|shipped|delivered)|no (shipping|delivery) (options?|methods?|quotes?|rates?)|(ship|deliver)s? (only )?to .* only|not available for (your|this) (address|location|region)|ships within (?!\d|an? |one |two |three )/,
  ],
  ["payment_declined", /(card|payment)( was| has been| is)? (declined|refused|rejected)|declined/],
  [
    "login_failed",
    /(password|email|login|credentials?).*(do not|does not|don t|not) match|(invalid|incorrect|wrong) (email(?! address)|password|login|credentials|username)|(password|email|credentials) (is|are|was|were) (invalid|incorrect|wrong)|no (customer )?account (was |is |has been )?(found|exists|registered|with|for|matching|associated)/,
  ],
  ["account_locked", /account (is |has been )?(locked|disabled|suspended|blocked)/],
  [
    "shipping_address_invalid",
    /(?<!mail )address.*(not|invalid|could not|cannot|verify)|(could not|couldn t|cannot|unable to) (verify|validate|find) (this|your|the|that)( \w+)? address|(invalid|unknown|enter a valid) (address|zip|post)/,
  ],
] as const;

export type FaultCode = (typeof FAULT_WORDS)[number][0];

/** The code of a shop's own words for a fault; undefined for words that name none. */
export function faultCode(text: string): FaultCode | undefined {
  const words = plain(text);
  return FAULT_WORDS.find(([, pattern]) => pattern.test(words))?.[0];
}

const CONFIRMED = [
  /thank(s| you)( \w+){0,2} for (your|the|this|placing|completing|submitting)( \w+){0,3} (order|purchase)/,
  /thank(s| you)( \w+)? for (ordering|purchasing|buying|(your )?shopping)\b/,
  /thank(s| you)( \w+)? your (order|purchase)/,
  /(you( have| ve)?|(has|have) been|was|were)( successfully)? placed( an| your| the)? order|successfully placed/,
  /order (has been|was|is|have been)( successfully)? (placed|received|confirmed|completed?|submitted|processed|accepted|created)/,
  /order (placed|received|confirmed|confirmation|completed?|successful|success|accepted)\b/,
  /order #? ?[\w-]*\d[\w-]* (confirmed|received|placed|completed?|accepted)\b/,
  /\bwe( have| ve)?( successfully)? (received|got|processed) (your|the) (order|purchase)/,
  /purchase (completed?|successful|confirmed)/,
  /your order (number|id|no|reference) (is|was)/,
  /(order|purchase)( #?[\w-]+){0,4} (is|has been|was) (confirmed|received|placed|accepted)/,
];
// What is yet to come, and what a page says to everybody: "We email you when your order is confirmed".
const NOT_YET =
  /\b(once|when|after|as soon as|until|if|before) (your|the|this|an) (order|purchase) (is|was|has been|will be) \w+|\b(will|to) (receive|get|send|be sent|email)( you)?( an?| your| the)?( email)? order confirmation|order confirmation (will|is going to)\b/g;
const NOT_CONFIRMED =
  /(could not|couldn t|not|n t|failed to|unable to) (be )?(place|placed|complete|completed|process|processed|submit)|has not been placed|was not placed|payment (was )?declined|no order/;

/** Whether a page's words say that an order was placed. */
export function saysPlaced(text: string): boolean {
  const words = plain(text).replaceAll(NOT_YET, " ");
  return CONFIRMED.some((pattern) => pattern.test(words)) && !NOT_CONFIRMED.test(words);
}

const CAPTCHA =
  /are you (a )?human|verify (that )?you (are|re) (a )?human|not a robot|complete the (captcha|security check)|solve the captcha|enter the characters/;
const BOT_WALL =
  /access (to this page )?(has been )?denied|pardon our interruption|unusual (traffic|activity)|automated (access|queries|requests)|bot detected|checking your browser|request blocked|you have been blocked/;

export const saysCaptcha = (text: string): boolean => CAPTCHA.test(plain(text));
/** A wall says little else: on a full page the same words are about something else. */
export const saysBotWall = (text: string): boolean => text.length < 1_500 && BOT_WALL.test(plain(text));
