import type { ReturnRow } from "@cartwright/db";
import type { ReturnRequest, ReturnSummary } from "@cartwright/schemas";

export function presentReturnSummary(request: ReturnRow): ReturnSummary {
  return {
    id: request.id,
    status: request.status,
    reason: request.reason,
    notes: request.notes,
    resolution_notes: request.resolutionNotes,
    items: request.items,
    label_urls: request.labelUrls,
    merchant_return_id: request.merchantReturnId,
    created_at: request.createdAt.toISOString(),
    updated_at: request.updatedAt.toISOString(),
  };
}

export function presentReturn(request: ReturnRow): ReturnRequest {
  return { ...presentReturnSummary(request), order_id: request.orderId };
}
