import { orderNumber } from "@cartwright/orders";
import type { ShownOrder } from "./shown-order.ts";

/** The same for a program: who lives where is not in it. */
export function orderAsJson(shown: ShownOrder): Record<string, unknown> {
  const { order, accountName } = shown;
  return {
    id: order.id,
    number: orderNumber(order.serial, order.createdAt),
    account: accountName,
    mode: order.mode,
    status: order.status,
    phase: order.phase,
    retailer: order.retailer,
    created_at: order.createdAt,
    finished_at: order.finishedAt,
    attempts: order.attempts,
    charged: order.charged,
    marker: order.marker,
    po_number: order.poNumber,
    metadata: order.metadata,
    retry_of: order.retryOf,
    needs_review_at: order.needsReviewAt,
    merchant_order_ids: order.confirmation?.merchant_order_ids ?? [],
    failure: order.failure === null ? null : { code: order.failureCode, ...order.failure },
    max_price: order.maxPriceCents,
    placed_total: order.placedTotalCents,
    price_components: order.priceComponents,
    ...whatItHas(shown),
    ...whatBecameOfIt(shown),
  };
}

function whatItHas({ order }: ShownOrder) {
  return {
    items: order.items.map(({ url, quantity, variant, status }) => ({ url, quantity, variant, status })),
    parcels: order.parcels.map(({ carrier, trackingNumber, status }) => ({
      carrier,
      tracking_number: trackingNumber,
      status,
    })),
  };
}

function whatBecameOfIt({ events, submits, evidence, steps, webhooks, deeds }: ShownOrder) {
  return {
    timeline: events.map(({ occurredAt, type, source, label, detail }) => ({
      at: occurredAt,
      type,
      source,
      label,
      detail,
    })),
    purchases: submits.map((submit) => ({
      expected_total: submit.expectedTotalCents,
      intent_at: submit.intentAt,
      deadline: submit.deadline,
      outcome: submit.outcome,
      settled_at: submit.settledAt,
      evidence: submit.evidence,
    })),
    evidence: evidence.map(({ id, fence, kind, label, createdAt }) => {
      const opened = steps.get(id);
      const shown = opened === undefined ? {} : typeof opened === "string" ? { fault: opened } : { steps: opened };
      return { id, fence, kind, label, at: createdAt, ...shown };
    }),
    webhooks: webhooks.map(({ webhookId, sequence, event, state, tries }) => ({
      id: webhookId,
      sequence,
      event,
      state,
      tries,
    })),
    done_by_people: deeds.map(({ at, userName, action, outcome }) => ({ at, who: userName, action, outcome })),
  };
}
