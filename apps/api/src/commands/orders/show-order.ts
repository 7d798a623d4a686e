import {
  type DatabaseHandle,
  type EvidenceEntry,
  listAdminActions,
  listEvidence,
  listOrderEvents,
  listOrderTraces,
  type OrderRecord,
} from "@cartwright/db";
import type { AttemptSteps } from "@cartwright/schemas";
import { type Keyring, openKeyring } from "@cartwright/sealing";
import { openEvidence } from "../../admin/show-evidence.ts";
import type { Answer } from "../answer.ts";
import { describeOrder } from "./describe-order.ts";
import { orderAsJson } from "./order-as-json.ts";
import type { ShownOrder } from "./shown-order.ts";

/** Ten attempts with all they can leave behind, and some more. */
const MAX_EVIDENCE = 200;
const MAX_DEEDS = 50;

interface Around extends Pick<DatabaseHandle, "db" | "pool"> {
  environment: Readonly<Record<string, string | undefined>>;
}

/** Everything about one order. */
export async function showOrder(
  { db, pool, environment }: Around,
  { order, accountName }: { order: OrderRecord; accountName: string },
): Promise<Answer> {
  const [events, traces, evidence, deeds] = await Promise.all([
    listOrderEvents(db, order.id),
    listOrderTraces(db, order.id),
    listEvidence(pool, order.id, MAX_EVIDENCE),
    listAdminActions(db, { limit: MAX_DEEDS, subject: { type: "order", id: order.id } }),
  ]);
  const steps = await openSteps(pool, openKeyring(environment), evidence);
  const shown: ShownOrder = { order, accountName, events, ...traces, evidence, deeds, steps };
  return { lines: describeOrder(shown), json: orderAsJson(shown) };
}

async function openSteps(pool: Around["pool"], keyring: Keyring | undefined, evidence: readonly EvidenceEntry[]) {
  const opened = new Map<string, AttemptSteps | string>();
  for (const entry of evidence.filter(({ kind }) => kind === "steps")) {
    const shown =
      keyring === undefined ? { fault: "sealed: SEALING_KEYS opens it" } : await openEvidence(pool, keyring, entry);
    if ("steps" in shown) opened.set(entry.id, shown.steps);
    else opened.set(entry.id, "fault" in shown ? shown.fault : "cannot be read");
  }
  return opened;
}
