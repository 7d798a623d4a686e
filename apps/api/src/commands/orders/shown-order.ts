import type { AttemptSteps } from "@cartwright/schemas";
import type { OrderModel } from "../../admin/orders/order-model.ts";

/** What an order is described from: what its page is drawn from, and the steps of its attempts. */
export interface ShownOrder extends OrderModel {
  /** By the id of the evidence: its steps, or why they do not open. */
  steps: ReadonlyMap<string, AttemptSteps | string>;
}
