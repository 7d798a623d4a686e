import type { DatabaseHandle } from "@cartwright/db";
import type { OrderQueue } from "@cartwright/queue";
import type { RetailerDriver } from "@cartwright/retailers/driver";
import type { Logger } from "pino";
import type { BrowserPool } from "./browser/browser-pool.ts";
import type { Config } from "./config.ts";
import type { Metrics } from "./supervision/metrics.ts";
import type { QuarantineNotice } from "./supervision/quarantine-notice.ts";
import type { VitalSigns } from "./supervision/vital-signs.ts";

/** What a worker buys with. */
export interface Outside {
  browsers: BrowserPool;
  findDriver: (retailer: string) => RetailerDriver | undefined;
}

/** Everything that a worker's stories are told with. */
export interface Surroundings extends Outside {
  config: Config;
  log: Logger;
  database: DatabaseHandle;
  queue: OrderQueue;
  quarantine: QuarantineNotice;
  metrics: Metrics;
  vitalSigns: VitalSigns;
  onError: (error: unknown) => void;
}
