import { CheckoutFailure } from "@cartwright/orders";
import type { CheckoutOrder } from "../driver.ts";
import { isSameLabel } from "./parameters.ts";
import { parametersOf, type StoredRecording } from "./recorded-purchase.ts";

/** Throws CheckoutFailure where an order asks for what the recording has no step for. */
export function refuseOrder(recording: StoredRecording, { items }: CheckoutOrder): void {
  const parameters = parametersOf(recording);
  const [item, ...others] = items;
  if (item === undefined || others.length > 0) {
    throw new CheckoutFailure(
      "retailer_not_supported",
      `The recording buys one product at a time; the order has ${items.length}.`,
    );
  }
  const hasQuantity = parameters.some(({ $parameter }) => $parameter === "quantity");
  if (!hasQuantity && item.quantity !== recording.quantity) {
    throw new CheckoutFailure(
      "product_quantity_unavailable",
      `The recording buys ${recording.quantity} and has no step for a quantity; the order is for ${item.quantity}.`,
    );
  }
  const labels = parameters.flatMap(({ $parameter, label }) =>
    $parameter === "variant" && label !== undefined ? [label] : [],
  );
  const wanted = item.variant ?? [];
  const strange = wanted.find(({ label }) => !labels.some((known) => isSameLabel(known, label)));
  if (strange !== undefined) {
    throw new CheckoutFailure(
      "product_variant_unavailable",
      `The recording has no step that chooses a ${strange.label}.`,
      { observed: { available: [...new Set(labels)] } },
    );
  }
  const missing = labels.find((known) => !wanted.some(({ label }) => isSameLabel(known, label)));
  if (missing !== undefined) {
    throw new CheckoutFailure("product_variant_required", `The recording needs a choice of ${missing}.`, {
      observed: { available: [...new Set(labels)] },
    });
  }
}
