import { CheckoutFailure } from "@cartwright/orders";
import { chooseOption, press, pressUnseen } from "./act.ts";
import {
  checkboxMeaning,
  type ChoiceMeaning,
  choiceMeaning,
  fieldMeaning,
  isCardPayment,
  isSavedCard,
  offlineRank,
} from "./field-meaning.ts";
import type { Seen, Survey } from "./survey.ts";
import { centsOf } from "./totals.ts";
import type { Walk } from "./walk.ts";
import { buttonMeaning, plain } from "./words.ts";

/** One of several answers to one question. */
export interface Choice {
  key: string;
  meaning: ChoiceMeaning;
  answers: { seen: Seen; text: string; value: string; isOn: boolean }[];
}

/** What was decided so far, by the question's key: nothing is decided twice, lest a page flips it back and forth. */
export type Decisions = Map<string, number>;

const MOST_DECISIONS = 3;

/** Every question of the page that is answered by choosing one of several. */
export function readChoices(survey: Survey): Choice[] {
  const groups = new Map<string, Seen[]>();
  const all = survey.elements.filter(({ kind, isLandmark }) => kind === "radio" && !isLandmark);
  for (const seen of all) {
    const key = [seen.frame.url(), seen.form, seen.root, groupOf(seen, all)].join("|");
    groups.set(key, [...(groups.get(key) ?? []), seen]);
  }
  const radios = [...groups].map(([key, group]): Choice => {
    const answers = group.map((seen) => ({ seen, text: answerOf(seen), value: seen.value, isOn: seen.isOn }));
    const [first] = group;
    return {
      key,
      answers,
      meaning: choiceMeaning(
        `${first?.group} ${first?.name} ${first?.section}`,
        answers.map(({ text }) => text),
      ),
    };
  });
  const lists = survey.elements
    .filter(({ kind, isLandmark }) => kind === "select" && !isLandmark)
    .flatMap(toListChoice);
  return [...radios, ...lists];
}

/** Radios of one name belong together; those without one by their group, or by the heading they stand under. */
function groupOf({ name, groupAt, section, form }: Seen, all: readonly Seen[]): string {
  const isShared = all.filter((other) => other.name === name && other.form === form).length > 1;
  // Some scripts number what has no name of its own: "ko_unique_7" is a group of one, and means its neighbours' question.
  const kin = withoutNumber(name);
  const isNumbered = all.some((other) => other.name !== name && withoutNumber(other.name) === kin);
  if (name !== "" && (isShared || !isNumbered)) return name;
  if (name !== "") return `${kin} ${groupAt} ${section}`;
  return groupAt === -1 ? section : `group ${groupAt}`;
}

const withoutNumber = (name: string): string => name.replace(/\d+$/, "");

const answerOf = ({ label, near, value, id }: Seen): string =>
  `${label || near} ${label + near === "" ? `${value} ${id}` : ""}`.trim();

function toListChoice(seen: Seen): Choice[] {
  // "Shipping country" is about the address.
  if (["country", "state", "city", "salutation", "quantity"].includes(fieldMeaning(seen))) return [];
  const real = seen.options.filter(({ value, text }) => value !== "" && !/^(select|choose|please|-)/i.test(text));
  if (real.length === 0 || real.length > 12) return [];
  const meaning = choiceMeaning(
    `${seen.label} ${seen.name}`,
    real.map(({ text }) => text),
  );
  if (meaning !== "shipping" && meaning !== "payment") return [];
  return [
    {
      key: seen.key,
      meaning,
      answers: real.map(({ value, text }) => ({ seen, text, value, isOn: seen.value === value })),
    },
  ];
}

/** The answer that an order gives; undefined where what is chosen may stay. */
export function decide(walk: Walk, choice: Choice): Choice["answers"][number] | undefined {
  const { answers, meaning } = choice;
  const usable = answers.filter(({ seen }) => !seen.isDisabled);
  const wanted = pick(walk, meaning, usable);
  return wanted?.isOn === true ? undefined : wanted;
}

