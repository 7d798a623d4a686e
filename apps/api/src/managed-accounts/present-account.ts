import type { OwnedAccount } from "@cartwright/db";
import type { ManagedAccount } from "@cartwright/schemas";

/** An account as its owner is shown it. `email` undefined: it cannot be opened. */
export function presentAccount(account: OwnedAccount, email: string | undefined): ManagedAccount {
  return {
    id: account.id,
    short_id: account.shortId,
    email: email ?? "",
    retailer: account.retailerId,
    retailer_id: null,
    has_totp: false,
    has_forwarding: false,
    is_paused: email === undefined || account.disabledAt !== null,
    locked_by_job_id: account.visitedBy,
    cooldown_minutes: null,
    last_used_at: account.lastUsedAt?.toISOString() ?? null,
    retailer_config: account.retailerConfig,
    forwarding_email: "",
    created_at: account.createdAt.toISOString(),
    updated_at: account.updatedAt.toISOString(),
  };
}
