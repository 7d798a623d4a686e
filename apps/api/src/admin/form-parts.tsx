import type { VNode } from "preact";

interface FieldProps {
  name: string;
  label: string;
  value?: string | undefined;
  /** Not shown while it is typed. */
  isSecret?: boolean;
  hint?: string;
  required?: boolean;
  inputmode?: "decimal" | "numeric" | "tel";
  autocomplete?: string;
  /** Before the name, where a page has several forms with the same field. */
  of?: string;
}

/** A line of text with its label. */
export function Field({ of, name, label, hint, autocomplete = "off", isSecret = false, ...input }: FieldProps): VNode {
  const id = of === undefined ? name : `${of}-${name}`;
  const described = hint === undefined ? {} : { "aria-describedby": `${id}-hint` };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {isSecret ? (
        <input type="password" id={id} name={name} autocomplete={autocomplete} {...described} {...input} />
      ) : (
        <input type="text" id={id} name={name} autocomplete={autocomplete} {...described} {...input} />
      )}
      {hint === undefined ? null : (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  options: readonly (string | readonly [value: string, words: string])[];
  value?: string | undefined;
  of?: string;
}

/** One of several. */
export function Choice({ of, name, label, options, value }: ChoiceProps): VNode {
  const id = of === undefined ? name : `${of}-${name}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} name={name}>
        {options.map((option) => {
          const [own, words] = typeof option === "string" ? [option, option] : option;
          return (
            <option key={own} value={own} selected={own === value}>
              {words}
            </option>
          );
        })}
      </select>
    </div>
  );
}

/** Cents as somebody would type them: `25.00`. */
export const typedDollars = (cents: number | null): string => (cents === null ? "" : (cents / 100).toFixed(2));
