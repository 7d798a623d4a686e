import type { Keyring } from "@cartwright/sealing";
import { z } from "zod";
import { action, type AdminRow, page, sends } from "./admin-route.ts";
import { endQuarantined } from "./end-quarantine.ts";
import { type OrderRowDeps, orderRows } from "./orders/order-rows.tsx";
import { overviewPage } from "./overview/overview-page.tsx";
import { type CountedQueue, readOverview } from "./overview/read-overview.ts";
import { resolveReturn } from "./resolve-return.ts";
import { findPicture, showEvidence } from "./show-evidence.ts";

export interface AdminRouteDeps extends OrderRowDeps {
  /** Opens the evidence of attempts; without it none is shown. */
  keyring: Keyring | undefined;
  /** Whose depths are told. */
  boards: readonly CountedQueue[];
}

/** Read by the story itself, which says what is wrong with it. */
const AnyForm = z.record(z.string(), z.unknown());

/** The table of the admin area: everything that it serves behind its login, but Bull Board. Its tests are made from it. */
export function adminRows(deps: AdminRouteDeps): AdminRow[] {
  return [...lookingRows(deps), ...orderRows(deps), ...settlingRows(deps)];
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
      show: ({ params }) => showEvidence(deps, params["id"] ?? ""),
    }),
    sends({
      path: "/evidence/:id",
      role: "viewer",
      send: async ({ response, params }) => {
        response.type("png").send(await findPicture(deps, params["id"] ?? ""));
      },
    }),
  ];
}

/** What only a person can know, because a person looked at the retailer. */
function settlingRows({ db }: AdminRouteDeps): AdminRow[] {
  return [
    action({
      path: "/returns/:id/resolve",
      role: "operator",
      action: "resolve-return",
      form: AnyForm,
      subject: ({ params }) => ({ type: "return", id: params["id"] ?? "" }),
      act: async ({ params, visitor }, form) => {
        await resolveReturn(db, params["id"] ?? "", form, visitor.name);
        return { to: "/admin", says: "The return is settled." };
      },
    }),
    action({
      path: "/quarantine/end",
      role: "admin",
      action: "end-quarantine",
      form: AnyForm,
      subject: () => ({ type: "quarantine", id: "current" }),
      act: async ({ visitor }, form) => {
        await endQuarantined(db, form, visitor.name);
        return { to: "/admin", says: "The quarantine is over: the workers buy again." };
      },
    }),
  ];
}
