import type { CreateOrder, FieldError } from "@cartwright/schemas";
import { fieldProblem } from "../http/problem.ts";
import { hasCardNumber } from "./card-number.ts";

const ADDRESS_FIELDS = ["first_name", "last_name", "name", "address_line1", "address_line2", "city"] as const;

/**
 * Refuses an order that holds a payment card number where text is free: it would end up in a database, a log and a shop's
 * form. Throws a Problem that names the field and does not repeat the number.
 */
export function refuseCardNumbers(order: CreateOrder): void {
  const fields = [...freeTexts(order)].filter(([, text]) => hasCardNumber(text)).map(([field]) => field);
  if (fields.length > 0) throw fieldProblem("validation_error", fields.map(cardFault));
}

function cardFault(field: string): FieldError {
  return { field, code: "card_number", message: "looks like a payment card number, which is never accepted here" };
}

function* freeTexts(order: CreateOrder): Generator<[field: string, text: string]> {
  for (const field of ADDRESS_FIELDS) {
    yield [`shipping_address.${field}`, order.shipping_address[field] ?? ""];
  }
  yield ["po_number", order.po_number ?? ""];
  for (const [index, product] of order.products.entries()) {
    for (const [place, variant] of (product.variant ?? []).entries()) {
      yield [`products[${index}].variant[${place}].label`, variant.label];
      yield [`products[${index}].variant[${place}].value`, variant.value];
    }
  }
  yield* metadataTexts(order.metadata ?? {}, "metadata");
}

/** Recursive: the reader of bodies limits their depth. A key that holds a number is named by its parent. */
function* metadataTexts(value: unknown, field: string): Generator<[field: string, text: string]> {
  if (typeof value === "string" || typeof value === "number") {
    yield [field, typeof value === "number" ? value.toLocaleString("en-US", { useGrouping: false }) : value];
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    yield [field, key];
    const name = Array.isArray(value) ? `${field}[${key}]` : `${field}.${key}`;
    yield* metadataTexts(entry, hasCardNumber(key) ? field : name);
  }
}
