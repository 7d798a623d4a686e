import { storeSupplier } from "./store-catalogue.ts";
import type { Answer, TestApi } from "./test-api.ts";

const PLATFORM = "/api/v2/platform";

/** What the cart of most tests comes to: 2 × $10.00, $5.00 shipping, 10 % tax. */
export const CART_TOTAL_CENTS = 2_700;

/** As the platform's client sends it, and as the offline check takes it. */
export const NEW_YORK = {
  firstname: "John",
  lastname: "Snow",
  address1: "350 5th Ave",
  address2: "1st suite",
  city: "New York",
  zipcode: "10118",
  phone: "+1 212 736 3100",
  state_name: "New York",
  state_id: "516",
  country_id: "224",
};

/** Variants 1 and 2 are of one supplier, 3 of another. Of 2 there are three. */
export async function storePlatformCatalogue({ database }: TestApi): Promise<void> {
  const variants = [{ priceCents: 1_000 }, { priceCents: 550, available: 3 }];
  await storeSupplier(database, {
    id: "sup_north",
    columns: { name: "North", shipping_cents: 500 },
    products: [{ id: "prod_desk", name: "Desk organizer", variants }],
  });
  await storeSupplier(database, {
    id: "sup_south",
    columns: { name: "South", minimum_order_cents: 5_000 },
    products: [{ id: "prod_lamp", name: "Lamp", variants: [{ priceCents: 4_000 }] }],
  });
}

/** A request of this face; a body is sent as its clients send it. */
export async function sendPlatform(
  api: TestApi,
  request: { method?: string; path: string; key: string; body?: unknown; headers?: Record<string, string> },
): Promise<Answer> {
  const { method = "PATCH", path, key, body, headers = {} } = request;
  const type = body === undefined ? {} : { "Content-Type": "application/vnd.api+json" };
  return await api.send(method, `${PLATFORM}/${path}`, { key, body, headers: { ...type, ...headers } });
}

/** A cart with an address and two of variant 1; gives its id. */
export async function makeCart(api: TestApi, key: string, order: object = {}): Promise<string> {
  const body = {
    order: {
      ship_address_attributes: { address: NEW_YORK },
      line_items_attributes: [{ line_item: { variant_id: "1", quantity: 2 } }],
      ...order,
    },
  };
  const { status, body: answer, text } = await sendPlatform(api, { method: "POST", path: "orders", key, body });
  if (status !== 201) throw new Error(`a cart was not made: ${text}`);
  return idOf(answer);
}

export function idOf(answer: Record<string, unknown>): string {
  return (answer["data"] as { id: string }).id;
}

export interface StoredCart {
  state: string;
  view_state: string;
  order_id: string | null;
  state_lock_version: number;
  item_total_cents: number;
  total_cents: number;
  promo_total_cents: number;
  store_credit_cents: number;
  email: string | null;
  canceled_at: Date | null;
  /** Every move, in turn: "cart address". */
  moves: string[];
  [column: string]: unknown;
}

/** A cart as it is stored. */
export async function readCart({ database }: TestApi, id: string): Promise<StoredCart> {
  const { rows } = await database.pool.query<StoredCart>(
    `SELECT cart.*, seen.state AS view_state,
       (SELECT coalesce(array_agg(previous_state || ' ' || next_state ORDER BY move.id), '{}') FROM platform_state_changes AS move
        WHERE move.cart_id = cart.id) AS moves
     FROM platform_carts AS cart JOIN platform_order_index AS seen ON seen.cart_id = cart.id WHERE cart.id = $1`,
    [id],
  );
  const [cart] = rows;
  if (cart === undefined) throw new Error(`there is no cart ${id}`);
  return cart;
}

/** The refusal of an answer: its sentence, and what is said of each field. */
export function refusalOf({ status, body }: Answer): unknown {
  return { status, ...body };
}
