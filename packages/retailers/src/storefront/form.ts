import { CheckoutFailure } from "@cartwright/orders";
import { chooseInCombobox, chooseOption, holds, NotUsable, typeInto } from "./act.ts";
import { type FieldValue, type FormShape, valueFor } from "./address-values.ts";
import { type FieldMeaning, fieldMeaning } from "./field-meaning.ts";
import type { Seen, Survey } from "./survey.ts";
import type { Walk } from "./walk.ts";
import { plain } from "./words.ts";

/** A field that does not yet say what the order says. */
interface Blank {
  seen: Seen;
  meaning: FieldMeaning;
  wanted: FieldValue;
}

/** How often each field was filled in: a page that never keeps a value must not be asked for ever. */
export type FillCounts = Map<string, number>;

const MOST_FILLS = 3;
const ADDRESS = new Set<FieldMeaning>([
  "street",
  "postal_code",
  "city",
  "given_name",
  "family_name",
  "full_name",
  "state",
]);

/** Fields of a checkout, with what each asks for: no search box, no newsletter, no login. */
function readFields(survey: Survey): { seen: Seen; meaning: FieldMeaning }[] {
  const fields = survey.elements
    .filter(
      ({ kind, isLandmark, isDisabled }) => ["text", "select", "combobox"].includes(kind) && !isLandmark && !isDisabled,
    )
    .map((seen) => ({ seen, meaning: fieldMeaning(seen) }));
  const isLogin = ({ seen }: { seen: Seen }): boolean => {
    const kin = fields.filter((other) => other.seen.form === seen.form && other.seen.frame === seen.frame);
    const hasPassword = kin.some(({ meaning }) => meaning === "password");
    return hasPassword && !kin.some(({ meaning }) => ADDRESS.has(meaning));
  };
  return fields.filter(
    (field) => !isLogin(field) && !/newsletter|subscribe/i.test(`${field.seen.section} ${field.seen.near}`),
  );
}

export const hasAddressFields = (survey: Survey): boolean =>
  readFields(survey).some(({ meaning }) => meaning === "street" || meaning === "postal_code");

/** What the address fields in view hold, as they stand there. */
export function shownAddress(survey: Survey): string {
  return readFields(survey)
    .filter(({ meaning }) => ADDRESS.has(meaning) || meaning === "house_number")
    .map(({ seen }) => seen.options.find(({ value }) => value === seen.value)?.text ?? seen.value)
    .join(" ");
}

/** The fields that still have to be filled in. */
export function findBlanks(walk: Walk, survey: Survey, counts: FillCounts): Blank[] {
  const fields = readFields(survey);
  return fields.flatMap(({ seen, meaning }): Blank[] => {
    const kin = fields.filter((other) => other.seen.form === seen.form && other.seen.frame === seen.frame);
    const own = refine(seen, meaning, kin);
    const wanted = wantedOf(walk, seen, own, kin);
    if (wanted === undefined || holds(seen, wanted)) return [];
    if ((counts.get(seen.key) ?? 0) >= MOST_FILLS) return [];
    return [{ seen, meaning: own, wanted }];
  });
}

/** A second line that is called like the first is the second line. */
function refine(
  seen: Seen,
  meaning: FieldMeaning,
  kin: readonly { seen: Seen; meaning: FieldMeaning }[],
): FieldMeaning {
  if (meaning !== "street") return meaning;
  const streets = kin.filter((other) => other.meaning === "street");
  const own = streets.findIndex((other) => other.seen === seen);
  const before = streets[own - 1];
  return before !== undefined && seen.section === before.seen.section && !seen.isRequired ? "street_more" : meaning;
}

