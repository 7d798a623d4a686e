import { ADMIN_ROLES } from "@cartwright/schemas";
import { sql } from "drizzle-orm";
import { bigint, check, index, jsonb, pgEnum, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";

export const adminRole = pgEnum("admin_role", ADMIN_ROLES);

/** Who may sign in to the admin area, beside the one of the configuration. Written by the commands and the area itself. Grows by hand. */
export const adminUsers = pgTable(
  "admin_users",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    name: text("name").notNull(),
    /** `scrypt$N$r$p$salt$hash`, salt and hash in base64: what it takes to check a password is with it. */
    passwordHash: text("password_hash").notNull(),
    role: adminRole("role").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    lastLoginAt: timestamp("last_login_at", { withTimezone: true }),
    /** From then on nothing opens for them, their running sessions included. */
    disabledAt: timestamp("disabled_at", { withTimezone: true }),
  },
  (table) => [
    uniqueIndex("admin_users_name").on(sql`lower(${table.name})`),
    check("admin_users_hash_form", sql`${table.passwordHash} LIKE 'scrypt$%'`),
  ],
);

/** Who is signed in: the cookie's SHA-256 only. Written at login, read by every request of the area; what is over is deleted. */
export const adminSessions = pgTable(
  "admin_sessions",
  {
    /** Hex. */
    sha256: text("sha256").primaryKey(),
    /** Null: the user of the configuration, who is no row. */
    userId: uuid("user_id").references(() => adminUsers.id),
    userName: text("user_name").notNull(),
    /** Of the user of the configuration: a fingerprint of the password, so that a new one ends the sessions of the old one. */
    credential: text("credential"),
    /** What forms of this session carry. */
    csrf: text("csrf").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    index("admin_sessions_by_expiry").on(table.expiresAt),
    check("admin_sessions_whose", sql`(${table.userId} IS NULL) = (${table.credential} IS NOT NULL)`),
  ],
);

/**
 * Who did what in the admin area, and when: written before it is done, so that nothing is done unseen; then once more, with how it
 * ended. A trigger refuses every other change. Grows with what people do.
 */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp("at", { withTimezone: true }).notNull().defaultNow(),
    userName: text("user_name").notNull(),
    role: adminRole("role").notNull(),
    /** As the page's table calls it: `resolve-order`. */
    action: text("action").notNull(),
    subjectType: text("subject_type").notNull(),
    subjectId: text("subject_id").notNull(),
    /** What was asked for, without secrets. */
    detail: jsonb("detail").$type<Record<string, unknown>>().notNull().default({}),
    requestId: text("request_id"),
    /** `done`, or why it was refused; null while it is on its way, and for ever where its process died. */
    outcome: text("outcome"),
  },
  (table) => [index("audit_log_by_subject").on(table.subjectType, table.subjectId, table.id)],
);
