import { type AdminUserRow, changeAdminUser, type DatabaseHandle, listAdminUsers } from "@cartwright/db";
import { addUser } from "../../admin/users/add-user.ts";
import { requirePassword } from "../../admin/users/user-forms.ts";
import { hashPassword } from "../../admin/password.ts";
import { Config } from "../../config.ts";
import { notFound } from "../../http/mount-routes.ts";
import type { Answer } from "../answer.ts";
import { audited, type Deed } from "../audited.ts";
import { readPassword } from "../read-password.ts";
import type { UserCommand } from "./user-command.ts";

interface Around extends Pick<DatabaseHandle, "db" | "pool"> {
  environment: Readonly<Record<string, string | undefined>>;
  input?: NodeJS.ReadableStream;
}

type Change = Exclude<UserCommand, { name: "list" | "add" }>;

/** Runs a command about who may sign in to the admin area. Throws what a person is to read. */
export async function runUsers(around: Around, command: UserCommand): Promise<Answer> {
  const { db } = around;
  if (command.name === "list") return await list(around);
  const deed = deedOf(command);
  return await audited(db, deed, () => (command.name === "add" ? add(around, command) : change(around, command)));
}

/** As the admin area calls it; a password is never in it. */
function deedOf(command: Exclude<UserCommand, { name: "list" }>): Deed {
  const subject = { type: "user", id: command.user };
  switch (command.name) {
    case "add":
      return { action: "add-user", subject, detail: { name: command.user, role: command.role } };
    case "role":
      return { action: "change-role", subject, detail: { role: command.role } };
    case "password":
      return { action: "set-password", subject };
    case "disable":
    case "enable":
      return { action: `${command.name}-user`, subject };
  }
}

async function list({ db }: Around): Promise<Answer> {
  const users = await listAdminUsers(db);
  const none = "There are no users but the one of ADMIN_USER and ADMIN_PASSWORD.";
  return { lines: users.length === 0 ? [none] : users.map(describe), json: users.map(asJson) };
}

function describe({ name, role, createdAt, lastLoginAt, disabledAt }: AdminUserRow): string {
  const seen = lastLoginAt === null ? "never signed in" : `last signed in ${lastLoginAt.toISOString()}`;
  const state = disabledAt === null ? "enabled" : `disabled ${disabledAt.toISOString()}`;
  return [name, role, createdAt.toISOString(), seen, state].join("  ");
}

const asJson = ({ id, name, role, createdAt, lastLoginAt, disabledAt }: AdminUserRow) => ({
  id,
  name,
  role,
  created_at: createdAt,
  last_login_at: lastLoginAt,
  disabled_at: disabledAt,
});

async function add(around: Around, command: Extract<UserCommand, { name: "add" }>): Promise<Answer> {
  const { user: name, role } = command;
  const password = await readPassword(command.passwordFile, around.input);
  const configured = Config.shape.ADMIN_USER.parse(around.environment["ADMIN_USER"]);
  await addUser({ db: around.db, user: configured }, { name, role, password, password_again: password });
  return { lines: [`${name} may sign in now, as ${role}.`], json: { name, role } };
}

async function change({ pool, input }: Around, command: Change): Promise<Answer> {
  const { user: name } = command;
  const done = async (how: Parameters<typeof changeAdminUser>[2], says: string, json: object): Promise<Answer> => {
    if (!(await changeAdminUser(pool, name, how))) throw notFound("user");
    return { lines: [says], json: { name, ...json } };
  };
  switch (command.name) {
    case "password": {
      const password = await readPassword(command.passwordFile, input);
      const passwordHash = await hashPassword(requirePassword({ password, password_again: password }));
      return await done({ passwordHash }, `${name} has a new password, and is signed out everywhere.`, {
        changed: true,
      });
    }
    case "role":
      return await done({ role: command.role }, `${name} has the role ${command.role} from now on.`, {
        role: command.role,
      });
    case "disable":
      return await done({ isDisabled: true }, `${name} is disabled, and signed out everywhere.`, { enabled: false });
    case "enable":
      return await done({ isDisabled: false }, `${name} may sign in again.`, { enabled: true });
  }
}
