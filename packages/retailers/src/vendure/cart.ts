import { CheckoutFailure } from "@cartwright/orders";
import type { ShopAccount, WantedProduct } from "../driver.ts";
import { type OrderedVariants, requireVariant } from "../store-api/ordered-variants.ts";
import { requireHandle } from "../store-api/product-url.ts";
import type { VendureApi, VendureSettings } from "./api.ts";
import {
  ADD_ITEM,
  CART_LINES,
  DROP_COUPON,
  EMPTY_CART,
  LEFT_CART,
  LOGIN,
  PRODUCT,
  REMOVE_LINE,
  REOPEN_CART,
  type Result,
  SHOP,
} from "./operations.ts";

/** Throws where the server is not the channel that the operator meant. */
export async function openShop(api: VendureApi, { channel_token: token }: VendureSettings): Promise<void> {
  const { activeChannel } = await api.read(SHOP);
  // Asked for a channel that it does not know, Vendure answers for its default one: other prices, another stock.
  if (token !== undefined && activeChannel.token !== token) {
    throw new CheckoutFailure(
      "retailer_not_supported",
      "The shop does not know the channel of the setting channel_token.",
    );
  }
}

export async function login(api: VendureApi, { login, password }: ShopAccount): Promise<void> {
  const { login: result } = await api.change(LOGIN, { login, password });
  if (result.errorCode === "NOT_VERIFIED_ERROR") {
    throw new CheckoutFailure("account_verification_required", "The shop wants the account's address to be verified.");
  }
  if (result.errorCode !== undefined) {
    throw new CheckoutFailure("login_failed", `The shop did not take the account's login: ${result.message ?? ""}`);
  }
}

/** An account's cart outlives its session: whatever an earlier visit left in it goes out. */
export async function emptyCart(api: VendureApi): Promise<void> {
  const { activeOrder } = await api.read(LEFT_CART);
  if (activeOrder === null) return;
  // While its payment is arranged, a cart cannot be changed.
  if (activeOrder.state !== "AddingItems") {
    const { transitionOrderToState } = await api.change(REOPEN_CART);
    requireDone(transitionOrderToState, "reopen cart");
  }
  const { removeAllOrderLines } = await api.change(EMPTY_CART);
  requireDone(removeAllOrderLines, "empty cart");
  for (const code of activeOrder.couponCodes) await api.change(DROP_COUPON, { code });
}

/** Puts one line of the order into the cart, as often and in the variant that it says. */
export async function addToCart(api: VendureApi, item: WantedProduct, ordered: OrderedVariants): Promise<void> {
  const slug = requireHandle(item.url);
  const { product } = await api.read(PRODUCT, { slug });
  if (product === null || product.slug !== slug) {
    throw new CheckoutFailure("product_not_found", `The shop has no product "${slug}".`);
  }
  const variants = product.variants.map(({ id, name: title, options }) => ({
    id,
    title,
    choices: options.map(({ name, group }) => ({ label: group.name, value: name })),
  }));
  if (variants.length === 0) {
    throw new CheckoutFailure("product_unavailable", `The shop does not sell "${slug}" now.`);
  }
  const variant = requireVariant(variants, item);
  const { addItemToOrder } = await api.change(ADD_ITEM, { variant: variant.id, quantity: item.quantity });
  // Of what there is too little of, Vendure puts in what there is.
  const isPartlyIn = (addItemToOrder.quantityAvailable ?? 0) > 0 && ordered.urlOf(variant.id) === null;
  if (isPartlyIn) await takeOut(api, variant.id);
  refuseAdding(addItemToOrder, item, variant.title);
  ordered.note(variant, item);
}

async function takeOut(api: VendureApi, variantId: string): Promise<void> {
  const { activeOrder } = await api.read(CART_LINES);
  for (const { id, productVariant } of activeOrder?.lines ?? []) {
    if (productVariant.id !== variantId) continue;
    const { removeOrderLine } = await api.change(REMOVE_LINE, { line: id });
    requireDone(removeOrderLine, "remove line");
  }
}

function refuseAdding(
  result: Result & { quantityAvailable?: number | undefined; maxItems?: number | undefined },
  { quantity }: WantedProduct,
  name: string,
): void {
  if (result.errorCode === undefined) return;
  if (result.errorCode === "INSUFFICIENT_STOCK_ERROR") {
    const available = result.quantityAvailable ?? 0;
    if (available === 0) throw new CheckoutFailure("product_out_of_stock", `${name} is sold out.`);
    throw new CheckoutFailure("product_quantity_unavailable", `Of ${name} there are ${available}, not ${quantity}.`, {
      observed: { available_quantity: available },
    });
  }
  if (result.errorCode === "ORDER_LIMIT_ERROR") {
    throw new CheckoutFailure("quantity_limit_exceeded", result.message ?? "The shop limits an order's items.", {
      observed: { limit: result.maxItems ?? null },
    });
  }
  throw new CheckoutFailure("add_to_cart_failed", result.message ?? result.errorCode);
}

/** Throws where a mutation answered with an error of the shop's. */
export function requireDone(result: Result | null, what: string): void {
  if (result?.errorCode === undefined) return;
  throw new CheckoutFailure("checkout_failed", `The shop refused "${what}": ${result.message ?? result.errorCode}`);
}
