import { z } from "zod";

/** "127.0.0.1:8080, shop.lan:80" → its parts. Each must say its port: another port is another service. */
export const LocalHosts = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((part) => part.trim().toLowerCase())
      .filter((part) => part !== ""),
  )
  .refine((parts) => parts.every((part) => /^[^\s:/]+:\d{1,5}$|^\[[0-9a-f:]+\]:\d{1,5}$/.test(part)), {
    error: "must be host:port pairs, separated by commas",
  })
  .transform((parts): ReadonlySet<string> => new Set(parts));

/** `host:port`, as such a list has it: the port always said. */
export function localAddressOf(url: URL): string {
  const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
  return `${url.hostname}:${port}`;
}

/**
 * Local addresses are for development: an installation that the world reaches over https goes to public ones only. The
 * variables that name some all the same, each with what is wrong.
 */
export function localHostsFaults(given: {
  PUBLIC_URL?: string | undefined;
  SHOPS_ALLOW_LOCAL: ReadonlySet<string>;
  WEBHOOKS_ALLOW_LOCAL: ReadonlySet<string>;
}): { variable: string; message: string }[] {
  if (given.PUBLIC_URL?.startsWith("https:") !== true) return [];
  const lists = [
    { variable: "SHOPS_ALLOW_LOCAL", hosts: given.SHOPS_ALLOW_LOCAL, what: "shop" },
    { variable: "WEBHOOKS_ALLOW_LOCAL", hosts: given.WEBHOOKS_ALLOW_LOCAL, what: "webhook receiver" },
  ];
  return lists
    .filter(({ hosts }) => hosts.size > 0)
    .map(({ variable, what }) => ({
      variable,
      message: `is for development alone: with an https PUBLIC_URL no local ${what} may be reached`,
    }));
}

/**
 * Reads a program's configuration from its environment. A variable that is empty is one that is not set. Throws one error
 * that names every fault at once, so that nobody mends them one start at a time.
 */
export function readEnvironment<Schema extends z.ZodType>(
  program: string,
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): z.infer<Schema> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const name = issue.path.join(".");
    return `  ${name}: ${name in given ? issue.message : "is not set"}`;
  });
  throw new Error(`The configuration of ${program} is not complete:\n${faults.join("\n")}\nSee .env.example.`);
}
