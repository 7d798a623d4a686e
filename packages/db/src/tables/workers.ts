import { integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

/**
 * The worker processes: enough to prove one dead (host, boot, pid and its start time against reuse). Written by each worker
 * at start and with its heartbeat; read by upkeep. One row a process start.
 */
export const workers = pgTable("workers", {
  id: uuid("id").primaryKey(),
  host: text("host").notNull(),
  bootId: text("boot_id").notNull(),
  pid: integer("pid").notNull(),
  pidStartedAt: text("pid_started_at").notNull(),
  browserPid: integer("browser_pid"),
  /** Of the code that it runs; null: from before versions were noted. */
  version: text("version"),
  startedAt: timestamp("started_at", { withTimezone: true }).notNull().defaultNow(),
  heartbeatAt: timestamp("heartbeat_at", { withTimezone: true }).notNull().defaultNow(),
  stoppedAt: timestamp("stopped_at", { withTimezone: true }),
  deadConfirmedAt: timestamp("dead_confirmed_at", { withTimezone: true }),
});
