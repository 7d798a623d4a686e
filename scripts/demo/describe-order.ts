import type { Milestone, Order, PresentedPrices } from "@cartwright/schemas";
import type { Stack } from "../stack/start-stack.ts";

/** `01:02.3` since a moment. */
export const clockSince = (startedAt: number, at: number): string => {
  const tenths = Math.max(0, Math.round((at - startedAt) / 100));
  const minutes = String(Math.floor(tenths / 600)).padStart(2, "0");
  return `${minutes}:${((tenths % 600) / 10).toFixed(1).padStart(4, "0")}`;
};

export const describeOrder = (
  order: Order,
  timeline: readonly Milestone[] | undefined,
  ledgerLines: number,
  stack: Stack,
): string =>
  [
    "",
    `  Order                  ${order.id}`,
    `  Order number           ${order.number}`,
    `  Merchant order number  ${order.merchant_order_ids.join(", ")}`,
    `  In the shop's ledger   ${ledgerLines} ${ledgerLines === 1 ? "purchase" : "purchases"}`,
    "",
    ...priceTable(order.job_result?.price_components ?? null),
    "",
    ...(timeline ?? []).map(({ occurred_at, label }) => `  ${occurred_at}  ${label}`),
    "",
    "  Where to look next, with everything running (`npm run dev` starts it with the same data):",
    `  The order        ${stack.api}/orders/${order.id}`,
    `  Admin            ${stack.admin}  (${stack.admin_user} / ${stack.admin_password})`,
    `  The demo shop    ${stack.demo_shop}`,
    `  API key          ${stack.api_key}`,
    "",
  ].join("\n");

const priceTable = (price: PresentedPrices | null): string[] => {
  if (price === null) return ["  No price was recorded."];
  const rows: [string, number | null, string][] = [
    ...(price.cart_items ?? []).map((line): [string, number | null, string] => [
      `${line.quantity ?? "?"} × ${line.name ?? "?"}`,
      line.line_total,
      "",
    ]),
    ["Subtotal", price.subtotal, ""],
    ["Shipping", price.shipping, ""],
    ["Tax", price.tax, ""],
    ["Fees", price.fees, ""],
    ["Discount", price.discount, "-"],
    ["Total", price.total, ""],
  ];
  const shown = rows.filter(([name, cents]) => cents !== null || name === "Total");
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, cents, sign]) => `  ${name.padEnd(width)}  ${dollars(cents, sign).padStart(12)}`);
};

const dollars = (cents: number | null, sign: string): string =>
  cents === null ? "not read" : `${sign}$${(cents / 100).toFixed(2)}`;
