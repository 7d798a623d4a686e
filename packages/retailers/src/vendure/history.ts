import type { HistoryLook, HttpHistorySession } from "../driver.ts";
import { isFresh } from "../store-api/answer.ts";
import { openOrderedVariants } from "../store-api/ordered-variants.ts";
import { carries } from "../store-api/reference.ts";
import type { VendureApi, VendureSettings } from "./api.ts";
import { login } from "./cart.ts";
import { historyOf } from "./operations.ts";
import { linesOf, pricesOf, shownReference, type VendureOrder } from "./order.ts";

/** What Vendure hands out at once, at the most. */
const PAGE_SIZE = 100;
/** An account that ordered more since is nobody whose history is read to its end. */
const MAX_PAGES = 10;

/** Reads the account's placed orders for one that carries the marker. */
export async function lookUp(
  api: VendureApi,
  { order, account, step, now }: HttpHistorySession,
  { reference_field: field }: VendureSettings,
): Promise<HistoryLook> {
  if (account === undefined) return { kind: "no_history", message: "the shop shows a guest no history" };
  await step("log in", () => login(api, account));
  const history = historyOf(field);
  let seen = 0;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { data, response } = await step("read history", () =>
      api.readDated(history, { take: PAGE_SIZE, skip: page * PAGE_SIZE }),
    );
    if (data.activeCustomer === null || data.me === null) return unreadable("the history is nobody's");
    if (!isSame(data.me.identifier, account.login)) return unreadable("the history is not the account's");
    if (data.activeChannel.currencyCode !== "USD") return unreadable("the history is not in US dollars");
    if (!isFresh(response, now())) return unreadable("the history does not say that it is current");
    const { items, totalItems } = data.activeCustomer.orders;
    const found = items.find((placed) => carries(shownReference(placed, field), order.marker));
    if (found !== undefined) return foundOrder(api, found);
    seen += items.length;
    if (seen >= totalItems || items.length === 0) {
      return {
        kind: "absent",
        proof: `${data.me.identifier}: ${totalItems} orders, ${response.headers["date"] ?? ""}`,
      };
    }
  }
  return unreadable("the history has more orders than are read");
}

function foundOrder({ endpoint }: VendureApi, order: VendureOrder): HistoryLook {
  return {
    kind: "found",
    merchantOrderIds: [order.code],
    page: { url: endpoint, title: `Order ${order.code}: ${order.state}` },
    prices: pricesOf(order, linesOf(order, openOrderedVariants())),
    estimatedDelivery: null,
  };
}

function unreadable(message: string): HistoryLook {
  return { kind: "unreadable", message };
}

function isSame(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
