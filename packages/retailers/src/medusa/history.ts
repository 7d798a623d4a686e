import { z } from "zod";
import type { HistoryLook, HttpHistorySession } from "../driver.ts";
import { isFresh } from "../store-api/answer.ts";
import { openOrderedVariants } from "../store-api/ordered-variants.ts";
import { carries } from "../store-api/reference.ts";
import type { MedusaApi } from "./api.ts";
import { linesOf, numberOf, Order, pricesOf, shownReference } from "./cart.ts";
import { login } from "./shop.ts";

const PAGE_SIZE = 50;
/** An account that ordered more is nobody whose history is read to its end. */
const MAX_PAGES = 20;
const Listed = z.looseObject({
  id: z.string(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});
const History = z.object({ orders: z.array(Listed), count: z.int() });
const Me = z.object({ customer: z.object({ email: z.string() }) });

/** Reads the account's orders for one that carries the marker. */
export async function lookUp(api: MedusaApi, { order, account, step, now }: HttpHistorySession): Promise<HistoryLook> {
  if (account === undefined) return { kind: "no_history", message: "the shop shows a guest no history" };
  await step("log in", () => login(api, account));
  const { customer } = await step("read account", () => api.get("/store/customers/me", Me));
  if (customer.email.toLowerCase() !== account.login.trim().toLowerCase()) {
    return unreadable("the history is not the account's");
  }
  let seen = 0;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = `limit=${PAGE_SIZE}&offset=${page * PAGE_SIZE}&order=-created_at&fields=id,metadata`;
    const { data, response } = await step("read history", () => api.getDated(`/store/orders?${query}`, History));
    if (!isFresh(response, now())) return unreadable("the history does not say that it is current");
    const found = data.orders.find((listed) => carries(shownReference(listed), order.marker));
    if (found !== undefined) return await step("read order", () => readFound(api, found.id));
    seen += data.orders.length;
    if (seen >= data.count || data.orders.length === 0) {
      return { kind: "absent", proof: `${customer.email}: ${data.count} orders, ${response.headers["date"] ?? ""}` };
    }
  }
  return unreadable("the history has more orders than are read");
}

/** The list leaves out what the order's own page tells. */
async function readFound(api: MedusaApi, id: string): Promise<HistoryLook> {
  const { order } = await api.get(`/store/orders/${id}`, z.object({ order: Order }));
  return {
    kind: "found",
    merchantOrderIds: [numberOf(order)],
    page: { url: `${api.base}/store/orders/${order.id}`, title: `Order ${numberOf(order)}` },
    prices: pricesOf(order, linesOf(order, openOrderedVariants())),
    estimatedDelivery: null,
  };
}

function unreadable(message: string): HistoryLook {
  return { kind: "unreadable", message };
}
