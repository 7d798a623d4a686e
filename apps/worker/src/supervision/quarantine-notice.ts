import type { Quarantine } from "@cartwright/db";
import type { Logger } from "pino";

/** What this worker last knew of a quarantine: told at /ready, and in the log when it begins and ends. */
export interface QuarantineNotice {
  note: (quarantine: Quarantine | undefined) => void;
  detail: () => Record<string, unknown>;
}

export function openQuarantineNotice(log: Logger): QuarantineNotice {
  let current: Quarantine | undefined;
  return {
    note: (quarantine) => {
      if (quarantine !== undefined && quarantine.id !== current?.id) {
        const { reason, open, needReview } = quarantine;
        log.warn({ reason, open, need_review: needReview }, "in quarantine: no order is dispatched");
      }
      if (quarantine === undefined && current !== undefined)
        log.warn("quarantine has ended: orders are dispatched again");
      current = quarantine;
    },
    detail: () => {
      if (current === undefined) return {};
      const { reason, enteredAt, open, needReview } = current;
      return { quarantine: { reason, entered_at: enteredAt.toISOString(), open, need_review: needReview } };
    },
  };
}
