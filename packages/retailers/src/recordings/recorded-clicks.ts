import { AssertedEventType, type Step, StepType } from "@puppeteer/replay";
import { buttonMeaning } from "../storefront/words.ts";

/** Which click of a recording buys, and how sure that is. */
export interface BuyStep {
  /** Counted from 1. */
  step: number;
  label: string;
  /** False: somebody should say that it is this one. */
  isSure: boolean;
}

/** The name of what a step presses, as the Recorder read it; empty where it read none. */
export function labelOf(step: Step): string {
  const selectors = "selectors" in step && step.selectors !== undefined ? step.selectors : [];
  const parts = selectors.map((one) => [one].flat().at(-1) ?? "");
  const named = parts.find((one) => one.startsWith("aria/")) ?? parts.find((one) => one.startsWith("text/")) ?? "";
  return named.replace(/^(aria|text)\//, "").replace(/\[role=.*$/, "");
}

/**
 * The last click that is called as buttons are that buy; where none is, the last that led to another page, or simply the
 * last: then it takes a person's word.
 */
export function findBuyStep(steps: readonly Step[]): BuyStep | undefined {
  const clicks = steps.flatMap((step, index) =>
    step.type === StepType.Click ? [{ step: index + 1, label: labelOf(step), leadsOn: leadsOn(step) }] : [],
  );
  const placing = clicks.filter(({ label }) => buttonMeaning(label) === "place");
  const chosen = placing.at(-1) ?? clicks.findLast((click) => click.leadsOn) ?? clicks.at(-1);
  if (chosen === undefined) return undefined;
  return { step: chosen.step, label: chosen.label, isSure: placing.length === 1 };
}

export const leadsOn = (step: Step): boolean =>
  step.assertedEvents?.some(({ type }) => type === AssertedEventType.Navigation) === true;
