import { CheckoutFailure } from "@cartwright/orders";
import { parseUrl } from "@cartwright/schemas";
import { chooseOption, press, typeInto } from "./act.ts";
import { isOfShop } from "./account.ts";
import { type FieldMeaning, fieldMeaning } from "./field-meaning.ts";
import type { Seen, Survey } from "./survey.ts";
import type { OperatorCard, Walk } from "./walk.ts";
import { plain } from "./words.ts";

/** Payment providers whose card fields may stand in a shop's page, by the hosts of their frames. */
const PROVIDERS = new Set([
  "js.stripe.com",
  "checkout.shopifycs.com",
  "assets.braintreegateway.com",
  "hosted-fields.braintree-api.com",
  "checkoutshopper-live.adyen.com",
  "js.authorize.net",
  "web.squarecdn.com",
  "js.checkout.com",
  "flex.cybersource.com",
  "paymentiframe.hosting.bigcommerce.com",
]);

const KEEP_CARD = /^(use|save|add|confirm|continue with) (this |my |the )?card$/;

const CARD_FIELDS = new Set<FieldMeaning>([
  "card_number",
  "card_name",
  "card_expiry",
  "card_expiry_month",
  "card_expiry_year",
  "card_code",
]);

/** Whether card fields are in view that wait to be filled in. */
export function needsCard(walk: Walk, survey: Survey): boolean {
  return (
    walk.settings.payment === "card" &&
    cardFields(survey).some(({ seen, meaning }) => meaning === "card_number" && seen.value === "")
  );
}

function cardFields(survey: Survey): { seen: Seen; meaning: FieldMeaning }[] {
  return survey.elements
    .filter(({ kind, isDisabled }) => (kind === "text" || kind === "select") && !isDisabled)
    .map((seen) => ({ seen, meaning: fieldMeaning(seen) }))
    .filter(({ meaning }) => CARD_FIELDS.has(meaning));
}

/** Types the operator's card, into fields of the shop or of a known payment provider and nowhere else. */
export async function enterCard(walk: Walk, survey: Survey): Promise<void> {
  const { card, session } = walk;
  if (card === undefined) {
    throw new CheckoutFailure(
      "payment_method_invalid",
      "The retailer is paid by card, and this worker has none: set CARD_FILE.",
    );
  }
  const fields = cardFields(survey);
  for (const { seen } of fields) requireTrusted(walk, seen);
  for (const { seen, meaning } of fields) {
    const value = valueOf(card, meaning, seen);
    if (seen.kind === "select") await chooseOption(survey, seen, [value, value.padStart(2, "0"), value.slice(-2)]);
    else await typeInto(session.page, survey, seen, value);
  }
  session.saw(`card: ${fields.length} fields`);
  const [number] = fields;
  const keep = survey.elements.find(
    ({ kind, label, form, frame }) =>
      kind === "button" && form === number?.seen.form && frame === number.seen.frame && KEEP_CARD.test(plain(label)),
  );
  // A provider's form of its own hands the card over only then; it charges nothing.
  if (keep !== undefined) await press(survey, keep);
}

function requireTrusted(walk: Walk, { frame }: Seen): void {
  const shop = new URL(walk.session.order.items[0]?.url ?? "");
  const url = frame.url();
  const parsed = parseUrl(url);
  const isAllowed =
    isOfShop(url, shop) ||
    (parsed !== undefined && (PROVIDERS.has(parsed.host) || walk.settings.payment_origins.includes(parsed.origin)));
  if (isAllowed) return;
  throw new CheckoutFailure(
    "payment_method_invalid",
    `The card field is in a frame of ${parsed?.host ?? url}, which is no known payment provider: the card is not typed there.`,
  );
}

function valueOf(card: OperatorCard, meaning: FieldMeaning, { kind, placeholder }: Seen): string {
  const month = String(card.expiryMonth).padStart(2, "0");
  const year = String(card.expiryYear);
  if (meaning === "card_number") return card.number;
  if (meaning === "card_name") return card.name;
  if (meaning === "card_expiry_month") return kind === "select" ? String(card.expiryMonth) : month;
  if (meaning === "card_expiry_year") return /^yy$/i.test(placeholder) ? year.slice(-2) : year;
  if (meaning === "card_expiry") return `${month}/${/yyyy/i.test(placeholder) ? year : year.slice(-2)}`;
  return card.code;
}
