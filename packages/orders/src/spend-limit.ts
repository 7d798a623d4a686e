/** One day of an account or a key: its limits and what was used of them, in US cents. Null: no limit. */
export interface SpendScope {
  limitCents: number | null;
  orderLimit: number | null;
  /** What placed orders cost. */
  spentCents: number;
  /** What orders that are not placed yet may cost at the most. */
  reservedCents: number;
  /** Orders that count: all but those that failed uncharged. */
  orders: number;
}

/** Which limit one more order would be above, and by what figures. */
export interface SpendBreach extends SpendScope {
  scope: "account" | "key";
  of: "money" | "orders";
  neededCents: number;
}

/** What may still be spent of the limit, or null where there is none. Never below 0: a retailer may have charged more. */
export function availableCents(scope: SpendScope): number | null {
  if (scope.limitCents === null) return null;
  return Math.max(0, scope.limitCents - scope.spentCents - scope.reservedCents);
}

/** The limit that an order of that price would be above; the account's comes first. `scopes` do not count the order yet. */
export function findSpendBreach(
  scopes: { account: SpendScope; key: SpendScope },
  neededCents: number,
): SpendBreach | undefined {
  for (const scope of ["account", "key"] as const) {
    const used = scopes[scope];
    const available = availableCents(used);
    if (available !== null && neededCents > available) return { ...used, scope, of: "money", neededCents };
    if (used.orderLimit !== null && used.orders >= used.orderLimit)
      return { ...used, scope, of: "orders", neededCents };
  }
  return undefined;
}
