/** More than any day needs, and exact in JavaScript and Postgres alike. */
export const MAX_CENTS_A_DAY = 1_000_000_000_000;
export const MAX_ORDERS_A_DAY = 1_000_000_000;
