import { ADMIN_ROLES, AdminUserName } from "@cartwright/schemas";
import { z } from "zod";
import { fieldProblem } from "../../http/problem.ts";

/** As NIST asks of a password that is all there is: long, and free of rules about its characters. */
export const MIN_PASSWORD = 12;
const MAX_PASSWORD = 200;

const Twice = { password: z.string(), password_again: z.string() };

export const NewUser = z.strictObject({ name: AdminUserName, role: z.enum(ADMIN_ROLES), ...Twice });
export const NewRole = z.strictObject({ role: z.enum(ADMIN_ROLES) });
export const NewPassword = z.strictObject(Twice);
export type NewPassword = z.infer<typeof NewPassword>;

/** The password that was typed twice. Throws a Problem, which never says what was typed. */
export function requirePassword({ password, password_again: again }: NewPassword): string {
  const refuse = (field: string, code: string, message: string): never => {
    throw fieldProblem("validation_error", [{ field, code, message }]);
  };
  if (password.length < MIN_PASSWORD) refuse("password", "too_short", `must have at least ${MIN_PASSWORD} characters`);
  if (password.length > MAX_PASSWORD) refuse("password", "too_long", `must have at most ${MAX_PASSWORD} characters`);
  if (password !== again) refuse("password_again", "different", "is not the same as the password");
  return password;
}
