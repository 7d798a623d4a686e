import { formatUsd } from "@cartwright/orders";
import type { ComponentChildren, JSX, VNode } from "preact";
import { itemCount } from "../cart.ts";
import type { CheckoutDraft, CheckoutStep } from "../checkout-draft.ts";
import { CHECKOUT_STEPS, isReached, stepPath } from "../checkout-draft.ts";
import type { CartPrice } from "../pricing.ts";
import { lineTotalCents } from "../pricing.ts";
import type { CartLine } from "../cart.ts";
import { ErrorText, Totals, VariantText } from "./parts.tsx";
import { Page, type Shell } from "./shell.tsx";

/** What was wrong with a form's field. */
export interface FormFault {
  field: string;
  code: string;
  message: string;
}

export interface CheckoutModel {
  shell: Shell;
  lines: readonly CartLine[];
  price: CartPrice;
  draft: CheckoutDraft;
  /** What was just sent, to be shown again where it was refused. */
  form: Record<string, string>;
  faults: readonly FormFault[];
}

const STEP_NAMES: Record<CheckoutStep, string> = {
  identity: "Contact",
  address: "Address",
  shipping: "Shipping",
  payment: "Payment",
  review: "Review",
};

/** A step of the checkout beside what is being bought. */
export function CheckoutFrame(props: {
  model: CheckoutModel;
  step: CheckoutStep;
  heading: string;
  scripts?: readonly string[];
  children: ComponentChildren;
}): VNode {
  const { model } = props;
  return (
    <Page shell={model.shell} scripts={props.scripts ?? []}>
      <div class="wrap">
        <StepList current={props.step} draft={model.draft} />
        <h1>{props.heading}</h1>
        <div class="with-summary">
          <div class="checkout-form">{props.children}</div>
          <aside class="summary" aria-labelledby="summary">
            <h2 id="summary">
              Your order <span class="quiet">({itemCount(model.lines)})</span>
            </h2>
            <ul class="mini-lines">
              {model.lines.map((line) => (
                <li key={line.sku}>
                  <span>
                    {line.quantity} × {line.title} <VariantText variant={line.variant} />
                  </span>
                  <span>{formatUsd(lineTotalCents(line))}</span>
                </li>
              ))}
            </ul>
            <Totals price={model.price} />
          </aside>
        </div>
      </div>
    </Page>
  );
}

export function StepList({ current, draft }: { current: CheckoutStep; draft: CheckoutDraft }): VNode {
  const currentIndex = CHECKOUT_STEPS.indexOf(current);
  return (
    <nav class="steps" aria-label="Checkout steps">
      <ol>
        {CHECKOUT_STEPS.map((step, index) => (
          <li key={step} aria-current={step === current ? "step" : undefined}>
            {index < currentIndex && isReached(step, draft) ? (
              <a href={stepPath(step)}>{STEP_NAMES[step]}</a>
            ) : (
              STEP_NAMES[step]
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

export interface FieldProps {
  name: string;
  label: string;
  autocomplete: string;
  value: string;
  faults: readonly FormFault[];
  type?: "text" | "email" | "tel" | "password";
  inputmode?: "numeric";
  required?: boolean;
  maxlength?: number;
  hint?: string;
}

/** A labelled text field with its error beside it. */
export function Field(props: FieldProps): VNode {
  const { name, faults } = props;
  const isFaulty = faults.some((fault) => fault.field === name);
  return (
    <div class="field">
      <label for={name}>
        {props.label} {props.required === false && <span class="quiet">(optional)</span>}
      </label>
      <TypedInput
        type={props.type ?? "text"}
        attributes={{
          id: name,
          name,
          autocomplete: props.autocomplete,
          value: props.value,
          required: props.required ?? true,
          inputmode: props.inputmode,
          maxlength: props.maxlength,
          "aria-invalid": isFaulty ? "true" : undefined,
          "aria-describedby": isFaulty ? `${name}-error` : undefined,
        }}
      />
      {props.hint !== undefined && <p class="quiet hint">{props.hint}</p>}
      <FieldError name={name} faults={faults} />
    </div>
  );
}

export function FieldError({ name, faults }: { name: string; faults: readonly FormFault[] }): VNode | null {
  const fault = faults.find((fault) => fault.field === name);
  if (fault === undefined) return null;
  return (
    <ErrorText id={`${name}-error`} code={fault.code}>
      {fault.message}
    </ErrorText>
  );
}

/** One `<input>` a type: the roles an input may have depend on its type, and so do Preact's types for it. */
function TypedInput(props: {
  type: "text" | "email" | "tel" | "password";
  attributes: Omit<JSX.IntrinsicElements["input"], "type" | "role" | "list">;
}): VNode {
  const { type, attributes } = props;
  if (type === "email") return <input type="email" {...attributes} />;
  if (type === "tel") return <input type="tel" {...attributes} />;
  if (type === "password") return <input type="password" {...attributes} />;
  return <input type="text" {...attributes} />;
}
