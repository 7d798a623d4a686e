import type { ShownCondition } from "@cartwright/orders";
import type { ProductCondition } from "@cartwright/schemas";
import { plain } from "./storefront/words.ts";

const USED: readonly ProductCondition[] = ["UsedLikeNew", "UsedVeryGood", "UsedGood", "UsedAcceptable"];

// The first that matches counts: "like new" is not new. What is damaged is in no condition that can be ordered.
const CONDITION_WORDS: readonly (readonly [RegExp, readonly ProductCondition[]])[] = [
  [/damaged|for parts|defective|not working/, []],
  [/refurbish|renewed|remanufactured|reconditioned/, ["Refurbished"]],
  [/like new|open box|\bmint\b/, ["UsedLikeNew"]],
  [/very good/, ["UsedVeryGood"]],
  [/acceptable|\bfair\b/, ["UsedAcceptable"]],
  [/\bgood\b/, ["UsedGood"]],
  [/\bused\b|pre ?owned|pre ?loved|second ?hand/, USED],
  [/\bnew\b/, ["New"]],
];

function conditionsOf(words: string): readonly ProductCondition[] | undefined {
  return CONDITION_WORDS.find(([pattern]) => pattern.test(plain(words)))?.[1];
}

/**
 * What a shop's words say of a condition: "Used - Very Good", "https://schema.org/RefurbishedCondition". Where they say several
 * things, it may be any of them; undefined where they say nothing of one.
 */
export function readCondition(texts: readonly string[]): ShownCondition | undefined {
  const said = texts.flatMap((text) => {
    const conditions = conditionsOf(text);
    return conditions === undefined ? [] : [{ text: text.replace(/^https?:\/\/schema\.org\//, ""), conditions }];
  });
  if (said.length === 0) return undefined;
  const isOther = said.some(({ conditions }) => conditions.length === 0);
  return {
    words: [...new Set(said.map(({ text }) => text))].join(", ").slice(0, 120),
    mayBe: isOther ? [] : [...new Set(said.flatMap(({ conditions }) => conditions))],
  };
}

const LINE_OF_ITS_OWN =
  /^((certified|manufacturer|seller|factory|professionally) )*(refurbished|renewed|remanufactured|reconditioned)$|^used( (like new|very good|good|acceptable|fair))?$|^pre ?(owned|loved)$|^second ?hand$|^open box$|^like new$|^damaged$/;
const NAMED = /^(?:item |product )?condition\b/;
const IN_TITLE = /refurbished|renewed\b|remanufactured|reconditioned|pre-?owned|open[- ]box/i;

/** The words about a condition on a product's page: in its heading, under that name, or on a line of their own. */
export function conditionWords(heading: string, lines: readonly string[]): string[] {
  const own = lines.flatMap((line, index) => {
    const text = plain(line);
    if (LINE_OF_ITS_OWN.test(text)) return [line];
    if (!NAMED.test(text)) return [];
    const value = text.replace(NAMED, "").trim();
    return [value === "" ? (lines[index + 1] ?? "") : line.replace(/^.*?condition\W*/i, "")];
  });
  return IN_TITLE.test(heading) ? [heading, ...own] : own;
}

const HOURS_A_DAY = 24;
const DAYS_A_WEEK = 7;
const NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const HANDLING =
  /\b(?:ships?|shipped|dispatch(?:es|ed)?|ready to ship|leaves (?:us|our \w+)|handling time|processing time|lead time)\b[^.;\d]{0,25}?(?:(?:\d{1,3}|[a-z]+)\s*(?:-|–|to)\s*)?\b(\d{1,3}|[a-z]+)\+?\s+(?:(?:business|working|calendar)\s+)?(hour|day|week)s?\b/gi;
const AT_ONCE = /\b(?:ships?|dispatched) (?:today|immediately|(?:the )?same day)\b/i;

/** How long a shop says it takes to hand a parcel over, in days: the longest that is said; undefined where nothing is. */
export function handlingDaysIn(texts: readonly string[]): number | undefined {
  const days = texts.flatMap((text) => {
    const said = [...text.matchAll(HANDLING)].flatMap(([, count = "", unit = ""]) => daysOf(count, unit) ?? []);
    return said.length === 0 && AT_ONCE.test(text) ? [0] : said;
  });
  return days.length === 0 ? undefined : Math.max(...days);
}

function daysOf(count: string, unit: string): number | undefined {
  const number = /^\d+$/.test(count) ? Number(count) : NUMBERS.indexOf(count.toLowerCase());
  if (number < 0) return undefined;
  if (unit.toLowerCase() === "hour") return Math.ceil(number / HOURS_A_DAY);
  return unit.toLowerCase() === "week" ? number * DAYS_A_WEEK : number;
}

const LIMIT =
  /\blimit(?:ed)?(?: (?:of|to|is))? (\d{1,3})\b|\bmax(?:imum)?(?: (?:order|purchase|allowed))?(?: quantity)?(?: (?:of|is))? (\d{1,3})\b|\b(?:up to|at most|no more than|only) (\d{1,3}) (?:per|of|items?|pieces?|units?)\b/;

/** How many a shop lets one customer buy, by its own words; undefined where they name no number. */
export function limitIn(text: string): number | undefined {
  const found = LIMIT.exec(plain(text))
    ?.slice(1)
    .find((group) => group !== undefined);
  return found === undefined ? undefined : Number(found);
}
