/**
 * Of the other events of an order. As text, so that Postgres looks the order up by its index: it would rather go through the
 * index of all that is due, which is small until a receiver is down.
 */
const isDueOf = (other: string): string => `${other}.state::text = 'due'`;

const isOfSameLine = (one: string, other: string): string =>
  `${one}.order_id = ${other}.order_id AND ${one}.face_endpoint_id IS NOT DISTINCT FROM ${other}.face_endpoint_id`;

/** Whether `earlier` holds `later` up: it is of the same order, for the same endpoint, and still to be sent. */
export const holdsUp = (earlier: string, later: string): string =>
  `${isOfSameLine(earlier, later)} AND ${earlier}.sequence < ${later}.sequence AND ${isDueOf(earlier)}`;

/** Whether `later` is one that `earlier` would hold up, and is still to be sent. */
export const followsOn = (later: string, earlier: string): string =>
  `${isOfSameLine(later, earlier)} AND ${later}.sequence > ${earlier}.sequence AND ${isDueOf(later)}`;

/**
 * Wherever events are sent to: an account's own endpoint in the native words, which has no `face`, and those of the two other
 * faces. An event is for the one that `isEndpointOf` finds.
 */
export const OPEN_ENDPOINTS = `(
    SELECT id, account_id, mode, NULL::uuid AS face_endpoint_id, NULL::order_face AS face, url, secret, previous_secret,
      previous_until
    FROM webhook_endpoints WHERE url IS NOT NULL
    UNION ALL
    SELECT id, account_id, mode, id, face, url, secret, NULL, NULL FROM face_endpoints WHERE deleted_at IS NULL AND is_active
  )`;

export const isEndpointOf = (endpoint: string, event: string): string =>
  `${endpoint}.account_id = ${event}.account_id AND ${endpoint}.mode = ${event}.mode
    AND ${endpoint}.face_endpoint_id IS NOT DISTINCT FROM ${event}.face_endpoint_id`;

/** An event begins anew, whatever became of it. One that is in a worker's hands is left there: it is on its way just now, and looked at again when that is over. */
export const FRESH_SCHEDULE = `state = 'due', tries = 0, delivered_at = NULL, next_try_at = clock_timestamp(),
  look_at = greatest(clock_timestamp(), held_until)`;
