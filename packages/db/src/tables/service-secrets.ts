import { pgTable, text } from "drizzle-orm/pg-core";
import { bytea } from "./bytea.ts";

/**
 * What every process of this service signs short-lived tokens with, made by the migration. Whoever has the database may forge
 * them: they open nothing but what their owner could do anyway. One row a purpose.
 */
export const serviceSecrets = pgTable("service_secrets", {
  name: text("name").primaryKey(),
  secret: bytea("secret").notNull(),
});
