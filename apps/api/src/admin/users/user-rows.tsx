import {
  type AdminUserRow,
  changeAdminUser,
  type Database,
  listAdminActions,
  listAdminUsers,
  type Pool,
} from "@cartwright/db";
import { notFound } from "../../http/mount-routes.ts";
import { action, type AdminRow, idOf, NoForm, page, type Visit } from "../admin-route.ts";
import { readBefore, takePage } from "../paging.ts";
import { hashPassword } from "../password.ts";
import { addUser } from "./add-user.ts";
import { auditPage } from "./audit-page.tsx";
import { NewPassword, NewRole, NewUser, requirePassword } from "./user-forms.ts";
import { userPage, usersPage } from "./users-page.tsx";

export interface UserRowDeps {
  db: Database;
  pool: Pool;
  /** Of the configuration: no user of the table may have its name. */
  user: string;
}

const AUDIT_PAGE = 50;
const USERS = "/admin/users";
const subject = (visit: Visit) => ({ type: "user", id: idOf(visit) });

/** Who may come in here, as what, and what they did. */
export function userRows(deps: UserRowDeps): AdminRow[] {
  const { db, user } = deps;
  return [
    page({
      path: "/users",
      role: "admin",
      title: "Users",
      show: async ({ visitor }) => usersPage({ users: await listAdminUsers(db), configured: user }, visitor),
    }),
    page({ path: "/users/audit", role: "admin", title: "Audit log", show: (visit) => showAudit(deps, visit) }),
    page({
      path: "/users/:id",
      role: "admin",
      title: "User",
      show: async (visit) => userPage(await requireUser(deps, visit), visit.visitor),
    }),
    ...userDeeds(deps),
  ];
}

function userDeeds(deps: UserRowDeps): AdminRow[] {
  return [
    action({
      path: "/users",
      role: "admin",
      action: "add-user",
      form: NewUser,
      subject: (_visit, { name }) => ({ type: "user", id: name }),
      noted: ({ name, role }) => ({ name, role }),
      act: async (_visit, form) => {
        await addUser(deps, form);
        return { to: USERS, says: `${form.name} may sign in now.` };
      },
    }),
    action({
      path: "/users/:id/role",
      role: "admin",
      action: "change-role",
      form: NewRole,
      subject,
      act: async (visit, { role }) => {
        const { id, name } = await requireUser(deps, visit);
        await changeAdminUser(deps.pool, name, { role });
        return { to: `${USERS}/${id}`, says: `${name} has the role ${role} from now on.` };
      },
    }),
    action({
      path: "/users/:id/password",
      role: "admin",
      action: "set-password",
      form: NewPassword,
      subject,
      noted: () => ({}),
      act: async (visit, form) => {
        const { id, name } = await requireUser(deps, visit);
        await changeAdminUser(deps.pool, name, { passwordHash: await hashPassword(requirePassword(form)) });
        return { to: `${USERS}/${id}`, says: `${name} has a new password, and is signed out everywhere.` };
      },
    }),
    ...([true, false] as const).map((isDisabled) => ableRow(deps, isDisabled)),
  ];
}

function ableRow(deps: UserRowDeps, isDisabled: boolean): AdminRow {
  const verb = isDisabled ? "disable" : "enable";
  return action({
    path: `/users/:id/${verb}`,
    role: "admin",
    action: `${verb}-user`,
    form: NoForm,
    subject,
    act: async (visit) => {
      const { id, name } = await requireUser(deps, visit);
      await changeAdminUser(deps.pool, name, { isDisabled });
      const says = isDisabled ? `${name} is disabled, and signed out everywhere.` : `${name} may sign in again.`;
      return { to: `${USERS}/${id}`, says };
    },
  });
}

/** They are few. */
async function requireUser({ db }: UserRowDeps, visit: Visit): Promise<AdminUserRow> {
  const found = (await listAdminUsers(db)).find(({ id }) => id === idOf(visit));
  if (found === undefined) throw notFound("user");
  return found;
}

async function showAudit({ db, user }: UserRowDeps, { request }: Visit) {
  const { user: asked, before } = request.query;
  const userName = typeof asked === "string" && asked !== "" ? asked : undefined;
  const [found, users] = await Promise.all([
    listAdminActions(db, { limit: AUDIT_PAGE + 1, beforeId: readBefore(before), userName }),
    listAdminUsers(db),
  ]);
  const { page: entries, lastOfMore } = takePage(found, AUDIT_PAGE);
  return auditPage({ entries, next: lastOfMore?.id, userName, names: [user, ...users.map(({ name }) => name)] });
}
