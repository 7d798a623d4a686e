import { customType } from "drizzle-orm/pg-core";

/** Bytes. Only ever sealed ones here: what opens them is in no database. */
export const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
