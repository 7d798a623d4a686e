import type { Concession } from "@cartwright/schemas";
import type { WorkerIdentity } from "./worker-store.ts";

/** What a worker wrote into its spool, outside the database, before it released a purchase: enough to write it down again. */
export interface SpooledIntent {
  orderId: string;
  marker: string;
  retailer: string;
  fence: number;
  worker: WorkerIdentity;
  expectedTotalCents: number;
  cartHash: string;
  isMarkerShown: boolean;
  /** Absent: none. */
  concessions?: Concession[] | undefined;
  intentAt: Date;
  deadline: Date;
  /** Where the database's log stood at the commit, at the latest: a database that has not come so far is older. */
  lsn: string;
  /** Of the cluster that the LSN is of: those of two clusters cannot be compared. */
  systemIdentifier: string;
}

/** How an intent is called in a quarantine's detail, and everywhere else that it is named. */
export const nameOfIntent = ({ orderId, fence, worker }: SpooledIntent): string => `${orderId}/${fence}/${worker.id}`;
