import { lineFaults } from "@cartwright/orders";
import { and, eq, inArray, sql } from "drizzle-orm";
import { type CatalogueVariant, findVariants } from "./catalogue-store.ts";
import type { Executor } from "./client.ts";
import type { OrderScope } from "./order-store.ts";
import { isOfCartScope, type PlatformCart } from "./platform-cart-record.ts";
import { CartRefusal } from "./platform-cart-refusal.ts";
import { platformCarts, platformLineItems } from "./tables/index.ts";

/** As many as one order of ours takes, and as many pieces of each. */
const MAX_LINES = 50;
const MAX_QUANTITY = 100;

/** How many of what. By the id of a line that is there, or by its variant. */
export interface LineWanted {
  lineId?: number | undefined;
  variantId?: number | undefined;
  /** 0: none any more. Undefined: as many as there are, or one. */
  quantity?: number | undefined;
  publicMetadata?: Record<string, unknown> | undefined;
  privateMetadata?: Record<string, unknown> | undefined;
}

type LineField = "variant_id" | "quantity" | "id";

interface Line {
  variantId: number;
  quantity: number;
  wanted: LineWanted;
}

/**
 * Writes lines of a cart that the caller holds. `add`: a variant that is there gets more, as when it is put in once more; `set`: it
 * gets as many as are named. Throws a CartRefusal for what is not to be had.
 */
export async function putLines(
  tx: Executor,
  cart: PlatformCart,
  wanted: readonly LineWanted[],
  how: "add" | "set",
): Promise<void> {
  const lines = mergeLines(cart, wanted, how);
  const removed = lines.filter(({ quantity }) => quantity === 0).map(({ variantId }) => variantId);
  const kept = lines.filter(({ quantity }) => quantity > 0);
  const variants = await requireVariants(tx, cart, kept);
  const others = cart.lines.filter((line) => !lines.some(({ variantId }) => variantId === line.variantId));
  if (others.length + kept.length > MAX_LINES)
    throw CartRefusal.of([{ field: "line_items", message: `are too many (maximum is ${MAX_LINES})` }]);
  if (removed.length > 0) {
    const isRemoved = and(eq(platformLineItems.cartId, cart.id), inArray(platformLineItems.variantId, removed));
    await tx.delete(platformLineItems).where(isRemoved);
  }
  if (kept.length > 0) await upsertLines(tx, cart, kept, variants);
}

/** Of each variant one line, with the quantity that it is to have. */
function mergeLines(cart: PlatformCart, wanted: readonly LineWanted[], how: "add" | "set"): Line[] {
  const lines = new Map<number, Line>();
  for (const line of wanted) {
    const there = cart.lines.find(({ id, variantId }) =>
      line.lineId === undefined ? variantId === line.variantId : id === line.lineId,
    );
    if (line.lineId !== undefined && there === undefined) throw refuse("id", "must exist");
    const variantId = there?.variantId ?? line.variantId;
    if (variantId === undefined) throw refuse("variant_id", "must exist");
    const before = lines.get(variantId)?.quantity ?? there?.quantity ?? 0;
    const isSum = how === "add" || lines.has(variantId);
    const quantity = isSum ? before + (line.quantity ?? 1) : (line.quantity ?? (before || 1));
    if (quantity > MAX_QUANTITY) throw refuse("quantity", `must be less than or equal to ${MAX_QUANTITY}`);
    lines.set(variantId, { variantId, quantity, wanted: line });
  }
  return [...lines.values()];
}

/** What is there already stays when the catalogue drops it: that is said when the order is to be completed. */
async function requireVariants(
  tx: Executor,
  cart: PlatformCart,
  lines: readonly Line[],
): Promise<Map<number, CatalogueVariant>> {
  const ids = lines.map(({ variantId }) => variantId);
  const found = new Map((await findVariants(tx, cart.mode, ids)).map((variant) => [variant.id, variant]));
  for (const { variantId, quantity } of lines) {
    const variant = found.get(variantId);
    if (variant === undefined) throw refuse("variant_id", "must exist");
    const { available, product } = variant;
    const faults = lineFaults({ name: product.name, isActive: true, available, quantity });
    if (faults.length > 0) throw CartRefusal.of(faults);
  }
  return found;
}

async function upsertLines(
  tx: Executor,
  cart: PlatformCart,
  lines: readonly Line[],
  variants: ReadonlyMap<number, CatalogueVariant>,
): Promise<void> {
  const rows = lines.flatMap(({ variantId, quantity }) => {
    const variant = variants.get(variantId);
    if (variant === undefined) return [];
    const { product, sku, priceCents } = variant;
    return [{ cartId: cart.id, variantId, name: product.name, sku, priceCents, quantity }];
  });
  await tx
    .insert(platformLineItems)
    .values(rows)
    // Name and price stay as they were when it was put in.
    .onConflictDoUpdate({
      target: [platformLineItems.cartId, platformLineItems.variantId],
      set: { quantity: sql`excluded.quantity`, updatedAt: sql`clock_timestamp()` },
    });
  for (const { variantId, wanted } of lines) {
    const { publicMetadata, privateMetadata } = wanted;
    if (publicMetadata === undefined && privateMetadata === undefined) continue;
    await tx
      .update(platformLineItems)
      .set({
        ...(publicMetadata === undefined ? {} : { publicMetadata }),
        ...(privateMetadata === undefined ? {} : { privateMetadata }),
      })
      .where(and(eq(platformLineItems.cartId, cart.id), eq(platformLineItems.variantId, variantId)));
  }
}

/** The cart of a line, if both are of that scope. */
export async function findCartIdOfLine(db: Executor, scope: OrderScope, lineId: number): Promise<number | undefined> {
  const [line] = await db
    .select({ cartId: platformLineItems.cartId })
    .from(platformLineItems)
    .innerJoin(platformCarts, eq(platformCarts.id, platformLineItems.cartId))
    .where(and(eq(platformLineItems.id, lineId), isOfCartScope(scope)));
  return line?.cartId;
}

/** All that is in a cart that the caller holds. */
export async function removeLines(tx: Executor, cartId: number): Promise<void> {
  await tx.delete(platformLineItems).where(eq(platformLineItems.cartId, cartId));
}

function refuse(field: LineField, message: string): CartRefusal {
  return CartRefusal.of([{ field, message }]);
}
