import { CheckoutFailure } from "@cartwright/orders";
import type { ShippingAddress } from "@cartwright/schemas";
import { z } from "zod";
import type { CheckoutOrder } from "../driver.ts";
import { findCheapest } from "../store-api/delivery.ts";
import { referenceOf } from "../store-api/reference.ts";
import { type MedusaApi, type MedusaSettings, Refused } from "./api.ts";
import { Cart, REFERENCE_KEY } from "./cart.ts";

const CartAnswer = z.object({ cart: z.object({ id: z.string() }) });

export interface NewCart {
  regionId: string;
  lines: { variant_id: string; quantity: number }[];
}

/** Makes a cart of its own with all that the order says, the reference in its metadata. Returns its id. */
export async function createCart(api: MedusaApi, order: CheckoutOrder, { regionId, lines }: NewCart): Promise<string> {
  const address = toAddress(order.address);
  const cart = {
    region_id: regionId,
    email: order.email,
    shipping_address: address,
    billing_address: address,
    metadata: { [REFERENCE_KEY]: referenceOf(order) },
    items: lines,
  };
  try {
    return (await api.post("/store/carts", cart, CartAnswer)).cart.id;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.refusal.code === "insufficient_inventory") {
      throw new CheckoutFailure("product_out_of_stock", error.refusal.message);
    }
    throw new CheckoutFailure("add_to_cart_failed", error.message);
  }
}

function toAddress(address: ShippingAddress): Record<string, string> {
  return {
    first_name: address.first_name,
    last_name: address.last_name,
    address_1: address.address_line1,
    address_2: address.address_line2 ?? "",
    city: address.city,
    // As a buyer writes it into a storefront's form.
    province: address.state,
    postal_code: address.postal_code,
    country_code: address.country.toLowerCase(),
    phone: address.phone_number,
  };
}

const Options = z.object({
  shipping_options: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** Null where the price is calculated by a carrier, when asked. */
      amount: z.number().nullish(),
      shipping_profile_id: z.string().nullish(),
      insufficient_inventory: z.boolean().nullish(),
      service_zone: z.looseObject({ fulfillment_set: z.looseObject({ type: z.string() }).nullish() }).nullish(),
    }),
  ),
});

/** The cheapest delivery for each kind of goods in the cart: a kind is delivered by its own options alone. */
export async function chooseShipping(api: MedusaApi, cartId: string): Promise<void> {
  const { shipping_options: options } = await api.get(`/store/shipping-options?cart_id=${cartId}`, Options);
  const priced = options.flatMap((option) => {
    const isPickUp = option.service_zone?.fulfillment_set?.type === "pickup";
    const { amount } = option;
    return isPickUp || typeof amount !== "number" ? [] : [{ ...option, amount }];
  });
  const profiles = [...new Set(options.map(({ shipping_profile_id: profile }) => profile))];
  const chosen = profiles.flatMap(
    (profile) => findCheapest(priced.filter((o) => o.shipping_profile_id === profile)) ?? [],
  );
  if (chosen.length === 0) {
    throw new CheckoutFailure("shipping_unavailable", "The shop offers no delivery to the order's address.");
  }
  for (const { id } of chosen) {
    await api.post(`/store/carts/${cartId}/shipping-methods`, { option_id: id }, CartAnswer);
  }
}

const Providers = z.object({
  payment_providers: z.array(z.object({ id: z.string(), is_enabled: z.boolean().nullish() })),
});
const Collection = z.object({ payment_collection: z.object({ id: z.string() }) });

export async function choosePayment(
  api: MedusaApi,
  { cartId, regionId }: { cartId: string; regionId: string },
  { payment_provider: wanted }: MedusaSettings,
): Promise<void> {
  const { payment_providers: all } = await api.get(`/store/payment-providers?region_id=${regionId}`, Providers);
  const providers = all.filter(({ is_enabled: isEnabled }) => isEnabled !== false).map(({ id }) => id);
  if (!providers.includes(wanted)) {
    throw new CheckoutFailure("payment_method_invalid", `The shop has no payment provider "${wanted}".`, {
      observed: { available: providers },
    });
  }
  const { payment_collection: collection } = await api.post(
    "/store/payment-collections",
    { cart_id: cartId },
    Collection,
  );
  await api.post(`/store/payment-collections/${collection.id}/payment-sessions`, { provider_id: wanted }, Collection);
}

export async function readCart(api: MedusaApi, cartId: string): Promise<Cart> {
  return (await api.get(`/store/carts/${cartId}`, z.object({ cart: Cart }))).cart;
}
