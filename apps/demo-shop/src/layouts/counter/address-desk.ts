import { AddressForm } from "../../checkout-draft.ts";
import type { Visit } from "../../routes/visit.ts";
import { refuseDestination } from "../../scenario-behavior.ts";

export interface LayoutFault {
  /** The layout's own name of the field. */
  field: string;
  message: string;
}

/** Where a layout's form holds each part of an address: the name of a field, or how to make the part of several. */
export type AddressNames = Record<keyof AddressForm, string | ((form: Record<string, string>) => string)>;

/** Keeps the address of a form in the draft; what is wrong with it, where something is. */
export function takeAddress(
  visit: Visit,
  names: AddressNames,
  wording: (field: keyof AddressForm, message: string) => string = (_field, message) => message,
): LayoutFault[] {
  const { draft } = visit.session.basket;
  const parts = Object.keys(AddressForm.shape) as (keyof AddressForm)[];
  const sent = Object.fromEntries(parts.map((part) => [part, partOf(visit.form, names[part])]));
  const parsed = AddressForm.safeParse(sent);
  if (!parsed.success) {
    return parsed.error.issues.map((issue) => {
      const part = issue.path[0] as keyof AddressForm;
      const name = names[part];
      return { field: typeof name === "string" ? name : part, message: wording(part, issue.message) };
    });
  }
  draft.address = parsed.data;
  draft.email = parsed.data.email;
  return [];
}

function partOf(form: Record<string, string>, name: AddressNames[keyof AddressForm]): string {
  return typeof name === "string" ? (form[name] ?? "") : name(form);
}

/** Why the cart cannot go to the address that was given; undefined where it can, or none was given yet. */
export function destinationRefusal({ session }: Visit): string | undefined {
  const { lines, draft } = session.basket;
  return draft.address === undefined ? undefined : refuseDestination(lines, draft.address.state);
}
