import type { Seen } from "./survey.ts";
import { plain } from "./words.ts";

type Named = Pick<Seen, "kind" | "label" | "near" | "name" | "placeholder" | "beside">;

const IS_GIFT =
  /\b(is|as|contains|mark|send) (this |it |my |the )?(order |item |parcel |purchase )?(as )?(a )?gift\b|^(yes )?((it|this) (is|s) )?(a )?gift( order| options?)?\b|\bgift receipt\b|(hide|without|no|exclude|omit|don t (show|include|print)|leave out)( the| all| any)? prices/;
/** Money, goods or mails that are called gifts, or what is sold with them. */
const OTHER =
  /gift (card|certificate|voucher|code|registry|set|box|bag|guide|ideas|wrap\w*)|wrapp(ed|ing)|free gift|send me|newsletter|gift (with|for) (every|your|each)|redeem/;
const AMOUNT = /(?:[$€£]|\busd) ?(\d[\d.,]*)|(\d[\d.,]*) ?(?:usd|dollars)/gi;

/** Whether a box says that the order is a gift, and costs nothing. */
export function isGiftBox({ kind, label, near, beside }: Named): boolean {
  if (kind !== "checkbox") return false;
  const words = plain(label || near);
  if (!IS_GIFT.test(words) || OTHER.test(words)) return false;
  return [label, near, beside].every(isFree);
}

function isFree(text: string): boolean {
  return [...text.matchAll(AMOUNT)].every(
    ([, before, after]) => Number((before ?? after ?? "").replaceAll(",", "")) === 0,
  );
}

/** Whether a field takes words for whoever gets the gift. */
export function isGiftMessage({ kind, label, near, name, placeholder }: Named): boolean {
  if (kind !== "text") return false;
  const words = [label, near, name, placeholder].map(plain);
  return (
    words.some((text) => /gift.{0,20}(message|note|text|words)|message.{0,20}(gift|recipient)/.test(text)) &&
    !words.some((text) => OTHER.test(text))
  );
}
