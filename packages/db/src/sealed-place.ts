/** Where a sealed value stands: what it is bound to when it is sealed. */
export interface PlaceOfSealed {
  table: string;
  id: string;
  column: string;
}

export const placeOfAccount = (id: string, column: "login" | "password"): PlaceOfSealed => ({
  table: "retailer_accounts",
  id,
  column,
});

export const placeOfEvidence = (id: string): PlaceOfSealed => ({ table: "attempt_evidence", id, column: "sealed" });

export const placeOfFaceSecret = (endpointId: string): PlaceOfSealed => ({
  table: "face_endpoints",
  id: endpointId,
  column: "secret",
});

export const placeOfWebhookSecret = (endpointId: string, column: "secret" | "previous_secret"): PlaceOfSealed => ({
  table: "webhook_endpoints",
  id: endpointId,
  column,
});
