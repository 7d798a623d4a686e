// When an order may be started, in SQL, for the dispatcher and the claim alike. Each is asked of a row of `orders`.

/** Nothing is started while the database may be one that was restored from a backup. */
export const IS_TRUSTED = "NOT EXISTS (SELECT FROM quarantines WHERE ended_at IS NULL)";

/** Its retailer's breaker is not open, and nobody has disabled it. */
const IS_RETAILER_OPEN = `NOT EXISTS (SELECT FROM retailers WHERE retailers.id = orders.retailer
  AND (disabled_at IS NOT NULL OR open_until > clock_timestamp()))`;

/** A matter of state alone: waiting and its time has come, or in the hands of a worker whose lease ran out. */
export const IS_DUE = `is_open AND ((phase = 'queued' AND next_action_at <= clock_timestamp())
  OR (phase = 'working' AND lease_until < clock_timestamp())) AND ${IS_RETAILER_OPEN} AND ${IS_TRUSTED}`;

/** No browser can still be at the order's retailer account, where it has one: the carts of accounts are shared. */
export const IS_ACCOUNT_LEFT =
  "NOT EXISTS (SELECT FROM account_visits WHERE account_visits.exclusive_key = orders.exclusive_key)";
