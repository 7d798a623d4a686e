import { errorFacts } from "@cartwright/db";
import { runEvery } from "@cartwright/supervision";
import { type PlaceBulkDeps, placeBulkRows } from "./place-bulk-rows.ts";

/** How soon a new batch is begun, and one that somebody let go is gone on with. */
const LOOK_EVERY_MS = 1_000;

export interface BulkPlacing {
  /** Begins no further row, and waits for those that are begun. */
  close: () => Promise<void>;
}

/** Places the rows of batches beside the requests. Every API process does: a batch is in the hands of one at a time. */
export function openBulkPlacing(deps: Omit<PlaceBulkDeps, "stopping">): BulkPlacing {
  const stopping = new AbortController();
  const duty = runEvery(
    LOOK_EVERY_MS,
    () => placeBulkRows({ ...deps, stopping: stopping.signal }),
    (error) => deps.log.warn({ error: errorFacts(error) }, "batches could not be gone on with"),
  );
  return {
    close: async () => {
      stopping.abort();
      await duty.stop();
    },
  };
}
