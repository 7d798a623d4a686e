import type { SpooledIntent } from "@cartwright/db";
import { Concession } from "@cartwright/schemas";
import { z } from "zod";

// Ids, marker and amounts: nothing of a person stands in the spool.
const SpoolLine = z.object({
  order_id: z.uuid(),
  marker: z.string(),
  fence: z.int().min(1),
  retailer: z.string(),
  expected_total_cents: z.int().min(1),
  cart_hash: z.string(),
  is_marker_shown: z.boolean(),
  /** Absent: none. */
  concessions: z.array(Concession).optional(),
  intent_at: z.iso.datetime(),
  deadline: z.iso.datetime(),
  lsn: z.string().regex(/^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/),
  system_identifier: z.string().min(1),
  worker: z.object({
    id: z.uuid(),
    host: z.string(),
    boot_id: z.string(),
    pid: z.int(),
    pid_started_at: z.string(),
  }),
});

export function writeSpoolLine(intent: SpooledIntent): string {
  const { worker } = intent;
  const line: z.infer<typeof SpoolLine> = {
    order_id: intent.orderId,
    marker: intent.marker,
    fence: intent.fence,
    retailer: intent.retailer,
    expected_total_cents: intent.expectedTotalCents,
    cart_hash: intent.cartHash,
    is_marker_shown: intent.isMarkerShown,
    ...(intent.concessions === undefined || intent.concessions.length === 0
      ? {}
      : // The order knows its addresses; what a shop says may be addressed to a person.
        { concessions: intent.concessions.map((conceded) => ({ ...conceded, message: null, url: null })) }),
    intent_at: intent.intentAt.toISOString(),
    deadline: intent.deadline.toISOString(),
    lsn: intent.lsn,
    system_identifier: intent.systemIdentifier,
    worker: {
      id: worker.id,
      host: worker.host,
      boot_id: worker.bootId,
      pid: worker.pid,
      pid_started_at: worker.pidStartedAt,
    },
  };
  return `${JSON.stringify(line)}\n`;
}

/** Undefined: this is no line of a spool, or not a whole one. */
export function findIntent(text: string): SpooledIntent | undefined {
  const parsed = SpoolLine.safeParse(readJson(text));
  if (!parsed.success) return undefined;
  const line = parsed.data;
  const { worker } = line;
  return {
    orderId: line.order_id,
    marker: line.marker,
    fence: line.fence,
    retailer: line.retailer,
    expectedTotalCents: line.expected_total_cents,
    cartHash: line.cart_hash,
    isMarkerShown: line.is_marker_shown,
    ...(line.concessions === undefined ? {} : { concessions: line.concessions }),
    intentAt: new Date(line.intent_at),
    deadline: new Date(line.deadline),
    lsn: line.lsn,
    systemIdentifier: line.system_identifier,
    worker: {
      id: worker.id,
      host: worker.host,
      bootId: worker.boot_id,
      pid: worker.pid,
      pidStartedAt: worker.pid_started_at,
    },
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
