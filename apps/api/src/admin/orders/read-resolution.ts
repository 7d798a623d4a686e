import { parseUsdCents } from "@cartwright/orders";

/**
 * The fields of the page's form as the JSON that a tool would send; what is JSON already stays as it is. What does not fit is left
 * for ResolveDoubt to refuse by name.
 */
export function readResolution(form: Record<string, unknown>): unknown {
  const { outcome, merchant_order_ids: ids, total, evidence } = form;
  if (typeof ids !== "string") return form;
  if (outcome !== "placed") return { outcome, evidence };
  return {
    outcome,
    evidence,
    merchant_order_ids: ids.split(/[\s,;]+/).filter((id) => id !== ""),
    total: typeof total === "string" && total.trim() !== "" ? (parseUsdCents(total) ?? total) : null,
  };
}
