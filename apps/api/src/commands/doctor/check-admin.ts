import { type Database, listAdminUsers } from "@cartwright/db";
import { type Environment, type Finding, ok, warning } from "./finding.ts";

/** Whether somebody may sign in to the admin area. */
export async function checkAdmin(environment: Environment, db: Database): Promise<Finding> {
  const users = (await listAdminUsers(db)).filter(({ disabledAt }) => disabledAt === null);
  const admins = users.filter(({ role }) => role === "admin").length;
  const others = `${users.length} ${users.length === 1 ? "user" : "users"} beside it, ${admins} of them admin`;
  if (environment["ADMIN_PASSWORD"] === undefined) {
    const advice =
      "Set it for the API: at /admin is what needs a person. (If the API has it, and only this command has not, all is well.)";
    return warning("admin", "off: ADMIN_PASSWORD is not set, and there is no admin area without it", advice);
  }
  return ok("admin", `${environment["ADMIN_USER"] ?? "admin"}, of the configuration; ${others}`);
}
