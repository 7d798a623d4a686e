import { randomBytes } from "node:crypto";

const TIMEOUT_MS = 20_000;

export interface Admin {
  email: string;
  password: string;
}

export const newAdmin = (): Admin => ({
  email: "admin@example.com",
  password: randomBytes(18).toString("base64url"),
});

/** Dollars to anywhere in the United States. */
const SHIPPING = [
  { name: "Standard Shipping", cost: 5 },
  { name: "Express Shipping", cost: 15 },
];

/** Every product of the seed wants a colour chosen, costs whole dollars and is there. These two are otherwise. */
const MORE_PRODUCTS = [
  { sku: "NOTE-001", name: "Plain Paper Notebook", url_key: "plain-paper-notebook", price: 7.49, qty: 500 },
  { sku: "LAMP-001", name: "Walnut Reading Lamp", url_key: "walnut-reading-lamp", price: 89.95, qty: 0 },
];

/** Makes guests able to buy: cash on delivery, shipping within the United States, a product without a choice. */
export const setUpShop = async (url: string, admin: Admin): Promise<void> => {
  const { accessToken } = await post(url, "/user/tokens", { ...admin });
  const send = (path: string, body: Record<string, unknown>) => post(url, path, body, String(accessToken));
  await send("/settings", {
    storeName: "EverShop",
    storeEmail: "shop@example.com",
    codPaymentStatus: "1",
    codDisplayName: "Cash on Delivery",
  });
  const zone = await send("/shippingZones", { name: "United States", countries: ["US"] });
  for (const { name, cost } of SHIPPING) {
    const method = await send("/shippingProviders/core/methods", { name, is_enabled: true });
    const rate = { method_id: method["uuid"], zone_id: zone["uuid"], is_enabled: true, cost };
    await send("/shippingProviders/core/rates", rate);
  }
  for (const product of MORE_PRODUCTS) await send("/products", { ...PRODUCT_DEFAULTS, ...product });
};

/** The group and the parcel are those that every new shop has. */
const PRODUCT_DEFAULTS = {
  type: "simple",
  status: 1,
  visibility: 1,
  group_id: 1,
  package_id: 1,
  weight: 300,
  manage_stock: 1,
  stock_availability: 1,
};

/** Asks the shop's admin API. Throws with what it answered if that is no success. */
const post = async (url: string, path: string, body: Record<string, unknown>, token?: string) => {
  const response = await fetch(`${url}/api${path}`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`EverShop refused POST /api${path}: ${response.status} ${text.slice(0, 500)}`);
  const { data } = JSON.parse(text) as { data?: Record<string, unknown> };
  return data ?? {};
};
