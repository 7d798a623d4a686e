import type { DatabaseHandle, RegisteredRetailer } from "@cartwright/db";
import type { OrderQueue, WebhookQueue } from "@cartwright/queue";
import type { RetailerDriver } from "@cartwright/retailers/driver";
import type { Keyring } from "@cartwright/sealing";
import type { Logger } from "pino";
import type { BrowserPool } from "./browser/browser-pool.ts";
import type { Hands } from "./checkout/hands.ts";
import type { Config } from "./config.ts";
import type { ShopHttpPool } from "./shop-http/shop-http.ts";
import type { Metrics } from "./supervision/metrics.ts";
import type { QuarantineNotice } from "./supervision/quarantine-notice.ts";
import type { VitalSigns } from "./supervision/vital-signs.ts";

/** What a worker buys with. */
export interface Outside {
  browsers: BrowserPool;
  shopHttp: ShopHttpPool;
  /** The driver for a retailer's id, or for what the database knows of it; undefined where neither is enough. */
  openDriver: (
    retailer: string,
    registry: Registry,
  ) => Promise<RetailerDriver | undefined> | RetailerDriver | undefined;
}

/** What the database knows of retailers, for whoever needs to know more than an id. */
interface Registry {
  find: (retailer: string) => Promise<RegisteredRetailer | undefined>;
  /** Keeps which platform a shop was seen to run on; never throws. */
  notePlatform: (retailer: string, platform: string) => void;
}

/** The driver for a retailer's id; undefined where nothing is known of it. */
export type FindDriver = (retailer: string) => Promise<RetailerDriver | undefined> | RetailerDriver | undefined;

/** Everything that a worker's stories are told with. */
export interface Surroundings extends Outside {
  findDriver: FindDriver;
  config: Config;
  log: Logger;
  database: DatabaseHandle;
  queue: OrderQueue;
  webhookQueue: WebhookQueue;
  /** Opens managed accounts and webhook secrets, and seals evidence; without it there are none of these. */
  keyring: Keyring | undefined;
  hands: Hands;
  quarantine: QuarantineNotice;
  metrics: Metrics;
  vitalSigns: VitalSigns;
  onError: (error: unknown) => void;
}
