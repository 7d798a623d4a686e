import { type BulkRowValidation, MaxPrice, OrderProduct } from "@cartwright/schemas";
import { z } from "zod";
import type { ReadRow } from "./read-row.ts";

type Summary = Omit<BulkRowValidation, "index" | "ok" | "errors">;

const Text = z.string().optional().catch(undefined);

// Of a row that may be refused: whatever of it can be shown.
const Shown = z.object({
  products: z.tuple([z.object({ url: Text, quantity: OrderProduct.shape.quantity.catch(0) })]),
  shipping_address: z.object({
    first_name: Text,
    last_name: Text,
    name: Text,
    city: Text,
    state: Text,
    postal_code: Text,
  }),
  max_price: MaxPrice.nullable().catch(null),
  retailer_credentials_id: z.string().nullable().catch(null),
});

/** What a row would order, for whom and where to: as far as the row says so. */
export function summarize({ body, passthrough }: Pick<ReadRow, "body" | "passthrough">): Summary {
  const { products, shipping_address: address, max_price, retailer_credentials_id } = Shown.parse(body);
  const [{ url, quantity }] = products;
  return {
    product_urls: url === undefined ? [] : [url],
    quantities: quantity === 0 ? [] : [quantity],
    recipient: joined([address.name, joined([address.first_name, address.last_name], " ")], " "),
    destination: joined([address.city, joined([address.state, address.postal_code], " ")], ", "),
    max_price,
    retailer_credentials_id,
    passthrough,
  };
}

function joined(parts: readonly (string | null | undefined)[], separator: string): string | null {
  return parts.filter((part) => typeof part === "string").join(separator) || null;
}
