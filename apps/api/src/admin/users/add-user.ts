import { createAdminUser, type Database } from "@cartwright/db";
import type { z } from "zod";
import { Problem } from "../../http/problem.ts";
import { hashPassword } from "../password.ts";
import { type NewUser, requirePassword } from "./user-forms.ts";

export interface AddUserDeps {
  db: Database;
  /** Of the configuration: no user of the table may have its name. */
  user: string;
}

/** Throws a Problem when the name is taken, or the password will not do. */
export async function addUser(
  { db, user }: AddUserDeps,
  { name, role, ...typed }: z.infer<typeof NewUser>,
): Promise<void> {
  const password = requirePassword(typed);
  const isTaken = name.toLowerCase() === user.toLowerCase();
  if (isTaken || !(await createAdminUser(db, { name, role, passwordHash: await hashPassword(password) }))) {
    const why = isTaken ? "the configuration's own user has that name" : "there is a user of that name, in any case";
    throw new Problem("already_exists", `Choose another name: ${why}.`);
  }
}
