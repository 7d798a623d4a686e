import { ensureRetailer, type Pool, type RegisteredRetailer } from "@cartwright/db";
import type { Retailer } from "@cartwright/retailers/catalog";
import type { Caller } from "../accounts/authenticate.ts";
import { fieldProblem } from "../http/problem.ts";
import { findSettledAccount, requireAccountAt, requireNamedAccount } from "../managed-accounts/order-account.ts";

/** What an order keeps of its retailer. */
export interface OrderRetailer {
  id: string;
  /** The managed account that it shops with; undefined: as a guest. */
  accountId: string | undefined;
}

/** Who orders what, and with which account: of the caller's own, undefined where the request names none. */
export interface ShopVisit {
  caller: Caller;
  items: readonly { url: string }[];
  credentialsId: string | null | undefined;
}

interface KnownShop {
  id: string;
  /** Of its settings. */
  accountId: string | undefined;
}

/**
 * The retailer of an order, and the account that it is placed with. A shop that an order comes for the first time is written
 * down before the order that names it; `onNew` is told then. Throws a Problem where the database knows better than the
 * catalogue, which is a moment old, and for an account that is not the caller's, or not at this retailer.
 */
export async function registerShop(
  pool: Pool,
  retailer: Retailer,
  { caller, items, credentialsId }: ShopVisit,
  onNew: () => Promise<void>,
): Promise<OrderRetailer> {
  const named = typeof credentialsId === "string" ? await requireNamedAccount(pool, caller, credentialsId) : undefined;
  // Before anything is written down: a refused order registers no shop.
  if (named !== undefined) requireAccountAt(retailer.id, named);
  const shop = retailer.isRegistered
    ? { id: retailer.id, accountId: retailer.settings?.account_id }
    : await register(pool, retailer, items, onNew);
  if (named !== undefined) requireAccountAt(shop.id, named);
  const account = named ?? (await findSettledAccount(pool, caller, shop.accountId));
  return { id: shop.id, accountId: account?.id };
}

async function register(
  pool: Pool,
  { id, name }: Retailer,
  items: ShopVisit["items"],
  onNew: () => Promise<void>,
): Promise<KnownShop> {
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
