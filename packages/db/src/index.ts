export * from "./admin-store.ts";
export * from "./accept-store.ts";
export * from "./access-token-store.ts";
export * from "./account-settings-store.ts";
export * from "./account-store.ts";
export * from "./account-visit-store.ts";
export * from "./api-key-store.ts";
export * from "./audit-rules.ts";
export * from "./audit-store.ts";
export * from "./bulk-placing-store.ts";
export * from "./bulk-store.ts";
export * from "./cancel-store.ts";
export type { Catalogue, ImportConflict } from "./catalogue-conflicts.ts";
export * from "./catalogue-import-store.ts";
export * from "./catalogue-store.ts";
export * from "./claim-store.ts";
export * from "./client.ts";
export * from "./clock.ts";
export * from "./dispatch-store.ts";
export * from "./doubt-store.ts";
export * from "./error-facts.ts";
export * from "./errors.ts";
export * from "./evidence-store.ts";
export * from "./face-endpoint-store.ts";
export * from "./migrate.ts";
export * from "./order-quote-store.ts";
export * from "./order-record.ts";
export * from "./order-search-store.ts";
export * from "./order-sign-store.ts";
export * from "./order-store.ts";
export * from "./owned-account-store.ts";
export type { AddressFields } from "./platform-address-fields.ts";
export * from "./platform-address-store.ts";
export * from "./platform-cart-lines.ts";
export * from "./platform-cart-record.ts";
export * from "./platform-cart-refusal.ts";
export * from "./platform-cart-store.ts";
export * from "./platform-complete-store.ts";
export * from "./platform-credit-store.ts";
export * from "./platform-read-store.ts";
export * from "./platform-line-store.ts";
export * from "./platform-list-store.ts";
export * from "./progress-store.ts";
export * from "./quarantine-store.ts";
export * from "./recover-store.ts";
export * from "./reseal-store.ts";
export * from "./resolve-store.ts";
export * from "./restore-store.ts";
export * from "./retailer-account-store.ts";
export * from "./retailer-registry-store.ts";
export * from "./retailer-store.ts";
export * from "./retention-store.ts";
export * from "./return-store.ts";
export * from "./sealed-place.ts";
export * from "./service-secret-store.ts";
export * from "./shipments-store.ts";
export * from "./spend-store.ts";
export * from "./spooled-intent.ts";
export * from "./state-store.ts";
export type { PlacedRecord } from "./place-store.ts";
export * from "./submit-store.ts";
export * from "./supplier-order-store.ts";
export * from "./tracking-store.ts";
export * from "./usage-store.ts";
export * from "./webhook-delivery-store.ts";
export * from "./webhook-dispatch-store.ts";
export * from "./webhook-endpoint-store.ts";
export * from "./webhook-log-store.ts";
export * from "./worker-store.ts";
export type {
  Confirmation,
  DefaultRecipient,
  EvidenceKind,
  FailureRecord,
  PaymentMethodOnFile,
  SubmitEvidence,
} from "./tables/index.ts";
export type { Pool } from "pg";
