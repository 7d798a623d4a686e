import { LocalHosts, localHostsFaults, readEnvironment } from "@cartwright/schemas";
import { keyringFault } from "@cartwright/sealing";
import { z } from "zod";

const milliseconds = (initial: number) => z.coerce.number().int().min(1).default(initial);
const port = (initial: number) => z.coerce.number().int().min(0).max(65_535).default(initial);

const listOfMilliseconds = z
  .string()
  .transform((text) => text.split(",").map((part) => Number(part.trim())))
  .pipe(z.array(z.number().int().min(0)).min(1));

/** Everything that the worker takes from its environment. */
export const Config = z
  .object({
    /** Postgres, the one truth: postgres://user:password@host:port/database */
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    /** Redis, the queue: redis://host:port; must keep maxmemory-policy noeviction */
    REDIS_URL: z.url({ protocol: /^rediss?$/ }),
    /** The prefix of the queue's keys in Redis: the same for the API and all its workers */
    QUEUE_PREFIX: z.string().min(1).default("{orders}"),
    /** Connections to Postgres at the most */
    DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(100).default(10),
    /** Chromium's binary: chromium-headless-shell, chromium or Chrome */
    CHROMIUM_PATH: z.string().min(1).default("/usr/bin/chromium-headless-shell"),
    /** The user id that Chromium runs as where the worker itself is root */
    CHROMIUM_UID: z.coerce.number().int().min(1).default(65_534),
    /** Orders worked on at once, each in a browser context of its own */
    WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(50).default(2),
    /** Where the worker's /health and /ready answer */
    WORKER_HEALTH_HOST: z.string().min(1).default("127.0.0.1"),
    /** Port of /health and /ready */
    WORKER_HEALTH_PORT: port(3_002),
    /** The demo shop's address; without it there is no sandbox to order from */
    DEMO_SHOP_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** host:port pairs that may be reached although they are not public: for local shops in development */
    SHOPS_ALLOW_LOCAL: LocalHosts,
    /** host:port pairs that webhooks may be sent to although they are not public: for receivers in development */
    WEBHOOKS_ALLOW_LOCAL: LocalHosts,
    /** Webhooks sent at once */
    WEBHOOK_CONCURRENCY: z.coerce.number().int().min(1).max(100).default(10),
    /** How clients reach the API from outside: with https, SHOPS_ALLOW_LOCAL is refused */
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** on: what is known of shop platforms is made use of; off: the engine goes by what every shop has */
    STOREFRONT_PROFILES: z.enum(["on", "off"]).default("on"),
    /** What Chromium calls itself: plain as with a window, headless as it does by itself, or a User-Agent in words */
    BROWSER_USER_AGENT: z.string().min(1).max(500).default("plain"),
    /** The operator's card, for retailers that are paid by card: JSON, readable by this user alone */
    CARD_FILE: z.string().min(1).optional(),
    /** Where shops send their mails; {marker} becomes the order's own reference */
    CHECKOUT_EMAIL: z.string().includes("@").default("orders+{marker}@cartwright.example"),
    /** Seals evidence, opens managed accounts and webhook secrets: id:base64 of 32 bytes, separated by commas; the first seals */
    SEALING_KEYS: z.string().optional(),
    /** The same in a file, one a line, instead */
    SEALING_KEYS_FILE: z.string().optional(),
    /** How long a claim holds without a heartbeat */
    LEASE_MS: milliseconds(60_000),
    /** Pause between heartbeats */
    HEARTBEAT_MS: milliseconds(15_000),
    /** How long an attempt may take to its commit point */
    ATTEMPT_WITHIN_MS: milliseconds(300_000),
    /** How long after its commit a purchase may still be released */
    RELEASE_WITHIN_MS: milliseconds(30_000),
    /** How long an outcome waits for Postgres to come back before it is given up on here */
    STORE_WITHIN_MS: milliseconds(300_000),
    /** Pause between looks for due orders */
    DISPATCH_EVERY_MS: milliseconds(1_000),
    /** When an order whose job is alive is looked at again */
    DISPATCH_LOOK_AGAIN_MS: milliseconds(30_000),
    /** Pause between looks for purchases in doubt */
    RECONCILE_EVERY_MS: milliseconds(5_000),
    /** After the sender of a purchase in doubt is gone: how long the purchase may still be under way */
    SETTLE_MS: milliseconds(30_000),
    /** When the retailer's history is read for a purchase in doubt, after settling, separated by commas */
    LOOKS_AFTER_MS: listOfMilliseconds.prefault("0,30000,120000,600000"),
    /** How long one look at a retailer's history may take, before another worker takes it up */
    LOOK_WITHIN_MS: milliseconds(120_000),
    /** How long after a purchase the retailer's page of it is first looked at, for parcels */
    TRACKING_FIRST_LOOK_MS: milliseconds(1_800_000),
    /** From one look at a placed order to the next; longer after looks that fail */
    TRACKING_LOOK_EVERY_MS: milliseconds(14_400_000),
    /** How long a job is a silent worker's before the queue gives it to another */
    QUEUE_LOCK_MS: milliseconds(30_000),
    /** Where intents are spooled, outside the database: one folder a database, on a disk that survives a restart */
    SPOOL_FOLDER: z.string().min(1).optional(),
    /** How many days settled intents stay in the spool: as long as the oldest backup that may be restored unannounced */
    SPOOL_KEEP_DAYS: z.coerce.number().int().min(2).max(365).default(7),
    /** Set after the database was restored, to any new word (a date): no order is dispatched before it was looked up */
    QUARANTINE: z.string().min(1).optional(),
    /** How often an order is tried in all */
    MAX_ATTEMPTS: z.coerce.number().int().min(1).max(10).default(3),
    /** Waits before the second, third, … attempt, separated by commas */
    RETRY_BACKOFF_MS: listOfMilliseconds.prefault("10000,60000"),
    /** Orders are due, this worker has free hands, and nobody claims any: after so long it asks to be started anew */
    STALLED_AFTER_MS: milliseconds(60_000),
    /** How often an order is claimed at the most, dead workers and drained ones included, before it is given up */
    MAX_CLAIMS: z.coerce.number().int().min(1).max(1_000).default(10),
    /** So many attempts in a row that fail for the shop's own reasons open the retailer's breaker */
    BREAKER_AFTER_FAILURES: z.coerce.number().int().min(1).default(5),
    /** How long a breaker stays open the first time; after every probe that fails, twice as long */
    BREAKER_OPEN_MS: milliseconds(30_000),
    /** How long a breaker stays open at the most */
    BREAKER_LONGEST_MS: milliseconds(900_000),
    /** Pause between looks for what must never be */
    AUDIT_EVERY_MS: milliseconds(60_000),
    /** Pause between rounds of letting go of old data */
    RETENTION_EVERY_MS: milliseconds(3_600_000),
    /** How many days the text of the page that answered a purchase is kept */
    RETENTION_EVIDENCE_DAYS: z.coerce.number().int().min(1).max(3_650).default(90),
    /** How many days the steps, pictures and pages of an attempt are kept */
    RETENTION_ATTEMPT_EVIDENCE_DAYS: z.coerce.number().int().min(1).max(3_650).default(30),
    /** How many days a worker's row is kept after its last sign of life */
    RETENTION_WORKERS_DAYS: z.coerce.number().int().min(1).max(3_650).default(30),
    /** How many days an audit finding is kept after it was cleared */
    RETENTION_FINDINGS_DAYS: z.coerce.number().int().min(1).max(3_650).default(90),
    /** How many days the body of a webhook, and its tries, are kept */
    RETENTION_WEBHOOKS_DAYS: z.coerce.number().int().min(1).max(3_650).default(30),
    /** How long orders past their commit point may take to finish when the worker is told to stop */
    DRAIN_MS: milliseconds(60_000),
    /** Where traces are sent to, by OpenTelemetry's protocol over HTTP: "http://127.0.0.1:4318"; without it nothing is traced */
    OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    /** fatal, error, warn, info, debug, trace or silent */
    LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  })
  .superRefine((given, context) => {
    for (const { variable, message } of localHostsFaults(given))
      context.addIssue({ code: "custom", path: [variable], message });
  })
  .refine(({ HEARTBEAT_MS, LEASE_MS }) => HEARTBEAT_MS * 2 <= LEASE_MS, {
    path: ["HEARTBEAT_MS"],
    error: "must be at most half of LEASE_MS: one lost beat must not lose the order",
  })
  .refine(({ MAX_CLAIMS, MAX_ATTEMPTS }) => MAX_CLAIMS >= MAX_ATTEMPTS, {
    path: ["MAX_CLAIMS"],
    error: "must be at least MAX_ATTEMPTS: every attempt is a claim",
  })
  .refine(({ DISPATCH_LOOK_AGAIN_MS, STALLED_AFTER_MS }) => DISPATCH_LOOK_AGAIN_MS < STALLED_AFTER_MS, {
    path: ["STALLED_AFTER_MS"],
    error: "must be more than DISPATCH_LOOK_AGAIN_MS: a lost job is missed only then",
  })
  .superRefine((given, context) => {
    const fault = keyringFault(given);
    if (fault !== undefined) context.addIssue({ code: "custom", path: [fault.variable], message: fault.message });
  });
export type Config = z.infer<typeof Config>;

/** What comes after the orders: the queue's and the database's connections, the browser. Each of them has its own limit. */
const CLOSES_WITHIN_MS = 20_000;

/** How long a worker may take to its end, all in all: its supervisor has to give it more. */
export const endsWithinMs = ({ DRAIN_MS }: Pick<Config, "DRAIN_MS">): number => DRAIN_MS + CLOSES_WITHIN_MS;

/** Throws one error that names every fault. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  return readEnvironment("the worker", Config, environment);
}
