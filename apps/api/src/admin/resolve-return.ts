import { type Database, resolveReturn as settle } from "@cartwright/db";
import { ResolveReturn } from "@cartwright/schemas";
import { z } from "zod";
import { notFound, parseOrRefuse } from "../http/mount-routes.ts";
import { Problem } from "../http/problem.ts";
import { unlessBusy } from "../http/unless-busy.ts";

/** Settles a return by what an operator found out at the retailer. Throws a Problem where it cannot go that way. */
export async function resolveReturn(db: Database, id: string, body: unknown, operator: string): Promise<void> {
  const resolution = parseOrRefuse(ResolveReturn, body);
  if (!z.guid().safeParse(id).success) throw notFound("return request");
  const result = await unlessBusy("The order is", settle(db, id, resolution, `operator ${operator}`));
  if (result.kind === "not_found") throw notFound("return request");
  if (result.kind === "cannot_move") {
    throw new Problem("return_not_allowed", `A return that is ${result.from} cannot become ${resolution.status}.`, {
      details: { status: result.from },
    });
  }
}
