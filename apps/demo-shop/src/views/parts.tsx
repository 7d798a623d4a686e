import { formatUsd } from "@cartwright/orders";
import type { ComponentChildren, VNode } from "preact";
import type { CartPrice, OrderPrice } from "../pricing.ts";
import type { Purchase, PurchaseAddress } from "../ledger.ts";

/** Something wrong, next to the field it is about. */
export function ErrorText(props: { id?: string; code: string; children: ComponentChildren }): VNode {
  return (
    <p role="alert" class="error" id={props.id} data-code={props.code}>
      {props.children}
    </p>
  );
}

/** A sum of money as rows; `children` replaces the total's amount. */
export function Totals(props: { price: CartPrice | OrderPrice; children?: ComponentChildren }): VNode {
  const { price } = props;
  const order = "totalCents" in price ? price : undefined;
  return (
    <dl class="totals">
      <dt>Subtotal</dt>
      <dd>{formatUsd(price.subtotalCents)}</dd>
      {price.discountCents > 0 && (
        <>
          <dt>Discount</dt>
          <dd>{formatUsd(-price.discountCents)}</dd>
        </>
      )}
      {order !== undefined && (
        <>
          <dt>Shipping</dt>
          <dd>{formatUsd(order.shippingCents)}</dd>
          <dt>Tax</dt>
          <dd>{formatUsd(order.taxCents)}</dd>
          <dt class="total">Total</dt>
          <dd class="total">{props.children ?? formatUsd(order.totalCents)}</dd>
        </>
      )}
    </dl>
  );
}

export function AddressLines({ address }: { address: PurchaseAddress }): VNode {
  return (
    <address>
      {address.first_name} {address.last_name}
      <br />
      {address.address_line1}
      {address.address_line2 !== null && (
        <>
          <br />
          {address.address_line2}
        </>
      )}
      <br />
      {address.city}, {address.state} {address.postal_code}
      <br />
      United States
      <br />
      {address.phone_number}
    </address>
  );
}

export interface ShownLine {
  sku: string;
  title: string;
  variant: readonly { label: string; value: string }[];
  quantity: number;
  unitPriceCents: number;
}

/** Lines that can no longer be changed. */
export function LinesTable({ lines }: { lines: readonly ShownLine[] }): VNode {
  return (
    <table class="lines">
      <thead>
        <tr>
          <th scope="col">Item</th>
          <th scope="col">Price</th>
          <th scope="col">Qty</th>
          <th scope="col">Total</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.sku} data-sku={line.sku}>
            <td class="line-item">
              <span class="line-title">{line.title}</span>
              <VariantText variant={line.variant} />
            </td>
            <td class="unit-price">{formatUsd(line.unitPriceCents)}</td>
            <td class="quantity">{line.quantity}</td>
            <td class="line-total">{formatUsd(line.unitPriceCents * line.quantity)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function VariantText({ variant }: { variant: ShownLine["variant"] }): VNode | null {
  if (variant.length === 0) return null;
  return <span class="line-variant">{variant.map((chosen) => `${chosen.label}: ${chosen.value}`).join(", ")}</span>;
}

/** A stored purchase in the shape the pages show orders in. */
export function shownPurchase(purchase: Purchase): { lines: ShownLine[]; price: OrderPrice } {
  const lines = purchase.items.map((item) => ({ ...item, unitPriceCents: item.unit_price_cents }));
  const price = {
    subtotalCents: purchase.subtotal_cents,
    discountCents: purchase.discount_cents,
    shippingCents: purchase.shipping_cents,
    taxCents: purchase.tax_cents,
    totalCents: purchase.total_cents,
  };
  return { lines, price };
}

/** "Tuesday, November 24, 2026" of YYYY-MM-DD. */
export function longDate(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString("en-US", { dateStyle: "full", timeZone: "UTC" });
}

/** "Nov 24, 2026" of an instant. */
export function shortDate(instant: string): string {
  return new Date(instant).toLocaleDateString("en-US", { dateStyle: "medium", timeZone: "UTC" });
}

const PAYMENT_NAMES: Record<string, string> = {
  pay_later: "Invoice, due in 30 days",
  cash_on_delivery: "Cash on delivery",
  bank_transfer: "Bank transfer",
  check: "Check or money order",
};

export function paymentName(method: string): string {
  return PAYMENT_NAMES[method] ?? "Card";
}
