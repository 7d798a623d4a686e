import { ensureRetailer, type Pool, type RegisteredRetailer } from "@cartwright/db";
import type { Retailer } from "@cartwright/retailers/catalog";
import { fieldProblem } from "../http/problem.ts";

/** What an order keeps of its retailer. */
export interface OrderRetailer {
  id: string;
  /** The managed account that it shops with; undefined: as a guest. */
  accountId: string | undefined;
}

/**
 * The retailer of an order. A shop that an order comes for the first time is written down before the order that names it;
 * `onNew` is told then. Throws a Problem where the database knows better than the catalogue, which is a moment old.
 */
export async function registerShop(
  pool: Pool,
  retailer: Retailer,
  items: readonly { url: string }[],
  onNew: () => Promise<void>,
): Promise<OrderRetailer> {
  if (retailer.isRegistered) return { id: retailer.id, accountId: retailer.settings?.account_id };
  const { id, name } = retailer;
  let first: RegisteredRetailer | undefined;
  for (const [index, { url }] of items.entries()) {
    const registered = await ensureRetailer(pool, { id, origin: new URL(url).origin, name });
    if (registered.disabledAt !== null)
      throw refuse("unsupported_retailer", index, "is of a retailer that is disabled");
    first ??= registered;
    // One address of a shop may be another retailer's by an operator's word.
    if (registered.id !== first.id) {
      throw refuse("mismatching_retailer", index, `is of ${registered.id}, but products[0] is of ${first.id}`);
    }
  }
  onNew().catch(() => undefined);
  return { id: first?.id ?? id, accountId: first?.settings.account_id };
}

function refuse(code: "unsupported_retailer" | "mismatching_retailer", index: number, message: string) {
  return fieldProblem(code, [{ field: `products[${index}].url`, code, message }]);
}
