import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Milestone, Order, TestProduct, type Variant } from "@cartwright/schemas";
import { DEMO_ADDRESS } from "./demo-address.ts";
import type { Stack } from "../stack/start-stack.ts";

/** $100.00, far above what the product costs. */
const MAX_PRICE_CENTS = 10_000;
const LOOK_EVERY_MS = 200;
const GIVE_UP_AFTER_MS = 120_000;

export const findTestProduct = async (stack: Stack): Promise<TestProduct> => {
  const answer = await ask(stack, "GET", "/orders/test-products");
  const [product] = TestProduct.array().parse(answer.body["products"] ?? []);
  if (answer.status !== 200 || product === undefined) throw new Error(refusal("the list of test products", answer));
  return product;
};

export const placeOrder = async (stack: Stack, productUrl: string, variant: Variant[] = []): Promise<Order> => {
  const answer = await ask(stack, "POST", "/orders", {
    products: [{ url: productUrl, quantity: 1, ...(variant.length === 0 ? {} : { variant }) }],
    shipping_address: DEMO_ADDRESS,
    max_price: MAX_PRICE_CENTS,
  });
  if (answer.status !== 201) throw new Error(refusal("the order", answer));
  return Order.parse(answer.body);
};

/** Tells of every new step of the order's way, until it is placed or failed. Throws if that takes two minutes. */
export const followOrder = async (
  stack: Stack,
  placed: Order,
  tell: (milestone: Pick<Milestone, "type" | "label" | "occurred_at">) => void,
): Promise<Order> => {
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  let told = 0;
  let lastStatus = "";
  for (;;) {
    // The order first: once it has ended, the timeline read after it is complete.
    const order = Order.parse((await ask(stack, "GET", `/orders/${placed.id}`)).body);
    const milestones = await readTimeline(stack, order.id);
    milestones?.slice(told).forEach(tell);
    told = milestones?.length ?? told;
    if (milestones === undefined && order.status !== lastStatus) {
      tell({ type: "attempt_started", label: order.status, occurred_at: order.updated_at });
    }
    lastStatus = order.status;
    if (order.status === "order_placed" || order.status === "order_failed") return order;
    if (Date.now() > deadline) throw new Error(`Order ${order.number} is still ${order.status} after two minutes.`);
    await sleep(LOOK_EVERY_MS);
  }
};

/** An order's way so far; undefined where it cannot be read right now. */
export const readTimeline = async (stack: Stack, orderId: string): Promise<Milestone[] | undefined> => {
  const answer = await ask(stack, "GET", `/orders/${orderId}/timeline`);
  return answer.status === 200 ? Milestone.array().parse(answer.body["milestones"]) : undefined;
};

/** How many purchases the shop itself has on disk under its order number. */
export const countInLedger = async (stack: Stack, merchantOrderNumber: string): Promise<number> => {
  const url = `${stack.demo_shop}/__ledger?order_number=${encodeURIComponent(merchantOrderNumber)}`;
  const response = await fetch(url);
  const { purchases } = (await response.json()) as { purchases?: unknown };
  if (!Array.isArray(purchases)) throw new Error(`The shop's ledger cannot be read: ${url} says ${response.status}.`);
  return purchases.length;
};

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

const ask = async (stack: Stack, method: "GET" | "POST", path: string, body?: unknown): Promise<Answer> => {
  const response = await fetch(`${stack.api}${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${stack.api_key}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json", "Idempotency-Key": randomUUID() }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

const refusal = (what: string, { status, body }: Answer): string =>
  `The API refused ${what}: ${status} ${JSON.stringify(body)}`;