function pick(walk: Walk, meaning: ChoiceMeaning, answers: Choice["answers"]): Choice["answers"][number] | undefined {
  const on = answers.find(({ isOn }) => isOn);
  switch (meaning) {
    case "account":
      return answers.find(({ text }) => /guest|without/i.test(text)) ?? on;
    case "shipping":
      return cheapest(answers) ?? on ?? answers[0];
    case "payment":
      return pickPayment(walk, answers);
    case "salutation":
      return on ?? answers.find(({ text }) => /^(mx|other|divers|not)/.test(plain(text))) ?? answers[0];
    case "unknown":
      return on ?? (answers.some(({ seen }) => seen.isRequired) ? answers[0] : undefined);
  }
}

function cheapest(answers: Choice["answers"]): Choice["answers"][number] | undefined {
  const delivered = answers.filter(({ text }) => !/pick ?up|collect in|in store/.test(plain(text)));
  const priced = delivered.flatMap((answer) => {
    const cents = priceIn(answer.text) ?? priceIn(answer.seen.beside);
    return cents === undefined ? [] : [{ answer, cents }];
  });
  if (priced.length < delivered.length || priced.length === 0) return undefined;
  return priced.reduce((best, one) => (one.cents < best.cents ? one : best)).answer;
}

function priceIn(text: string): number | undefined {
  const amount = /(?:US\s?)?\$\s?[\d.,]+|[\d.,]+\s?USD/.exec(text)?.[0];
  if (amount !== undefined) return centsOf(amount);
  return /\bfree\b/i.test(text) ? 0 : undefined;
}

function pickPayment(walk: Walk, answers: Choice["answers"]): Choice["answers"][number] | undefined {
  switch (walk.settings.payment) {
    case "saved":
      return answers.find(({ text }) => isSavedCard(text));
    case "card":
      return answers.find(({ text }) => isCardPayment(text) && !isSavedCard(text));
    case "offline": {
      const ranked = answers.flatMap((answer) => {
        const rank = offlineRank(answer.text) ?? offlineRank(answer.value);
        return rank === undefined ? [] : [{ answer, rank }];
      });
      return ranked.toSorted((one, other) => one.rank - other.rank)[0]?.answer;
    }
  }
}

/** Gives an answer. */
export async function answer(
  walk: Walk,
  survey: Survey,
  choice: Choice,
  chosen: Choice["answers"][number],
): Promise<void> {
  walk.session.saw(`${choice.meaning}: chose "${chosen.text.slice(0, 60)}" of ${choice.answers.length}`);
  if (chosen.seen.kind === "select") await chooseOption(survey, chosen.seen, [chosen.text]);
  else await press(survey, chosen.seen).catch(() => pressUnseen(survey, chosen.seen));
}

/** Throws when the shop takes no payment of the kind that this retailer is paid with. */
export function requirePayable(walk: Walk, choice: Choice): void {
  if (choice.meaning !== "payment" || pickPayment(walk, choice.answers) !== undefined) return;
  throw new CheckoutFailure(
    "payment_method_invalid",
    `The shop offers no payment of the kind "${walk.settings.payment}".`,
    {
      observed: { available: choice.answers.map(({ text }) => text.slice(0, 80)) },
    },
  );
}

export const mayDecide = (decisions: Decisions, key: string): boolean => (decisions.get(key) ?? 0) < MOST_DECISIONS;

export const noteDecision = (decisions: Decisions, key: string): void => {
  decisions.set(key, (decisions.get(key) ?? 0) + 1);
};

/** Boxes to be ticked: terms, "the same address", and what opens a field for a remark. */
export function findBoxes(survey: Survey): Seen[] {
  return survey.elements.filter((seen) => {
    if (seen.kind !== "checkbox" || seen.isOn || seen.isDisabled || seen.isLandmark) return false;
    const meaning = checkboxMeaning(`${seen.label} ${seen.near} ${seen.name.replaceAll("_", " ")}`);
    return meaning === "terms" || meaning === "same_address" || meaning === "note";
  });
}

/** Ways to pay that are no radios: something to press that is called like one. */
export function findPaymentButton(walk: Walk, survey: Survey): Seen | undefined {
  if (walk.settings.payment !== "offline") return undefined;
  const isChoice = ({ kind, label, near, isLandmark, isDisabled, isOn }: Seen): boolean =>
    (kind === "button" || kind === "link" || kind === "option") &&
    !isLandmark &&
    !isDisabled &&
    !isOn &&
    label.length < 60 &&
    ["other", "confirm"].includes(buttonMeaning(label)) &&
    (offlineRank(label) !== undefined || (label === "" && offlineRank(near) !== undefined));
  return survey.elements.find(isChoice);
}
