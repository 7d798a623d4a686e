import { readEnvironment } from "@cartwright/schemas";
import { z } from "zod";

const port = z.coerce.number().int().min(0).max(65_535);
const origin = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin);

export const Config = z.object({
  /** The address both listeners bind to. */
  DEMO_SHOP_HOST: z.string().min(1).default("127.0.0.1"),
  /** The shop's port; 0 takes a free one. */
  DEMO_SHOP_PORT: port.default(3001),
  /** The payment provider's port: another origin than the shop's, as with a real provider; 0 takes a free one. */
  DEMO_SHOP_PAY_PORT: port.default(3011),
  /** The file of purchases, one JSON line each: what the fault tests count. */
  DEMO_SHOP_LEDGER: z.string().min(1).default(".cartwright/demo-shop-ledger.jsonl"),
  /** The shop's origin as browsers reach it, where that is not host and port (a container, a proxy). */
  DEMO_SHOP_PUBLIC_URL: origin.optional(),
  /** The payment provider's origin as browsers reach it. */
  DEMO_SHOP_PAY_URL: origin.optional(),
});
export type Config = z.infer<typeof Config>;

/** Throws one error that names every fault. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  return readEnvironment("the demo shop", Config, environment);
}
