import { z } from "zod";
import { visibleLine, wordsLine } from "./text.ts";

/**
 * What somebody may do in the admin area, least first; each may do what those before it may. `viewer` looks, `operator` acts on orders,
 * retailers and webhooks, `admin` has keys, accounts, the catalogue and the other users in hand.
 */
export const ADMIN_ROLES = ["viewer", "operator", "admin"] as const;
export const AdminRole = z.enum(ADMIN_ROLES);
export type AdminRole = z.infer<typeof AdminRole>;

/** A person of the admin area: compared in any case. */
export const AdminUserName = visibleLine(60).regex(
  /^[\p{L}\p{N}][\p{L}\p{N} ._@-]*$/u,
  "must be letters, digits, spaces and . _ @ -, a letter or digit first",
);

/** Who orders, as operators call it. */
export const AccountName = wordsLine(100);
