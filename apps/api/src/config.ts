import { SHOPS_POLICIES } from "@cartwright/retailers/catalog";
import { LocalHosts, localHostsFaults, readEnvironment } from "@cartwright/schemas";
import { keyringFault } from "@cartwright/sealing";
import { z } from "zod";

const MIN_ADMIN_PASSWORD = 12;

const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http(s) URL" });
const perMinute = z.coerce.number().int().min(0).max(1_000_000);
const port = z.coerce.number().int().min(0).max(65_535);

/** Everything the API reads from its environment. */
const Variables = z.object({
  /** Where Postgres is: the truth about every order. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// URL" }),
  /** Where Redis is: tells the workers of new orders. The API starts and accepts orders without it. */
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: "must be a redis:// URL" }),
  /** The prefix of the queue's keys in Redis: the same for the API and all its workers. */
  QUEUE_PREFIX: z.string().min(1).default("{orders}"),
  /** The address to listen on; 0.0.0.0 to be reached from other machines, behind a proxy that speaks TLS. */
  API_HOST: z.string().default("127.0.0.1"),
  /** The port to listen on; 0 for any free one. */
  API_PORT: port.default(3000),
  /** How clients reach the API from outside. With https, the admin area's cookie is sent over TLS only. */
  PUBLIC_URL: httpUrl.optional(),
  /** Where the demo shop answers. Without it there is no sandbox retailer and test keys can order nothing. */
  DEMO_SHOP_URL: httpUrl.optional(),
  /** Whom orders are taken for: listed, only retailers that are known or registered; any, every public shop. */
  SHOPS_POLICY: z.enum(SHOPS_POLICIES).default("listed"),
  /** host:port pairs that may be ordered from although they are not public: for local shops in development. */
  SHOPS_ALLOW_LOCAL: LocalHosts,
  /** host:port pairs that webhooks may be sent to although they are not public: for receivers in development. */
  WEBHOOKS_ALLOW_LOCAL: LocalHosts,
  /** The admin area's user name. */
  ADMIN_USER: z.string().default("admin"),
  /** The admin area's password. Without it there is no admin area. */
  ADMIN_PASSWORD: z.string().min(MIN_ADMIN_PASSWORD, `must have at least ${MIN_ADMIN_PASSWORD} characters`).optional(),
  /** What seals webhook secrets and managed accounts, and opens evidence: id:base64 of 32 bytes, separated by commas; the workers' own. */
  SEALING_KEYS: z.string().optional(),
  /** The same in a file, one a line, instead. */
  SEALING_KEYS_FILE: z.string().optional(),
  /** A key for Google's Address Validation API. Without it the embedded ZIP data checks addresses. */
  GOOGLE_MAPS_API_KEY: z.string().optional(),
  /** Another server that speaks the Address Validation API's REST, instead of Google's. */
  GOOGLE_ADDRESS_VALIDATION_ENDPOINT: httpUrl.optional(),
  /** The least severe log lines that are written. */
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  /** Where traces are sent to, by OpenTelemetry's protocol over HTTP: "http://127.0.0.1:4318". Without it nothing is traced. */
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  /** Requests a minute that one API key may send; 0: as many as it likes. */
  RATE_LIMIT_PER_KEY: perMinute.default(600),
  /** Requests a minute that may come from one address (of IPv6, from one /64); 0: as many as they like. */
  RATE_LIMIT_PER_IP: perMinute.default(1_200),
  /** Connections to Postgres at the most, of this process. */
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
  /** Proxies in front whose X-Forwarded-For is believed: a number of hops, or addresses ("loopback, 10.0.0.0/8"). */
  TRUST_PROXY: z.string().optional(),
});

/** Of these, what says which retailers there are. */
export const ShopVariables = Variables.pick({ DEMO_SHOP_URL: true, SHOPS_POLICY: true, SHOPS_ALLOW_LOCAL: true });

export const Config = Variables.superRefine((given, context) => {
  const fault = keyringFault(given);
  if (fault !== undefined) context.addIssue({ code: "custom", path: [fault.variable], message: fault.message });
  for (const { variable, message } of localHostsFaults(given))
    context.addIssue({ code: "custom", path: [variable], message });
});
export type Config = z.infer<typeof Config>;

/** Throws one error that names every fault. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  return readEnvironment("the API", Config, environment);
}
