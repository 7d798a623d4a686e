import { and, eq, sql } from "drizzle-orm";
import type { Database, Executor } from "./client.ts";
import type { OrderScope } from "./order-store.ts";
import type { PlatformCart } from "./platform-cart-record.ts";
import { CartRefusal } from "./platform-cart-refusal.ts";
import { type CartWrite, changeCart, changeCartIn, requireInCheckout } from "./platform-cart-store.ts";
import { platformCoupons } from "./tables/index.ts";

/** What store credit other carts and orders of that mode hold: one that failed and cost nothing holds none. In US cents. */
const HELD = (scope: OrderScope, exceptCartId: number) => sql`
  SELECT coalesce(sum(cart.store_credit_cents), 0)::int AS held
  FROM platform_carts AS cart LEFT JOIN orders AS o ON o.id = cart.order_id
  WHERE cart.account_id = ${scope.accountId} AND cart.mode = ${scope.mode} AND cart.store_credit_cents > 0
    AND cart.id <> ${exceptCartId} AND NOT (coalesce(o.status = 'order_failed', false) AND coalesce(o.charged = 'no', false))`;

/**
 * What a cart may still take of its account's store credit, in US cents: computed from who holds what. With the account's row held,
 * which is taken before any cart's, the next one sees what this one took.
 */
export async function availableCreditCents(
  tx: Executor,
  scope: OrderScope,
  { cartId, isHeld }: { cartId: number; isHeld: boolean },
): Promise<number> {
  const lock = isHeld ? sql`FOR NO KEY UPDATE` : sql``;
  const account = await tx.execute<{ credit: number }>(
    sql`SELECT store_credit_cents AS credit FROM accounts WHERE id = ${scope.accountId} ${lock}`,
  );
  // By a statement of its own: it sees what was written while the account's row was waited for.
  const others = await tx.execute<{ held: number }>(HELD(scope, cartId));
  return Math.max(0, (account.rows[0]?.credit ?? 0) - (others.rows[0]?.held ?? 0));
}

/** Of no cart: what no cart and no order of that scope holds of its account's store credit, in US cents. */
export async function readFreeCredit(db: Executor, scope: OrderScope): Promise<number> {
  return await availableCreditCents(db, scope, { cartId: 0, isHeld: false });
}

/** Pays a cart with store credit: with as much as is wanted, there is, and it costs. Throws a CartRefusal where there is none. */
export async function useStoreCredit(
  db: Database,
  write: CartWrite & { cartId: number; amountCents: number | undefined },
): Promise<PlatformCart> {
  return await db.transaction(async (tx) => {
    const available = await availableCreditCents(tx, write.scope, { cartId: write.cartId, isHeld: true });
    return await changeCartIn(tx, write, (_tx, cart) => {
      requireInCheckout(cart);
      const storeCreditCents = Math.min(write.amountCents ?? cart.totalCents, available, cart.totalCents);
      if (storeCreditCents > 0) return { columns: { storeCreditCents } };
      throw available === 0
        ? CartRefusal.of([{ field: "store_credit", message: "is not available" }])
        : CartRefusal.of([{ field: "total", message: "is zero: there is nothing to pay" }]);
    });
  });
}

/** Takes the coupon's amount off a cart; one that was applied before gives way. Throws a CartRefusal for a code that is not good. */
export async function applyCoupon(db: Database, write: CartWrite, code: string): Promise<PlatformCart> {
  return await changeCart(db, write, async (tx, cart) => {
    requireInCheckout(cart);
    const [coupon] = await tx
      .select({
        id: platformCoupons.id,
        isExpired: sql<boolean>`coalesce(${platformCoupons.expiresAt} <= now(), false)`,
      })
      .from(platformCoupons)
      .where(
        and(
          eq(platformCoupons.accountId, write.scope.accountId),
          eq(sql`lower(${platformCoupons.code})`, sql`lower(${code.trim()})`),
        ),
      );
    if (coupon === undefined) throw CartRefusal.of([{ field: "coupon_code", message: "doesn't exist" }]);
    if (coupon.isExpired) throw CartRefusal.of([{ field: "coupon_code", message: "is expired" }]);
    return { columns: { couponId: coupon.id } };
  });
}
