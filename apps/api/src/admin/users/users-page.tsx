import type { AdminUserRow } from "@cartwright/db";
import { ADMIN_ROLES } from "@cartwright/schemas";
import type { VNode } from "preact";
import { Choice, Field } from "../form-parts.tsx";
import { Csrf } from "../shell.tsx";
import type { Visitor } from "../session.ts";
import { Table } from "../table.tsx";
import { Time } from "../time.tsx";
import { MIN_PASSWORD } from "./user-forms.ts";

interface UsersModel {
  users: readonly AdminUserRow[];
  /** The name of the user of the configuration. */
  configured: string;
}

const ROLE_WORDS = {
  viewer: "viewer: looks",
  operator: "operator: acts on orders, retailers and webhooks",
  admin: "admin: keys, accounts, catalogue and users as well",
} as const;
const ROLES = ADMIN_ROLES.map((role) => [role, ROLE_WORDS[role]] as const);

/** Who may sign in. */
export function usersPage({ users, configured }: UsersModel, visitor: Visitor): VNode {
  return (
    <>
      <h1>Users</h1>
      <p>
        <a href="/admin/users/audit">What they did: the audit log</a>
      </p>
      <Table label="Users" head={["User", "Role", "Added", "Last sign-in", "State"]}>
        <tr>
          <td>{configured}</td>
          <td>admin</td>
          <td>–</td>
          <td>–</td>
          <td>of the configuration: changed by ADMIN_USER and ADMIN_PASSWORD</td>
        </tr>
        {users.map((user) => (
          <tr key={user.id}>
            <td>
              <a href={`/admin/users/${user.id}`}>{user.name}</a>
            </td>
            <td>{user.role}</td>
            <td>
              <Time at={user.createdAt} />
            </td>
            <td>{user.lastLoginAt === null ? "never" : <Time at={user.lastLoginAt} />}</td>
            <td>{user.disabledAt === null ? "active" : "disabled"}</td>
          </tr>
        ))}
      </Table>
      <form class="card short" method="post" action="/admin/users">
        <h2>A new user</h2>
        <Csrf visitor={visitor} />
        <Field name="name" label="Name" required />
        <Choice name="role" label="Role" options={ROLES} value="viewer" />
        <PasswordTwice />
        <button type="submit">Add the user</button>
      </form>
    </>
  );
}

/** One user, and what can be changed of it. */
export function userPage(user: AdminUserRow, visitor: Visitor): VNode {
  const path = `/admin/users/${user.id}`;
  const isDisabled = user.disabledAt !== null;
  return (
    <>
      <h1>{user.name}</h1>
      <p class="lead">
        {user.role}, {isDisabled ? "disabled" : "active"}.{" "}
        <a href={`/admin/users/audit?${new URLSearchParams({ user: user.name }).toString()}`}>What they did</a>
      </p>
      <div class="columns">
        <form class="card" method="post" action={`${path}/role`}>
          <h2>Role</h2>
          <Csrf visitor={visitor} />
          <Choice name="role" label="May do" options={ROLES} value={user.role} />
          <button type="submit">Change the role</button>
        </form>
        <form class="card" method="post" action={`${path}/password`}>
          <h2>A new password</h2>
          <Csrf visitor={visitor} />
          <PasswordTwice />
          <button type="submit">Set the password</button>
          <p class="hint">It signs them out everywhere.</p>
        </form>
        <form class="card" method="post" action={`${path}/${isDisabled ? "enable" : "disable"}`}>
          <h2>{isDisabled ? "Enable" : "Disable"}</h2>
          <Csrf visitor={visitor} />
          <p>{isDisabled ? "Lets them sign in again." : "Signs them out everywhere, and lets them in no more."}</p>
          <button class={isDisabled ? undefined : "danger"} type="submit">
            {isDisabled ? "Enable" : "Disable"} {user.name}
          </button>
        </form>
      </div>
    </>
  );
}

function PasswordTwice(): VNode {
  const hint = `At least ${MIN_PASSWORD} characters.`;
  const usual = { isSecret: true, autocomplete: "new-password", required: true } as const;
  return (
    <>
      <Field name="password" label="Password" hint={hint} {...usual} />
      <Field name="password_again" label="The same again" {...usual} />
    </>
  );
}
