import type { AdminRole } from "@cartwright/schemas";
import { and, asc, desc, eq, isNull, lt, sql } from "drizzle-orm";
import type { Pool } from "pg";
import type { Executor } from "./client.ts";
import { isUniqueViolation } from "./errors.ts";
import { adminSessions, adminUsers, auditLog } from "./tables/index.ts";

export type AdminUserRow = typeof adminUsers.$inferSelect;
export type AuditEntry = typeof auditLog.$inferSelect;

/** By name, in any case. One that is disabled is not found. */
export async function findAdminUser(db: Executor, name: string): Promise<AdminUserRow | undefined> {
  const [user] = await db
    .select()
    .from(adminUsers)
    .where(and(eq(sql`lower(${adminUsers.name})`, name.toLowerCase()), isNull(adminUsers.disabledAt)));
  return user;
}

export async function listAdminUsers(db: Executor): Promise<AdminUserRow[]> {
  return await db.select().from(adminUsers).orderBy(asc(adminUsers.createdAt), asc(adminUsers.id));
}

/** False when there is one of that name, disabled ones included. */
export async function createAdminUser(
  db: Executor,
  user: { name: string; passwordHash: string; role: AdminRole },
): Promise<boolean> {
  try {
    await db.insert(adminUsers).values(user);
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** What is left out stays as it is. A new password, or being disabled, ends the sessions. False when there is no such user. */
export async function changeAdminUser(
  pool: Pool,
  name: string,
  change: { passwordHash?: string | undefined; role?: AdminRole | undefined; isDisabled?: boolean | undefined },
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: "change-admin-user",
    text: `WITH changed AS (
        UPDATE admin_users SET password_hash = coalesce($2, password_hash), role = coalesce($3::admin_role, role),
          disabled_at = CASE $4::boolean WHEN true THEN coalesce(disabled_at, clock_timestamp()) WHEN false THEN NULL
            ELSE disabled_at END
        WHERE lower(name) = lower($1) RETURNING id
      ), ended AS (
        DELETE FROM admin_sessions USING changed
        WHERE admin_sessions.user_id = changed.id AND ($2::text IS NOT NULL OR $4::boolean IS TRUE)
      )
      SELECT id FROM changed`,
    values: [name, change.passwordHash ?? null, change.role ?? null, change.isDisabled ?? null],
  });
  return rowCount === 1;
}

/** Who is signed in: one of the table, or the user of the configuration, whose `credential` says by which password. */
export type SessionOwner = { userId: string } | { userId: null; credential: string };

export interface AdminSession {
  userName: string;
  /** Null: the user of the configuration. */
  user: { role: AdminRole } | null;
  credential: string | null;
  csrf: string;
}

/** Notes a login. Sessions that are over are cleared away with it. `sha256` is hex, of the cookie. */
export async function startAdminSession(
  db: Executor,
  session: { sha256: string; userName: string; csrf: string; expiresAt: Date } & SessionOwner,
): Promise<void> {
  await db.delete(adminSessions).where(lt(adminSessions.expiresAt, sql`clock_timestamp()`));
  await db.insert(adminSessions).values({ credential: null, ...session });
  if (session.userId !== null) {
    await db
      .update(adminUsers)
      .set({ lastLoginAt: sql`clock_timestamp()` })
      .where(eq(adminUsers.id, session.userId));
  }
}

const FIND_SESSION = {
  name: "find-admin-session",
  text: `SELECT session.user_name, session.user_id, session.credential, session.csrf, account.role, account.name
    FROM admin_sessions AS session LEFT JOIN admin_users AS account ON account.id = session.user_id
    WHERE session.sha256 = $1 AND session.expires_at > clock_timestamp()
      AND (session.user_id IS NULL OR account.disabled_at IS NULL)`,
};

interface SessionRow {
  user_name: string;
  user_id: string | null;
  credential: string | null;
  csrf: string;
  role: AdminRole | null;
  name: string | null;
}

/** A session that is not over, of a user who may still come in, with the role of now. */
export async function findAdminSession(pool: Pool, sha256: string): Promise<AdminSession | undefined> {
  const [row] = (await pool.query<SessionRow>({ ...FIND_SESSION, values: [sha256] })).rows;
  if (row === undefined) return undefined;
  const { credential, csrf } = row;
  return {
    userName: row.name ?? row.user_name,
    user: row.role === null ? null : { role: row.role },
    credential,
    csrf,
  };
}

export async function endAdminSession(db: Executor, sha256: string): Promise<void> {
  await db.delete(adminSessions).where(eq(adminSessions.sha256, sha256));
}

/** What somebody is about to do, as the audit log keeps it. */
export type AdminAction = Omit<typeof auditLog.$inferInsert, "id" | "at" | "outcome">;

/** Writes down what somebody is about to do. Returns the entry's id, to say how it ended. */
export async function noteAdminAction(db: Executor, action: AdminAction): Promise<number> {
  const [entry] = await db.insert(auditLog).values(action).returning({ id: auditLog.id });
  if (entry === undefined) throw new Error("the audit log took no entry");
  return entry.id;
}

export async function settleAdminAction(db: Executor, id: number, outcome: string): Promise<void> {
  await db.update(auditLog).set({ outcome }).where(eq(auditLog.id, id));
}

/** Newest first, before `beforeId` where that is given. */
export async function listAdminActions(
  db: Executor,
  page: {
    limit: number;
    beforeId?: number | undefined;
    subject?: { type: string; id: string } | undefined;
    userName?: string | undefined;
  },
): Promise<AuditEntry[]> {
  const { beforeId, subject, userName } = page;
  return await db
    .select()
    .from(auditLog)
    .where(
      and(
        beforeId === undefined ? undefined : lt(auditLog.id, beforeId),
        userName === undefined ? undefined : eq(auditLog.userName, userName),
        subject === undefined
          ? undefined
          : and(eq(auditLog.subjectType, subject.type), eq(auditLog.subjectId, subject.id)),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(page.limit);
}
