import type { OrderQueue } from "@cartwright/queue";
import type { TestDatabase } from "@cartwright/testing";
import type { Router } from "express";
import { type AdminDeps, adminRouter } from "../admin/router.ts";
import type { AppDeps } from "../app.ts";

export const ADMIN = { user: "admin", password: "correct horse battery" };

/** What the admin area needs, of a test's API. */
export function adminDeps(
  database: TestDatabase,
  deps: AppDeps,
  board: OrderQueue["board"],
  more: Partial<AdminDeps> = {},
): AdminDeps {
  return { ...deps, ...database, accept: deps, keyring: undefined, boards: [board], ...ADMIN, isSecure: true, ...more };
}

/** The admin area of a test's API. */
export const testAdmin = (...of: Parameters<typeof adminDeps>): Router => adminRouter(adminDeps(...of));
