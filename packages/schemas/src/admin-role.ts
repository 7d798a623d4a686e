import { z } from "zod";

/**
 * What somebody may do in the admin area, least first; each may do what those before it may. `viewer` looks, `operator` acts on orders,
 * retailers and webhooks, `admin` has keys, accounts, the catalogue and the other users in hand.
 */
export const ADMIN_ROLES = ["viewer", "operator", "admin"] as const;
export const AdminRole = z.enum(ADMIN_ROLES);
export type AdminRole = z.infer<typeof AdminRole>;
