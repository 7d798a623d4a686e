const MAX_STACK_LINES = 12;

/**
 * What is logged of an error: the innermost one's own words. Never its other properties, nor the words of what wraps it:
 * Drizzle's hold the parameters of the statement, so names and addresses; Google's the whole request. Of a URL that a browser could
 * not open, not the query either: shops put their forms into it.
 */
export function errorFacts(error: unknown): { type: string; message: string; code?: string; stack?: string } {
  let root = error;
  while (root instanceof Error && root.cause !== undefined) root = root.cause;
  if (!(root instanceof Error)) return { type: typeof root, message: "not an error object" };
  const facts: ReturnType<typeof errorFacts> = { type: root.name, message: withoutQueries(root.message) };
  if ("code" in root && typeof root.code === "string") facts.code = root.code;
  if (root.stack !== undefined)
    facts.stack = withoutQueries(root.stack).split("\n").slice(0, MAX_STACK_LINES).join("\n");
  return facts;
}

const QUERY = /(\bhttps?:\/\/[^\s?#"'<>]*)[?#][^\s"'<>)]*/g;
const USER = /(\b[a-z][a-z+.-]*:\/\/)[^\s/?#@"']+@/g;

/** Neither what stands behind a URL's path, nor who logs in with it. */
function withoutQueries(words: string): string {
  return words.replaceAll(QUERY, "$1").replaceAll(USER, "$1");
}
