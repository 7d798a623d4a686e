import type { PlatformLineRecord, PlatformVariantRecord } from "@cartwright/db";
import { formatUsd } from "@cartwright/orders";
import type { Resource } from "./json-api.ts";
import { decimal } from "./platform-money.ts";

/** A line of an order; it leads back to it. */
export function lineResource(line: PlatformLineRecord, order: () => Resource): Resource {
  const { unitPriceCents, quantity } = line;
  const total = unitPriceCents === null ? null : unitPriceCents * quantity;
  return {
    type: "line_item",
    id: line.id,
    attributes: {
      name: line.name,
      sku: line.sku,
      options_text: optionsText(line.variant),
      quantity,
      price: decimal(unitPriceCents),
      total: decimal(total),
      currency: "USD",
      display_price: unitPriceCents === null ? null : formatUsd(unitPriceCents),
      display_total: total === null ? null : formatUsd(total),
      public_metadata: line.publicMetadata,
      private_metadata: line.privateMetadata,
      created_at: line.createdAt.toISOString(),
      updated_at: line.updatedAt.toISOString(),
    },
    relationships: {
      order,
      variant: () => (line.variant === undefined ? null : variantResource(line.variant)),
    },
  };
}

function variantResource(variant: PlatformVariantRecord): Resource {
  return {
    type: "variant",
    id: String(variant.id),
    attributes: {
      sku: variant.sku,
      name: variant.product.name,
      options_text: optionsText(variant),
      price: decimal(variant.priceCents),
      currency: "USD",
      display_price: formatUsd(variant.priceCents),
      purchasable: variant.isActive,
      in_stock: variant.isActive && variant.available !== 0,
      total_on_hand: variant.available,
      created_at: variant.createdAt.toISOString(),
      updated_at: variant.updatedAt.toISOString(),
    },
    relationships: { product: () => productResource(variant.product) },
  };
}

function productResource({ id, name, description, createdAt, updatedAt }: PlatformVariantRecord["product"]): Resource {
  return {
    type: "product",
    id,
    attributes: {
      name,
      description,
      created_at: createdAt.toISOString(),
      updated_at: updatedAt.toISOString(),
    },
    relationships: {},
  };
}

/** "Size: L, Color: Forest". */
function optionsText(variant: Pick<PlatformVariantRecord, "choices"> | undefined): string {
  return (variant?.choices ?? []).map(({ label, value }) => `${label}: ${value}`).join(", ");
}
