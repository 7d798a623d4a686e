import type { z } from "zod";

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
