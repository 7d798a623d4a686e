import type { Database, Pool } from "@cartwright/db";
import { action, type AdminRow, AnyForm, idOf, page } from "../admin-route.ts";
import { endQuarantined } from "../end-quarantine.ts";
import { resolveReturn } from "../resolve-return.ts";
import { needsYouPage } from "./needs-you-page.tsx";
import { readNeeds } from "./read-needs.ts";
import { readReturnAnswer } from "./read-return-answer.ts";

export interface NeedsRowDeps {
  db: Database;
  pool: Pool;
}

const HERE = "/admin/needs-you";

/** What only a person can know or decide, because a person looked at the retailer. */
export function needsRows({ db, pool }: NeedsRowDeps): AdminRow[] {
  return [
    page({
      path: "/needs-you",
      role: "viewer",
      title: "Needs you",
      show: async ({ visitor }) => needsYouPage(await readNeeds(pool), visitor),
    }),
    action({
      path: "/returns/:id/resolve",
      role: "operator",
      action: "resolve-return",
      form: AnyForm,
      subject: (visit) => ({ type: "return", id: idOf(visit) }),
      act: async (visit, form) => {
        await resolveReturn(db, idOf(visit), readReturnAnswer(form), visit.visitor.name);
        return { to: HERE, says: "The return is settled." };
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
        return { to: HERE, says: "The quarantine is over: the workers buy again." };
      },
    }),
  ];
}
