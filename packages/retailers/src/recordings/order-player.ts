import { CheckoutFailure } from "@cartwright/orders";
import { PuppeteerRunnerExtension, type Step, StepType } from "@puppeteer/replay";
import type { Page } from "puppeteer";
import { openPage } from "../page-steps.ts";
import { pressElement } from "./press-element.ts";
import { fillElement } from "./fill-element.ts";
import { findElement, frameOf } from "./find-element.ts";
import { leadsOn } from "./recorded-clicks.ts";

/** How long a step's element may take to come, unless the recording gives it a time of its own. */
const ELEMENT_WITHIN_MS = 10_000;
const NOT_PLAYED: ReadonlySet<StepType> = new Set([
  StepType.Close,
  StepType.EmulateNetworkConditions,
  StepType.CustomStep,
]);
const NAVIGATION_WITHIN_MS = 20_000;

/** What of a step the recording itself does not say. */
export interface Playing {
  /** How the value may be written, the first as it is typed: an order's, or the recorded one alone. */
  values: readonly string[];
  /** What is chosen; undefined where it is no variant. */
  variant?: string | undefined;
  /** The step's selectors hold an order's value: its element is another than the recorded one. */
  isOtherElement: boolean;
  /** It may press what buys. */
  buys: boolean;
}

/**
 * Plays steps by replay's rules, but for three: a page is opened as every driver opens one; a list's option is found by its
 * value or its words; and a click is done once. Replay's own tries again when a click fails, and a click may have been done.
 */
export class OrderPlayer extends PuppeteerRunnerExtension {
  #playing: Playing = { values: [], isOtherElement: false, buys: false };
  #shown: string | undefined;

  constructor(page: Page) {
    super(page.browser(), page, { timeout: ELEMENT_WITHIN_MS });
  }

  /**
   * Plays one step, and answers with what its field shows afterwards: a list's own words; undefined for steps that fill in
   * nothing. Throws CheckoutFailure where it cannot be played.
   */
  async play(step: Step, playing: Playing): Promise<string | undefined> {
    this.#playing = playing;
    this.#shown = undefined;
    await this.runStep(step);
    return this.#shown;
  }

  override async runStep(step: Step): Promise<void> {
    // The page, its network and its end are the browser pool's.
    if (NOT_PLAYED.has(step.type)) return;
    if (step.type === StepType.Navigate) await openPage(this.page, step.url);
    else if (step.type === StepType.Click || step.type === StepType.DoubleClick) await this.#press(step);
    else if (step.type === StepType.Change) await this.#fill(step);
    else await super.runStep(step);
  }

  async #press(step: Extract<Step, { type: StepType.Click | StepType.DoubleClick }>): Promise<void> {
    const { isOtherElement, buys } = this.#playing;
    const frame = frameOf(this.page, step);
    const element = await findElement(frame, step.selectors, step.timeout ?? ELEMENT_WITHIN_MS);
    const isAwaited = leadsOn(step) && !buys;
    const led = isAwaited
      ? frame.waitForNavigation({ timeout: NAVIGATION_WITHIN_MS, waitUntil: "domcontentloaded" }).then(
          () => true,
          () => false,
        )
      : Promise.resolve(true);
    await pressElement(element, step, { isOtherElement, buys });
    if (!(await led)) {
      throw new CheckoutFailure("checkout_failed", "it led to another page while recording, and does not now");
    }
  }

  async #fill(step: Extract<Step, { type: StepType.Change }>): Promise<void> {
    const { values, variant } = this.#playing;
    const element = await findElement(frameOf(this.page, step), step.selectors, step.timeout ?? ELEMENT_WITHIN_MS);
    this.#shown = await fillElement(element, values, variant);
  }
}
