import { parseStep, type Step } from "@puppeteer/replay";
import { z } from "zod";
import { Parameter } from "./parameters.ts";

/** Part of a selector: as recorded, or with an order's value between two recorded pieces. */
const SelectorPart = z.union([
  z.string(),
  z.strictObject({ ...Parameter.shape, before: z.string(), after: z.string() }),
]);
type SelectorPart = z.infer<typeof SelectorPart>;
export type StoredSelector = SelectorPart | SelectorPart[];

/** A step of the Recorder's format; what the format says of it besides is checked by replay, once its values are in it. */
const StoredStep = z.looseObject({
  type: z.string(),
  selectors: z.array(z.union([SelectorPart, z.array(SelectorPart)])).optional(),
  value: z.union([z.string(), Parameter]).optional(),
  url: z.union([z.string(), Parameter]).optional(),
});
export type StoredStep = z.infer<typeof StoredStep>;

/** One purchase as an operator showed it, with an order's values to come in place of what was typed. */
export const StoredRecording = z
  .strictObject({
    version: z.literal(1),
    title: z.string(),
    steps: z.array(StoredStep).min(1),
    /** Which step buys, counted from 1: the last that is ever played. */
    buyStep: z.int().min(1),
    /** How many were bought while recording: all that can be bought where no step takes the order's quantity. */
    quantity: z.int().min(1),
  })
  .superRefine(({ steps, buyStep }, context) => {
    for (const [index, step] of steps.entries()) {
      const message = faultOf(step);
      if (message !== undefined) context.addIssue({ code: "custom", path: ["steps", index], message });
    }
    if (steps[buyStep - 1]?.type !== "click") {
      context.addIssue({ code: "custom", path: ["buyStep"], message: `step ${buyStep} is no click` });
    }
    if (!steps.slice(0, buyStep).some(({ url }) => typeof url === "object" && url.$parameter === "product_url")) {
      context.addIssue({ code: "custom", path: ["steps"], message: "no step opens the order's product" });
    }
  });
export type StoredRecording = z.infer<typeof StoredRecording>;

/** Every parameter of the steps that are played, in their order. */
export function parametersOf({ steps, buyStep }: Pick<StoredRecording, "steps" | "buyStep">): Parameter[] {
  return steps
    .slice(0, buyStep)
    .flatMap((step) => [step.value, step.url, chosenBy(step)])
    .filter((part) => typeof part === "object");
}

/** The parameter by which a step finds what it presses: "the option that says the order's state". */
export function chosenBy({ selectors = [] }: StoredStep): Parameter | undefined {
  const part = selectors.flat().find((one) => typeof one === "object");
  return part === undefined ? undefined : bareParameter(part);
}

/** The step with values in place of its parameters, as replay plays it. */
export function fillStep(step: StoredStep, valueOf: (parameter: Parameter) => string): Step {
  const { selectors, value, url } = step;
  const fill = (part: SelectorPart): string => {
    if (typeof part === "string") return part;
    const text = valueOf(bareParameter(part));
    // Quotes would end the string of a CSS selector; replay takes care of those of the other kinds.
    const isCss = !/^(aria|text)\//.test(part.before);
    return `${part.before}${isCss ? text.replaceAll(/["'\\]/g, String.raw`\$&`) : text}${part.after}`;
  };
  return parseStep({
    ...step,
    ...(selectors === undefined
      ? {}
      : { selectors: selectors.map((one) => (Array.isArray(one) ? one.map(fill) : fill(one))) }),
    ...(value === undefined ? {} : { value: typeof value === "string" ? value : valueOf(value) }),
    ...(url === undefined ? {} : { url: typeof url === "string" ? url : valueOf(url) }),
  });
}

/** What people call a step: its kind, and the most telling of its selectors. Never what was typed. */
export function nameStep(step: StoredStep): string {
  const said = (step.selectors ?? []).map((one) => [one].flat().map(partWords).join(" "));
  const telling = said.find((one) => one.startsWith("aria/")) ?? said.find((one) => one.startsWith("text/")) ?? said[0];
  const { key } = step;
  const url = typeof step.url === "object" ? "the product" : step.url;
  const where = telling ?? url ?? (typeof key === "string" ? key : "");
  return `${step.type} ${where.replace(/^(?:aria|text)\/(.*)$/, '"$1"').slice(0, 80)}`.trim();
}

const partWords = (part: SelectorPart): string =>
  typeof part === "string" ? part : `${part.before}<${part.$parameter}>${part.after}`;

const bareParameter = ({ $parameter, label }: Parameter): Parameter => ({
  $parameter,
  ...(label === undefined ? {} : { label }),
});

function faultOf(step: StoredStep): string | undefined {
  try {
    fillStep(step, () => "x");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
