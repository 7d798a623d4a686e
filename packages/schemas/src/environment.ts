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

/**
 * Local shops are for development: an installation that the world reaches over https buys from public addresses only.
 * Undefined where they may be.
 */
export function localHostsFault(given: {
  PUBLIC_URL?: string | undefined;
  SHOPS_ALLOW_LOCAL: ReadonlySet<string>;
}): string | undefined {
  const isProduction = given.PUBLIC_URL?.startsWith("https:") === true;
  if (!isProduction || given.SHOPS_ALLOW_LOCAL.size === 0) return undefined;
  return "is for development alone: with an https PUBLIC_URL no local shop may be reached";
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
