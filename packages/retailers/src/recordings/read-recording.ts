import { parse, type Step, StepType, type UserFlow } from "@puppeteer/replay";
import { isSamePage } from "../storefront/cart-lines.ts";
import type { Parameter, ParameterName } from "./parameters.ts";
import { isSure, recogniseInSelector, recogniseTyped, Told } from "./recognise-value.ts";
import { type BuyStep, findBuyStep, labelOf } from "./recorded-clicks.ts";
import { nameStep, parametersOf, StoredRecording, type StoredSelector, type StoredStep } from "./recorded-purchase.ts";

export { Told };

/** The recording, or what was said of it, cannot be used; the message is for its operator. */
export class RecordingFault extends Error {
  override readonly name = "RecordingFault";
}

/** What an operator says of one step: it types this of an order, always the same, or the operator's card. */
export type FieldDecision = Parameter | "keep" | "card";

export interface Decisions {
  /** By step, counted from 1. */
  fields?: ReadonlyMap<number, FieldDecision>;
  buyStep?: number | undefined;
}

/** A value that was typed, and that nothing says the meaning of. */
export interface OpenValue {
  /** Counted from 1. */
  step: number;
  value: string;
  selector: string;
  /** What it may be, where the value fits more than one thing. */
  couldBe: ParameterName[];
}

export interface ReadRecording {
  /** To be kept once nothing is open. */
  recording: StoredRecording;
  open: OpenValue[];
  /** What became of which step. */
  found: { step: number; what: string; parameter: Parameter }[];
  buy: BuyStep;
}

/** Steps that stand for nothing, so that the others keep their numbers. */
const LEFT_OUT = { type: "customStep", name: "left out", parameters: {} };
const CARD = { type: "customStep", name: "card", parameters: {} };

const CARD_FIELD =
  /card.?(number|num|no\b|holder)|cc-(number|name|exp|csc)|\bcvc|\bcvv|\bcsc|security.?code|expir|exp[-_]?(month|year|date)/i;

/** Reads a recording of Chrome's DevTools, and finds by its values which step is which of an order. Throws RecordingFault. */
export function readRecording(json: unknown, said: unknown, decisions: Decisions = {}): ReadRecording {
  const told = readTold(said);
  const flow = parseFlow(json);
  const buy = chooseBuyStep(flow, decisions.buyStep);
  const played = flow.steps.slice(0, buy.step);
  const product = findProductStep(played, told);
  const open: OpenValue[] = [];
  const steps = played.map((step, index): StoredStep => {
    if (index === product) return openProduct(step);
    if (index < product) return step.type === StepType.SetViewport ? asStored(step) : LEFT_OUT;
    return toStored(step, { number: index + 1, told, decision: decisions.fields?.get(index + 1), open });
  });
  refuseUnusedDecisions(decisions, buy.step);
  const found = steps.flatMap((step, index) => describeFound(step, index + 1));
  if (open.length === 0) refuseLostVariant(told, found);
  const recording = { version: 1 as const, title: flow.title, steps, buyStep: buy.step, quantity: told.quantity };
  const checked = StoredRecording.safeParse(recording);
  if (!checked.success) throw new RecordingFault(checked.error.issues.map(({ message }) => message).join("; "));
  return { recording: checked.data, open, found, buy };
}

function readTold(said: unknown): Told {
  const told = Told.safeParse(said);
  if (told.success) return told.data;
  const [issue] = told.error.issues;
  throw new RecordingFault(`What was told of the recording: ${issue?.path.join(".")}: ${issue?.message}`);
}

function parseFlow(json: unknown): UserFlow {
  try {
    return parse(json);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RecordingFault(`This is no recording of Chrome's Recorder, exported as JSON: ${why}.`);
  }
}

function chooseBuyStep({ steps }: UserFlow, given: number | undefined): BuyStep {
  if (given === undefined) {
    const found = findBuyStep(steps);
    if (found === undefined) throw new RecordingFault("The recording has no click: there is none that could buy.");
    return found;
  }
  const step = steps[given - 1];
  if (step?.type !== StepType.Click) {
    throw new RecordingFault(
      `--buy-step ${given}: ${step === undefined ? `there are ${steps.length} steps` : `step ${given} is a ${step.type}, not a click`}.`,
    );
  }
  return { step: given, label: labelOf(step), isSure: true };
}

/** The step that opens the product: a navigation, or a click that led to it. */
function findProductStep(steps: readonly Step[], told: Told): number {
  const page = { url: told.product_url, pageUrl: told.product_url };
  const opens = (step: Step): boolean =>
    (step.type === StepType.Navigate && isSamePage(step.url, page)) ||
    (step.assertedEvents ?? []).some(({ url }) => url !== undefined && isSamePage(url, page));
  const index = steps.findIndex(opens);
  if (index !== -1) return index;
  const went = steps.flatMap((step) => (step.type === StepType.Navigate ? [step.url] : []));
  throw new RecordingFault(
    `No step opens ${told.product_url}. The recording opens ${went.length === 0 ? "no page" : went.join(", ")}.`,
  );
}

