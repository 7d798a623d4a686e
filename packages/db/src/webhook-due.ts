/**
 * Of the other events of an order. As text, so that Postgres looks the order up by its index: it would rather go through the
 * index of all that is due, which is small until a receiver is down.
 */
export const isDueOf = (other: string): string => `${other}.state::text = 'due'`;
