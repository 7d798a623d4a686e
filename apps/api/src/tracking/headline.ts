import type { OrderRecord } from "@cartwright/db";
import { shippingProgress } from "@cartwright/orders";
import { longDay } from "./days.ts";

/** How far an order is, for its page: `reached` counts the steps that are behind it. */
export interface Headline {
  mood: "calm" | "good" | "bad";
  title: string;
  text: string;
  reached: 0 | 1 | 2 | 3;
}

/** What stands over an order's page, and how far its progress reaches. */
export function headlineOf(order: OrderRecord): Headline {
  if (order.status === "order_failed") {
    const text = "Nothing is on its way. Whoever gave you this link can tell you more.";
    return { mood: "bad", title: "This order was not placed", text, reached: 0 };
  }
  if (order.status !== "order_placed") {
    return { mood: "calm", title: "Your order is being placed", text: "It is on its way to the shop.", reached: 0 };
  }
  return placedHeadline(order);
}

function placedHeadline(order: OrderRecord): Headline {
  const { items, parcels, estimatedDelivery } = order;
  const { isShipped, isDelivered } = shippingProgress(items, parcels);
  if (isDelivered) return { mood: "good", title: "Your order was delivered", text: deliveredOn(order), reached: 3 };
  if (items.every(({ status }) => status === "cancelled" || status === "skipped")) {
    return { mood: "bad", title: "The shop cancelled this order", text: "Nothing of it will be sent.", reached: 1 };
  }
  const reached = isShipped ? 2 : 1;
  if (parcels.some(({ status }) => status === "undeliverable")) {
    const text = "Its carrier says why, below. Whoever gave you this link can tell you more.";
    return { mood: "bad", title: "A parcel could not be delivered", text, reached };
  }
  const arrival = estimatedDelivery === null ? undefined : `Expected by ${longDay(estimatedDelivery)}`;
  if (!isShipped) {
    return { mood: "calm", title: "Your order is placed", text: arrival ?? "The shop is getting it ready.", reached };
  }
  const isPart = items.some(({ status }) => status === "ordered");
  const title = isPart ? "Part of your order is on its way" : "Your order is on its way";
  return { mood: "calm", title, text: arrival ?? "Its carrier has it.", reached };
}

function deliveredOn({ parcels }: OrderRecord): string {
  const times = parcels.flatMap(({ checkpoints }) =>
    checkpoints.filter(({ status }) => status === "delivered").map(({ checkpointTime }) => checkpointTime.getTime()),
  );
  return times.length === 0
    ? "Everything has arrived."
    : `Arrived on ${longDay(new Date(Math.max(...times)).toISOString().slice(0, 10))}`;
}
