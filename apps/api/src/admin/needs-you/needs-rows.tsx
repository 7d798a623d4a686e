import type { Database, Pool } from "@cartwright/db";
import { z } from "zod";
import { action, type AdminRow, page } from "../admin-route.ts";
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
/** Read by the story itself, which says what is wrong with it. */
const AnyForm = z.record(z.string(), z.unknown());

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
      subject: ({ params }) => ({ type: "return", id: params["id"] ?? "" }),
      act: async ({ params, visitor }, form) => {
        await resolveReturn(db, params["id"] ?? "", readReturnAnswer(form), visitor.name);
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
