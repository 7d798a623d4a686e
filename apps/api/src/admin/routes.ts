import type { Keyring } from "@cartwright/sealing";
import { type AccountRowDeps, accountRows } from "./accounts/account-rows.tsx";
import { type AdminRow, idOf, page, sends } from "./admin-route.ts";
import { type CatalogueRowDeps, catalogueRows } from "./catalogue/catalogue-rows.tsx";
import { type NeedsRowDeps, needsRows } from "./needs-you/needs-rows.tsx";
import { type OrderRowDeps, orderRows } from "./orders/order-rows.tsx";
import { overviewPage } from "./overview/overview-page.tsx";
import { type CountedQueue, readOverview } from "./overview/read-overview.ts";
import { type RetailerRowDeps, retailerRows } from "./retailers/retailer-rows.tsx";
import { findPicture, showEvidence } from "./show-evidence.ts";
import { type UserRowDeps, userRows } from "./users/user-rows.tsx";
import { type WebhookRowDeps, webhookRows } from "./webhooks/webhook-rows.tsx";

export interface AdminRouteDeps
  extends OrderRowDeps, NeedsRowDeps, RetailerRowDeps, WebhookRowDeps, AccountRowDeps, CatalogueRowDeps, UserRowDeps {
  /** Opens the evidence of attempts; without it none is shown. */
  keyring: Keyring | undefined;
  /** Whose depths are told. */
  boards: readonly CountedQueue[];
}

/** The table of the admin area: everything that it serves behind its login, but Bull Board. Its tests are made from it. */
export function adminRows(deps: AdminRouteDeps): AdminRow[] {
  return [
    ...lookingRows(deps),
    ...orderRows(deps),
    ...needsRows(deps),
    ...retailerRows(deps),
    ...webhookRows(deps),
    ...accountRows(deps),
    ...catalogueRows(deps),
    ...userRows(deps),
  ];
}

function lookingRows(deps: AdminRouteDeps): AdminRow[] {
  return [
    page({
      path: "/",
      role: "viewer",
      title: "Overview",
      show: async () => overviewPage(await readOverview(deps.pool, deps.boards)),
    }),
    page({
      path: "/orders/:id/evidence",
      role: "viewer",
      title: "Evidence",
      show: (visit) => showEvidence(deps, idOf(visit)),
    }),
    sends({
      path: "/evidence/:id",
      role: "viewer",
      send: async (visit) => {
        visit.response.type("png").send(await findPicture(deps, idOf(visit)));
      },
    }),
  ];
}
