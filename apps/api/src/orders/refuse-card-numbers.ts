import type { CreateOrder, FieldError } from "@cartwright/schemas";
import { fieldName } from "../http/field-errors.ts";
import { fieldProblem } from "../http/problem.ts";
import { hasCardNumber } from "./card-number.ts";

const ADDRESS_FIELDS = ["first_name", "last_name", "name", "address_line1", "address_line2", "city"] as const;

/**
 * Refuses an order that holds a payment card number where text is free: it would end up in a database, a log and a shop's
 * form. Throws a Problem that names the field and does not repeat the number.
 */
export function refuseCardNumbers(order: CreateOrder): void {
  const faults = [...freeTexts(order)].filter(([, text]) => hasCardNumber(text)).map(([path]) => cardFault(path));
  if (faults.length > 0) throw fieldProblem("validation_error", faults);
}

function cardFault(path: readonly PropertyKey[]): FieldError {
  return {
    field: fieldName(path),
    code: "card_number",
    message: "looks like a payment card number, which is never accepted here",
  };
}

type FreeText = [path: readonly PropertyKey[], text: string];

function* freeTexts(order: CreateOrder): Generator<FreeText> {
  for (const field of ADDRESS_FIELDS) {
    yield [["shipping_address", field], order.shipping_address[field] ?? ""];
  }
  yield [["po_number"], order.po_number ?? ""];
  yield [["gift_message"], order.gift_message ?? ""];
  for (const [index, product] of order.products.entries()) {
    for (const [place, variant] of (product.variant ?? []).entries()) {
      yield [["products", index, "variant", place, "label"], variant.label];
      yield [["products", index, "variant", place, "value"], variant.value];
    }
  }
  yield* metadataTexts(order.metadata ?? {}, ["metadata"]);
}

/** Recursive: the reader of bodies limits their depth. A key that holds a number is named by its parent. */
function* metadataTexts(value: unknown, path: readonly PropertyKey[]): Generator<FreeText> {
  if (typeof value === "string") yield [path, value];
  if (typeof value === "number") yield [path, value.toLocaleString("en-US", { useGrouping: false })];
  if (typeof value !== "object" || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    yield [path, key];
    yield* metadataTexts(entry, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}