function openProduct(step: Step): StoredStep {
  const { timeout } = step;
  return { type: "navigate", url: { $parameter: "product_url" }, ...(timeout === undefined ? {} : { timeout }) };
}

interface Asked {
  number: number;
  told: Told;
  decision: FieldDecision | undefined;
  open: OpenValue[];
}

function toStored(step: Step, asked: Asked): StoredStep {
  // Where a step led while recording is nobody's business: replay waits for the navigation alone.
  const events = step.assertedEvents === undefined ? {} : { assertedEvents: step.assertedEvents.map(bareEvent) };
  if (step.type === StepType.Change) return { ...toStoredChange(step, asked), ...events };
  if (step.type === StepType.Navigate) {
    const isProduct = isSamePage(step.url, { url: asked.told.product_url, pageUrl: asked.told.product_url });
    return { ...step, ...events, ...(isProduct ? { url: { $parameter: "product_url" } } : {}) };
  }
  if ((step.type !== StepType.Click && step.type !== StepType.DoubleClick) || asked.decision === "keep") {
    return { ...step, ...events };
  }
  return { ...step, ...events, selectors: withParameters(step.selectors, asked.told) };
}

const asStored = (step: Step): StoredStep => ({ ...step });

const bareEvent = ({ type }: { type: string }): { type: string } => ({ type });

/** A position in a list is the recorded choice's: with an order's value in one selector, those without go. */
function withParameters(selectors: readonly (string | string[])[], told: Told): StoredSelector[] {
  const read = selectors.map((selector) => {
    const parts = [selector].flat().map((part) => {
      const known = recogniseInSelector(part, told);
      return known === undefined
        ? part
        : Object.assign({}, known.parameter, { before: known.before, after: known.after });
    });
    const first = parts.find((part) => typeof part === "object");
    const name = typeof first === "object" ? `${first.$parameter} ${first.label ?? ""}` : undefined;
    return { stored: Array.isArray(selector) ? parts : (parts[0] ?? selector), name };
  });
  const chosen = read.find(({ name }) => name !== undefined)?.name;
  return read.filter(({ name }) => name === chosen).map(({ stored }) => stored);
}

function toStoredChange(step: Extract<Step, { type: StepType.Change }>, asked: Asked): StoredStep {
  const { number, told, decision, open } = asked;
  const hints = step.selectors.flat().join(" ");
  if (/password/i.test(hints)) {
    throw new RecordingFault(
      `Step ${number} types a password, and none is kept in a recording. Record while signed in: an order's account is signed in before the recording is played.`,
    );
  }
  const isCard = CARD_FIELD.test(hints) || isCardNumber(step.value);
  if (isCard || decision === "card") return CARD;
  if (decision === "keep" || step.value === "") return { ...step };
  if (decision !== undefined) return { ...step, value: decision };
  const found = recogniseTyped(step.value, hints, told);
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0 && isSure(only, hints)) return { ...step, value: only };
  const selector = nameStep({ ...step }).replace(/^change /, "");
  open.push({ step: number, value: step.value, selector, couldBe: found.map(({ $parameter }) => $parameter) });
  return { ...step };
}

/** By the check digit that card numbers have. */
function isCardNumber(value: string): boolean {
  const digits = value.replaceAll(/[\s-]/g, "");
  if (!/^\d{13,19}$/.test(digits)) return false;
  const sum = digits
    .split("")
    .toReversed()
    .reduce((all, digit, index) => {
      const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1);
      return all + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  return sum % 10 === 0;
}

function describeFound(step: StoredStep, number: number): ReadRecording["found"] {
  const [parameter] = parametersOf({ steps: [step], buyStep: 1 });
  return parameter === undefined ? [] : [{ step: number, what: nameStep(step), parameter }];
}

function refuseUnusedDecisions({ fields }: Decisions, buyStep: number): void {
  const beyond = [...(fields?.keys() ?? [])].find((number) => number < 1 || number > buyStep);
  if (beyond === undefined) return;
  throw new RecordingFault(`--field 'step ${beyond}=…': the steps that are played are 1 to ${buyStep}.`);
}

/** A choice that no step makes would be made for every order as it was for the recorded one. */
function refuseLostVariant(told: Told, found: ReadRecording["found"]): void {
  const lost = told.variant.find(
    ({ label }) => !found.some(({ parameter }) => parameter.$parameter === "variant" && parameter.label === label),
  );
  if (lost === undefined) return;
  throw new RecordingFault(`No step chooses ${lost.label} "${lost.value}": nothing recorded has that value.`);
}
