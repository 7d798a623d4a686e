import { type CartState, MAX_ORDER_CENTS } from "@cartwright/schemas";
import { CART_LIFECYCLE } from "./cart-lifecycle.ts";
import { formatUsd } from "./money.ts";
import { type QuotedAmounts, type QuotedLine, quoteOrder, type QuoteTerms } from "./quote.ts";

/** Who sells a line of a cart, and how. */
export interface CartSupplier extends QuoteTerms {
  id: string;
  name: string;
  isAvailable: boolean;
  /** In US cents; 0: anything. */
  minimumOrderCents: number;
}

export interface CartLine extends QuotedLine {
  name: string;
  /** Whether it can be ordered at all: it is in the catalogue as that is now. */
  isActive: boolean;
  /** How many can be sent; null: as many as are asked for. */
  available: number | null;
  supplier: CartSupplier;
}

/** Not before the address is known does anything count as shipped or taxed. */
const NOTHING_ON_TOP: QuoteTerms = { shippingCents: 0, shippingPerItemCents: 0, taxAllowanceBp: 0 };

/** What a cart comes to in that state, in US cents. Lines of several suppliers are quoted supplier by supplier. */
export function quoteCart(state: CartState, lines: readonly CartLine[], promoCents: number): QuotedAmounts {
  const { isQuoted } = CART_LIFECYCLE[state];
  const suppliers = new Map(lines.map(({ supplier }) => [supplier.id, supplier]));
  const sum = quoteOrder(lines, NOTHING_ON_TOP, promoCents);
  if (!isQuoted) return sum;
  for (const supplier of suppliers.values()) {
    const own = quoteOrder(
      lines.filter((line) => line.supplier.id === supplier.id),
      supplier,
    );
    sum.shippingCents += own.shippingCents;
    sum.taxCents += own.taxCents;
    sum.totalCents += own.shippingCents + own.taxCents;
  }
  return sum;
}

export interface CartFault {
  /** What of the cart is at fault. */
  field: "line_items";
  message: string;
}

/** Why what is in a cart cannot be sent as one order, by the catalogue as it is now; none: it can. */
export function cartFaults(lines: readonly CartLine[]): CartFault[] {
  const [first, ...others] = lines.map(({ supplier }) => supplier);
  if (first === undefined) return [fault("can't be blank")];
  const faults = lines.flatMap((line) => lineFaults(line));
  const other = others.find(({ id }) => id !== first.id);
  if (other !== undefined) {
    faults.push(fault(`are of ${first.name} and of ${other.name}: complete one order a supplier`));
    return faults;
  }
  if (!first.isAvailable) faults.push(fault(`are of ${first.name}, which takes no orders right now`));
  const { itemTotalCents } = quoteOrder(lines, NOTHING_ON_TOP);
  if (itemTotalCents < first.minimumOrderCents) {
    const [wanted, given] = [formatUsd(first.minimumOrderCents), formatUsd(itemTotalCents)];
    faults.push(fault(`come to ${given}, but ${first.name} takes orders of ${wanted} and more`));
  }
  return faults;
}

/** Why that many of it cannot be ordered; none: they can. */
export function lineFaults(line: Pick<CartLine, "name" | "isActive" | "available" | "quantity">): CartFault[] {
  if (!line.isActive) return [fault(`hold ${line.name}, which is no longer sold`)];
  if (line.available === null || line.quantity <= line.available) return [];
  return [fault(`hold ${line.quantity} of ${line.name}, of which ${line.available} can be sent`)];
}

/** Whether a cart costs more than any order may. */
export function isTooDear({ itemTotalCents, totalCents }: QuotedAmounts): boolean {
  return Math.max(itemTotalCents, totalCents) > MAX_ORDER_CENTS;
}

function fault(message: string): CartFault {
  return { field: "line_items", message };
}