function wantedOf(
  walk: Walk,
  seen: Seen,
  meaning: FieldMeaning,
  kin: readonly { seen: Seen; meaning: FieldMeaning }[],
): FieldValue | undefined {
  if (meaning === "salutation" && seen.kind === "select") return salutationOf(seen);
  const has = (one: FieldMeaning): boolean => kin.some((other) => other.meaning === one);
  const shape: FormShape = {
    hasFamilyName: has("family_name"),
    hasHouseNumber: has("house_number"),
    hasStreetMore: has("street_more") || kin.filter((other) => other.meaning === "street").length > 1,
  };
  const { order, account } = walk.session;
  // What is bought under another address than the account's own does not stand in its history.
  const email = account?.login.includes("@") === true ? account.login : order.email;
  return valueFor(meaning, { ...order, email }, shape);
}

/** The order names no salutation: the most neutral of what there is. */
function salutationOf(seen: Seen): FieldValue | undefined {
  const neutral = seen.options.find(({ text }) =>
    /^(mx|other|none|diverse|not specified|neutral|prefer)/.test(plain(text)),
  );
  const real = seen.options.find(
    ({ text, value }) => value !== "" && text !== "" && !/^(select|choose|please|-)/.test(plain(text)),
  );
  const choice = neutral ?? real;
  return choice === undefined ? undefined : [choice.text];
}

/**
 * Fills in what is blank, the country first and alone: it may change every other field. Answers with what was touched; a
 * page that takes a field away meanwhile is looked at again by the caller.
 */
export async function fillBlanks(
  walk: Walk,
  survey: Survey,
  blanks: readonly Blank[],
  counts: FillCounts,
): Promise<Seen[]> {
  const country = blanks.filter(({ meaning }) => meaning === "country");
  const touched: Seen[] = [];
  for (const blank of country.length > 0 ? country.slice(0, 1) : blanks) {
    const { seen, meaning } = blank;
    counts.set(seen.key, (counts.get(seen.key) ?? 0) + 1);
    try {
      if (await fillOne(walk, survey, blank)) touched.push(seen);
      else walk.session.saw(`${meaning}: "${seen.label || seen.name}" has no such option yet`);
    } catch (error) {
      if (!(error instanceof NotUsable) && !isGone(error)) throw error;
      walk.session.saw(`${meaning}: "${seen.label || seen.name}" was rendered anew`);
      break;
    }
  }
  await blur(walk);
  walk.session.saw(
    `filled in ${touched.length} of ${blanks.length} fields: ${blanks.map(({ meaning }) => meaning).join(", ")}`,
  );
  return touched;
}

async function fillOne(walk: Walk, survey: Survey, { seen, wanted, meaning }: Blank): Promise<boolean> {
  const { page } = walk.session;
  if (seen.kind === "select") return await chooseOption(survey, seen, wanted);
  if (seen.kind === "combobox") return await chooseInCombobox({ page, pulse: walk.pulse }, survey, seen, wanted);
  const [value = ""] = wanted;
  // A state that is typed is written as the post does.
  await typeInto(page, survey, seen, meaning === "state" ? (wanted[1] ?? value) : value);
  return true;
}

const isGone = (error: unknown): boolean =>
  error instanceof Error &&
  /detached|context was destroyed|not attached|Cannot find context|JSHandle/i.test(error.message);

/** Leaves the field: many pages take a value only then. */
async function blur(walk: Walk): Promise<void> {
  for (const frame of walk.session.page.frames()) {
    await frame
      .evaluate("document.activeElement instanceof HTMLElement && document.activeElement.blur()")
      .catch(() => undefined);
  }
}

/** Throws when a field that must be filled in never kept its value. */
export function requireKept(walk: Walk, survey: Survey, counts: FillCounts): void {
  const lost = findBlanks(walk, survey, new Map()).find(
    ({ seen, meaning }) => ADDRESS.has(meaning) && (counts.get(seen.key) ?? 0) >= MOST_FILLS && seen.isRequired,
  );
  if (lost !== undefined) {
    throw new CheckoutFailure(
      "form_validation_error",
      `The shop's field "${lost.seen.label || lost.seen.name}" does not take the order's ${lost.meaning.replaceAll("_", " ")}.`,
    );
  }
}
