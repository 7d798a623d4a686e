import type { PlatformOrderRecord } from "@cartwright/db";
import { formatUsd } from "@cartwright/orders";
import type { Resource } from "./json-api.ts";
import { platformAmounts } from "./order-amounts.ts";
import { decimal } from "./platform-money.ts";

interface Adjustment {
  kind: "tax" | "promotion" | "fees";
  label: string;
  /** In US cents; what is subtracted is below 0. */
  cents: number;
}

/** What comes on top of the items and their shipping, or off them. */
export function adjustmentResources(record: PlatformOrderRecord, order: () => Resource): Resource[] {
  const { taxTotal, promoTotal, fees } = platformAmounts(record);
  const promotion = record.coupon === undefined ? "Promotion" : `Promotion (${record.coupon.code})`;
  const all: Adjustment[] = [
    { kind: "tax", label: "Tax", cents: taxTotal ?? 0 },
    { kind: "promotion", label: promotion, cents: -(promoTotal ?? 0) },
    { kind: "fees", label: "Fees", cents: fees ?? 0 },
  ];
  return all.filter(({ cents }) => cents !== 0).map((adjustment) => toResource(record, adjustment, order));
}

function toResource(
  { index }: PlatformOrderRecord,
  { kind, label, cents }: Adjustment,
  order: () => Resource,
): Resource {
  return {
    type: "adjustment",
    id: `${index.id}-${kind}`,
    attributes: {
      label,
      amount: decimal(cents),
      display_amount: formatUsd(cents),
      eligible: true,
      included: false,
      created_at: index.createdAt.toISOString(),
      updated_at: index.updatedAt.toISOString(),
    },
    relationships: { order },
  };
}

/** The coupon that was applied. */
export function promotionResources(record: PlatformOrderRecord, order: () => Resource): Resource[] {
  const { coupon, index } = record;
  if (coupon === undefined) return [];
  const { promoTotal } = platformAmounts(record);
  return [
    {
      type: "order_promotion",
      id: `${index.id}-${coupon.id}`,
      attributes: {
        name: coupon.name,
        code: coupon.code,
        amount: decimal(promoTotal),
        display_amount: promoTotal === null ? null : formatUsd(promoTotal),
      },
      relationships: { order },
    },
  ];
}
