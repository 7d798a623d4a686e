import { CheckoutFailure } from "@cartwright/orders";
import { z } from "zod";
import type { ShopAccount, WantedProduct } from "../driver.ts";
import { type OrderedVariants, requireVariant } from "../store-api/ordered-variants.ts";
import { requireHandle } from "../store-api/product-url.ts";
import { type MedusaApi, type MedusaSettings, Refused } from "./api.ts";

const Region = z.object({
  id: z.string(),
  currency_code: z.string(),
  countries: z.array(z.object({ iso_2: z.string() })).nullish(),
});
type Region = z.infer<typeof Region>;

/** The region whose prices and deliveries are the order's. */
export async function requireRegion(api: MedusaApi, { region_id: named }: MedusaSettings): Promise<Region> {
  const { regions } = await api.get("/store/regions?limit=100", z.object({ regions: z.array(Region) }));
  const serving = regions.filter(({ countries }) => (countries ?? []).some(({ iso_2 }) => iso_2 === "us"));
  const region =
    named === undefined
      ? (serving.find(({ currency_code: currency }) => currency === "usd") ?? serving[0])
      : regions.find(({ id }) => id === named);
  if (region === undefined) {
    throw new CheckoutFailure("shipping_unavailable", "The shop has no region that delivers to the United States.");
  }
  return region;
}

export async function login(api: MedusaApi, { login: email, password }: ShopAccount): Promise<void> {
  try {
    const schema = z.object({ token: z.string().optional() });
    const { token } = await api.post("/auth/customer/emailpass", { email, password }, schema);
    // Where a second factor or another page is wanted, there is no token.
    if (token === undefined) {
      throw new CheckoutFailure("account_verification_required", "The shop wants more than a password of the account.");
    }
    api.authorize(token);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new CheckoutFailure("login_failed", `The shop did not take the account's login: ${error.refusal.message}`);
  }
}

const Variant = z.object({
  id: z.string(),
  title: z.string().nullish(),
  manage_inventory: z.boolean().nullish(),
  allow_backorder: z.boolean().nullish(),
  inventory_quantity: z.number().nullish(),
  options: z.array(z.object({ value: z.string(), option: z.object({ title: z.string() }).nullish() })).nullish(),
});
type Variant = z.infer<typeof Variant>;

const Products = z.object({
  products: z.array(z.object({ handle: z.string(), title: z.string(), variants: z.array(Variant).nullish() })),
});

type Item = WantedProduct;

/** The id of the variant that an order's line means, in stock as often as it says. */
export async function requireInStock(
  api: MedusaApi,
  region: Region,
  item: Item,
  ordered: OrderedVariants,
): Promise<string> {
  const handle = requireHandle(item.url);
  const query = new URLSearchParams({
    handle,
    region_id: region.id,
    fields: "*variants.calculated_price,+variants.inventory_quantity",
  });
  const { products } = await api.get(`/store/products?${query.toString()}`, Products);
  const product = products.find((candidate) => candidate.handle === handle);
  if (product === undefined) {
    throw new CheckoutFailure("product_not_found", `The shop has no product "${handle}".`);
  }
  const variants = (product.variants ?? []).map((variant) => ({
    id: variant.id,
    stock: variant,
    choices: (variant.options ?? []).map(({ value, option }) => ({ label: option?.title ?? "", value })),
  }));
  if (variants.length === 0)
    throw new CheckoutFailure("product_unavailable", `The shop does not sell "${handle}" now.`);
  const variant = requireVariant(variants, item);
  refuseShortage(variant.stock, item, product.title);
  ordered.note(variant, item);
  return variant.id;
}

function refuseShortage(variant: Variant, { quantity }: Item, title: string): void {
  const { manage_inventory: isCounted, allow_backorder: isMadeLater, inventory_quantity: left } = variant;
  // Where the shop does not say how many there are, adding to the cart will.
  if (isCounted !== true || isMadeLater === true || left === null || left === undefined || left >= quantity) return;
  if (left <= 0) throw new CheckoutFailure("product_out_of_stock", `${title} is sold out.`);
  throw new CheckoutFailure("product_quantity_unavailable", `Of ${title} there are ${left}, not ${quantity}.`, {
    observed: { available_quantity: left },
  });
}
